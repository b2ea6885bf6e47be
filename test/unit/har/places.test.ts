import { describe, expect, it } from 'vitest';
import { entryPlaces } from '../../../src/har/places.ts';

describe('entryPlaces', () => {
  it.each([
    [
      'a file on one line',
      '{"log":{"entries":[{"a":1},{"b":2}]}}',
      [
        [1, 20],
        [1, 28],
      ],
    ],
    ['a bare log', '{"entries": [ {} ]}', [[1, 15]]],
    [
      'lines',
      '{\n "log": {\n  "entries": [\n   {"x": [1,\n2]},\n   {}\n  ]}}',
      [
        [4, 4],
        [6, 4],
      ],
    ],
    [
      'entries that are no objects',
      '{"log":{"entries":[null, "a]", 3, [4, 5], {}]}}',
      [
        [1, 20],
        [1, 26],
        [1, 32],
        [1, 35],
        [1, 43],
      ],
    ],
    ['entries of something else', '{"log":{"pages":{"entries":[{}]},"entries":[{}]},"entries":[]}', []],
    [
      'brackets, quotes and names in strings',
      '{"\\"log":1,"log":{"a":"\\\\","b":"\\"entries\\":[{","entries":[{"c":"]"},{}]}}',
      [
        [1, 60],
        [1, 70],
      ],
    ],
    ['no entries', '{"log":{}}', []],
  ])('finds %s', (_, source, expected) => {
    const known = JSON.parse(source) as { log?: { entries?: unknown[] } };
    const places = entryPlaces(source).map(({ line, column }) => [line, column]);
    expect(places).toEqual(expected);
    expect(known).toBeTypeOf('object');
  });

  it('takes a string of megabytes in its stride', () => {
    const source = `{"log":{"entries":[{"text":"${'x\\"'.repeat(3_000_000)}"},{}]}}`;
    expect(entryPlaces(source)).toHaveLength(2);
  });
});
