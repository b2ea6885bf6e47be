import { UNRECORDED, type Exchange } from '../../src/http/exchange.ts';
import type { Flow } from '../../src/cors/types.ts';

export const PAGE = 'https://app.example';
export const API = 'https://api.example/orders';

type Headers = Readonly<Record<string, string | readonly string[]>>;

export interface Sketch {
  readonly method?: string;
  readonly url?: string;
  readonly at?: number;
  readonly takes?: number | null;
  readonly request?: Headers;
  readonly status?: number;
  readonly answer?: Headers;
  readonly rest?: Partial<Exchange>;
}

function list(headers: Headers): readonly (readonly [string, string])[] {
  return Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().map((value) => [name, value] as const),
  );
}

let count = 0;

/** An exchange of which a test states only what matters. Without a status there is no answer. */
export function exchange({
  method = 'GET',
  url = API,
  at = 0,
  takes = 100,
  request = {},
  status,
  answer = {},
  rest,
}: Sketch): Exchange {
  return {
    ...UNRECORDED,
    index: count++,
    producer: 'chromium',
    startedAt: at,
    duration: takes,
    method,
    url,
    requestHeaders: list(request),
    response: status === undefined ? null : { status, statusText: '', headers: list(answer) },
    ...rest,
  };
}

/** A preflight for a method and header names, with its answer. */
export function preflight(method: string, headers: string, sketch: Sketch = {}): Exchange {
  return exchange({
    status: 204,
    at: 5,
    takes: 10,
    ...sketch,
    method: 'OPTIONS',
    request: {
      Origin: PAGE,
      'Access-Control-Request-Method': method,
      ...(headers !== '' && { 'Access-Control-Request-Headers': headers }),
      ...sketch.request,
    },
  });
}

/** A request that the browser refused after all, as Chromium records it. */
export const REFUSED = { netError: 'net::ERR_FAILED' } as const;

export function flowOf(actual: Exchange | null, asked: Exchange | null = null): Flow {
  return { hops: [{ actual, preflight: asked }], viaWorker: null };
}
