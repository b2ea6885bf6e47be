import { originHeader } from '../cors/flow.ts';
import type { Exchange } from '../http/exchange.ts';
import { getHeader } from '../http/header-list.ts';
import { originOf } from '../http/origin.ts';
import { isOkStatus } from '../http/status.ts';
import type { Surroundings } from './rule.ts';

/** Collects, exchange by exchange, what some rules want to know of the others. Grows with URLs, not with exchanges. */
export interface SurroundingsInTheMaking extends Surroundings {
  add(exchange: Exchange): void;
}

export function createSurroundings(exchanges: readonly Exchange[] = []): SurroundingsInTheMaking {
  const withoutCors = new Map<string, Exchange>();
  const echoed = new Map<string, Set<string>>();
  let hasServiceWorker = false;

  const surroundings: SurroundingsInTheMaking = {
    get hasServiceWorker() {
      return hasServiceWorker;
    },
    earlierWithoutCors(exchange) {
      const earlier = withoutCors.get(exchange.url);
      return earlier !== undefined && earlier.startedAt < exchange.startedAt ? earlier : null;
    },
    originsEchoed(serverOrigin) {
      return [...(echoed.get(serverOrigin) ?? [])];
    },
    add(exchange) {
      const { response, url, method } = exchange;
      if (exchange.fromServiceWorker) hasServiceWorker = true;
      if (response === null) return;
      const origin = originHeader(exchange);
      if (origin === null) {
        if (method === 'GET' && isOkStatus(response.status) && !withoutCors.has(url))
          withoutCors.set(url, exchange);
        return;
      }
      const isEcho = getHeader(response.headers, 'Access-Control-Allow-Origin') === origin;
      if (!isEcho || getHeader(response.headers, 'Access-Control-Allow-Credentials') !== 'true') return;
      const server = originOf(url);
      if (server === null) return;
      const origins = echoed.get(server) ?? new Set();
      echoed.set(server, origins.add(origin));
    },
  };
  for (const exchange of exchanges) surroundings.add(exchange);
  return surroundings;
}
