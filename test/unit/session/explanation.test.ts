import { describe, expect, test } from 'vitest';
import type { Flow } from '../../../src/cors/types.ts';
import { examine } from '../../../src/report/examine.ts';
import { changesOf } from '../../../src/session/change.ts';
import { differenceOf } from '../../../src/session/difference.ts';
import { headerRows } from '../../../src/session/header-rows.ts';
import { piecesOf, visible } from '../../../src/session/visible.ts';
import { wayOf } from '../../../src/session/way.ts';
import { ALLOWS, allowed, blocked, exchange, PAGE, preflight } from './exchanges.ts';

describe('differenceOf', () => {
  test.each([
    ['a slash too many', PAGE, `${PAGE}/`, [PAGE, '', '/', '']],
    ['another scheme', 'https://a.example', 'http://a.example', ['http', 's', '', '://a.example']],
    [
      'another port',
      'http://localhost:3000',
      'http://localhost:5173',
      ['http://localhost:', '3000', '5173', ''],
    ],
    [
      'a doubled value',
      'https://a.example',
      'https://a.example, https://a.example',
      ['https://a.example', '', ', https://a.example', ''],
    ],
    ['nothing in common but chance', 'PUT', 'GET, POST', ['', 'PUT', 'GET, POST', '']],
    ['an empty value', 'true', '', ['', 'true', '', '']],
    ['the same', 'true', 'true', ['true', '', '', '']],
    ['characters outside the basic plane', 'a😀bcd', 'a😁bcd', ['a', '😀', '😁', 'bcd']],
  ])('%s', (_, first, second, [before, inFirst, inSecond, after]) => {
    expect(differenceOf(first, second)).toEqual({ before, first: inFirst, second: inSecond, after });
  });
});

describe('piecesOf', () => {
  test.each([
    ['no code', ['no code']],
    ['Send `A: b`, now', ['Send ', '<A: b>', ', now']],
    ['`a``b`', ['<a>', '<b>']],
    ['one ` alone', ['one ` alone']],
    ['`a` and ` alone', ['<a>', ' and ` alone']],
    ['<b>`<i>`</b>', ['<b>', '<<i>>', '</b>']],
  ])('%s', (text, pieces) => {
    expect(piecesOf(text).map((piece) => (piece.code ? `<${piece.text}>` : piece.text))).toEqual(pieces);
  });
});

test('visible spells out what would hide or turn the text, and cuts what is very long', () => {
  expect(visible('a\u202Egnp\u0000\n')).toBe('a\\u202egnp\\u0000\\u000a');
  expect(visible('x'.repeat(3000))).toMatch(/^x{2000}… \(3000 characters\)$/);
});

const PUT = exchange({ index: 1, method: 'PUT', netError: 'net::ERR_FAILED' });

function flow(...hops: Flow['hops']): Flow {
  return { hops, viaWorker: null };
}

const FLOWS = {
  'a refused preflight': flow({
    preflight: preflight({ index: 2, asks: 'PUT', answer: [['Access-Control-Allow-Origin', `${PAGE}/`]] }),
    actual: PUT,
  }),
  'a refused answer': flow({ preflight: null, actual: blocked(1) }),
  'an allowed answer': flow({ preflight: null, actual: allowed(1) }),
  'a server that is down': flow({
    preflight: null,
    actual: exchange({ index: 1, netError: 'net::ERR_CONNECTION_REFUSED' }),
  }),
  'an answer that was not recorded': flow({ preflight: null, actual: exchange({ index: 1 }) }),
  'a redirect to elsewhere': flow(
    {
      preflight: null,
      actual: exchange({
        index: 1,
        status: 302,
        answer: [...ALLOWS, ['Location', 'https://cdn.example.net/x']],
      }),
    },
    { preflight: null, actual: blocked(2, { url: 'https://cdn.example.net/x' }) },
  ),
} as const;

