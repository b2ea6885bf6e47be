import { expect, test } from 'vitest';
import { exchangesOf } from '../../../src/cors/flow.ts';
import type { Exchange } from '../../../src/http/exchange.ts';
import { pair } from '../../../src/pairing/pair.ts';
import { createLedger } from '../../../src/session/ledger.ts';
import type { Flow } from '../../../src/cors/types.ts';
import { ALLOWS, API, exchange, preflight } from './exchanges.ts';

/** A small generator with a seed: the same disorder at each run. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
}

const names = (flows: readonly Flow[]): readonly string[] =>
  flows
    .map((flow) =>
      exchangesOf(flow)
        .map(({ index, method }) => `${method} ${index}`)
        .join(' > '),
    )
    .toSorted();

function disorder(roll: (below: number) => number): readonly Exchange[] {
  const recording: Exchange[] = [];
  let index = 0;
  for (let i = 0; i < 60; i++) {
    const startedAt = roll(40_000);
    const url = `${API}/${roll(4)}`;
    const kind = roll(4);
    if (kind < 2) {
      const failed = kind === 0;
      const put = { url, startedAt, method: 'PUT', duration: 40 + roll(400) } as const;
      recording.push(
        exchange({ ...put, index: index++, ...(failed ? { netError: 'net::ERR_FAILED' } : { status: 200 }) }),
      );
      const answer = failed ? [] : [...ALLOWS, ['Access-Control-Allow-Methods', 'PUT'] as const];
      recording.push(
        preflight({ index: index++, url, asks: 'PUT', startedAt: startedAt + 2, duration: 20, answer }),
      );
    } else if (kind === 2) {
      const target = `${API}/${roll(4)}`;
      const answer = [...ALLOWS, ['Location', target] as const];
      recording.push(exchange({ index: index++, url, startedAt, status: 302, answer }));
      recording.push(
        exchange({ index: index++, url: target, startedAt: startedAt + 60, status: 200, answer: ALLOWS }),
      );
    } else {
      recording.push(exchange({ index: index++, url, startedAt, status: 200, answer: ALLOWS }));
    }
  }
  return recording;
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])('piece by piece as at once, in any order (%i)', (seed) => {
  const roll = dice(seed);
  const recording = disorder(roll);
  // Reported at their end and then some: as browsers do, but with more disorder than they make.
  const arriving = recording
    .map((one) => ({ one, at: one.startedAt + (one.duration ?? 0) + roll(3000) }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one);
  const ledger = createLedger();
  for (let i = 0; i < arriving.length;) {
    const size = 1 + roll(7);
    ledger.take(arriving.slice(i, i + size));
    i += size;
  }
  const items = ledger.items();
  expect(names(items.map(({ examined }) => examined.flow))).toEqual(names(pair(recording)));
  expect(items.map(({ startedAt }) => startedAt)).toEqual(
    items.map(({ startedAt }) => startedAt).toSorted((a, b) => a - b),
  );
  for (const { index } of recording) {
    expect(
      exchangesOf(ledger.holderOf(index)?.examined.flow ?? { hops: [], viaWorker: null }).map(
        (one) => one.index,
      ),
    ).toContain(index);
  }
});