describe('wayOf', () => {
  const expected: Readonly<Record<keyof typeof FLOWS, readonly string[]>> = {
    'a refused preflight': ['OPTIONS > passed', '204 < broken', 'PUT > never', 'never'],
    'a refused answer': ['GET > passed', '200 < broken', 'never'],
    'an allowed answer': ['GET > passed', '200 < passed', 'passed'],
    'a server that is down': ['GET > broken', 'never'],
    'an answer that was not recorded': ['GET > passed', '? < unknown', 'unknown'],
    'a redirect to elsewhere': ['GET > passed', '302 < passed', 'GET >> passed', '200 << broken', 'never'],
  };
  test.each(Object.entries(FLOWS))('%s', (name, of) => {
    const { legs, end } = wayOf(examine(of));
    const arrows = legs.map(({ server, direction, label, state }) => {
      return `${label} ${(direction === 'out' ? '>' : '<').repeat(server + 1)} ${state}`;
    });
    expect([...arrows, end.state]).toEqual(expected[name as keyof typeof FLOWS]);
  });
});

describe('changesOf', () => {
  const linesOf = (of: Flow): readonly string[] =>
    changesOf(examine(of)).flatMap(({ to, status, neededStatus, lines }) => [
      `${to} ${status ?? 'unseen'}${neededStatus === null ? '' : ` to ${neededStatus}`}`,
      ...lines.map(({ sign, name, value }) => `${sign} ${name}: ${value}`),
    ]);

  test('preflight and answer apart; of an answer that was not seen only what it needs', () => {
    expect(linesOf(FLOWS['a refused preflight'])).toEqual([
      'preflight 204',
      `- Access-Control-Allow-Origin: ${PAGE}/`,
      `+ Access-Control-Allow-Origin: ${PAGE}`,
      '+ Access-Control-Allow-Methods: PUT',
      'response unseen',
      `+ Access-Control-Allow-Origin: ${PAGE}`,
      '+ Vary: Origin',
    ]);
  });

  test('of a header that is sent twice one line stays', () => {
    const twice = flow({
      preflight: null,
      actual: blocked(1, { answer: [...ALLOWS, ['Vary', 'Origin'], ...ALLOWS] }),
    });
    expect(linesOf(twice)).toEqual([
      'response 200',
      `  Access-Control-Allow-Origin: ${PAGE}`,
      `- Access-Control-Allow-Origin: ${PAGE}`,
      '  Vary: Origin',
    ]);
  });

  test('a preflight’s status that has to be another', () => {
    const refused = preflight({ index: 2, asks: 'PUT', status: 405 });
    expect(linesOf(flow({ preflight: refused, actual: PUT }))[0]).toBe('preflight 405 to 204');
  });

  test('nothing where nothing is blocked', () => {
    expect(linesOf(FLOWS['an allowed answer'])).toEqual([]);
  });
});

describe('headerRows', () => {
  test('an absent header is a row, and the rows with a problem name it', () => {
    const examined = examine(FLOWS['a refused answer']);
    const { rows } = headerRows(blocked(1), 'response', examined.diagnoses);
    expect(rows[0]).toEqual({
      name: 'Access-Control-Allow-Origin',
      value: null,
      problems: [0],
      needed: null,
      relevant: true,
    });
  });

  test('a row with a problem says what is needed, where the fix knows', () => {
    const examined = examine(FLOWS['a refused answer']);
    const { rows } = headerRows(
      blocked(1),
      'response',
      examined.diagnoses,
      examined.remedy?.response ?? null,
    );
    expect(rows[0]?.needed).toBe(PAGE);
  });

  test('what CORS looks at comes before the rest', () => {
    const one = exchange({
      index: 1,
      status: 200,
      answer: [
        ['Date', 'x'],
        ['vary', 'Origin'],
        ['ETag', 'y'],
      ],
    });
    const { rows } = headerRows(one, 'response', []);
    expect(rows.map(({ name, relevant }) => [name, relevant])).toEqual([
      ['vary', true],
      ['Date', false],
      ['ETag', false],
    ]);
  });
});
