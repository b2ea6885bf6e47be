import { describe, expect, it } from 'vitest';
import type { Policy } from '../../../src/recipes/policy.ts';
import awsLambda from '../../../src/recipes/servers/aws-lambda.ts';
import { fetchWrapper } from '../../../src/recipes/shared.ts';
import { one, several } from './policies.ts';

type Handler = (request: Request) => Response | Promise<Response>;
type Answer = { statusCode: number; headers: Record<string, string> };
type Lambda = (event: unknown) => Promise<Answer>;

/** The snippets are what is tested here, so they are run. */
const evaluate = <T>(source: string, name: string): T =>
  // oxlint-disable-next-line no-implied-eval, no-new-func
  new Function(`${source}\nreturn ${name};`)() as T;

const withCors = (policy: Policy, handler: Handler): Handler =>
  evaluate<(handler: Handler) => Handler>(fetchWrapper(policy), 'withCors')(handler);

const request = (method: string, headers: Record<string, string>) =>
  new Request('https://api.example.net/items', { method, headers });
const preflight = (origin: string) => request('OPTIONS', { origin, 'access-control-request-method': 'PUT' });
const [first = '', second = ''] = several.origins;

describe('the wrapper around a fetch handler', () => {
  const ok = withCors(several, () => new Response('ok', { headers: { vary: 'Accept' } }));

  it.each([first, second])('answers the preflight of %s', async (origin) => {
    const { status, headers } = await ok(preflight(origin));
    expect(status).toBe(204);
    expect(Object.fromEntries(headers)).toEqual({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, PUT, DELETE',
      'access-control-allow-headers': 'authorization, content-type',
      'access-control-max-age': '600',
      vary: 'Origin',
    });
  });

  it('adds to a real answer', async () => {
    const { headers } = await ok(request('GET', { origin: second }));
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-origin': second,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'X-Total-Count',
      vary: 'Accept, Origin',
    });
  });

  it('leaves credentials out where the policy does', async () => {
    const { headers } = await withCors(one, () => new Response('ok'))(request('GET', { origin: first }));
    expect(headers.has('access-control-allow-credentials')).toBe(false);
  });

  it.each(['https://evil.example.net', 'null', `${first}.evil.net`])('gives %s nothing', async (origin) => {
    for (const asked of [preflight(origin), request('GET', { origin })]) {
      const { headers } = await ok(asked);
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
      expect(headers.get('vary')).toContain('Origin');
    }
  });

  it('takes out what the server behind reflects', async () => {
    const reflecting = withCors(
      one,
      ({ headers }) =>
        new Response('ok', {
          headers: {
            'access-control-allow-origin': headers.get('origin') ?? '',
            'access-control-allow-credentials': 'true',
          },
        }),
    );
    for (const origin of [first, 'https://evil.example.net']) {
      const { headers } = await reflecting(request('GET', { origin }));
      expect(headers.get('access-control-allow-origin')).toBe(origin === first ? first : null);
      expect(headers.has('access-control-allow-credentials')).toBe(false);
    }
  });

  it('makes a readable 500 of what the handler throws', async () => {
    const { error } = console;
    console.error = () => {};
    const { status, headers } = await withCors(several, () => Promise.reject(new Error('x')))(
      request('GET', { origin: first }),
    );
    console.error = error;
    expect([status, headers.get('access-control-allow-origin')]).toEqual([500, first]);
  });

  it('passes on an answer without a body, and a plain OPTIONS', async () => {
    const empty = withCors(several, () => new Response(null, { status: 304 }));
    expect((await empty(request('GET', { origin: first }))).status).toBe(304);
    expect((await ok(request('OPTIONS', { origin: first }))).status).toBe(200);
  });
});

describe('the wrapper around a Lambda', () => {
  const source = awsLambda.write(several).text.replace('export const', 'const');
  const lambda = evaluate<(app: Lambda) => Lambda>(
    source.replace(/const handler = .*/, ''),
    'withCors',
  )(async () => ({ statusCode: 404, headers: { 'Content-Type': 'text/plain' } }));

  it('answers the preflight', async () => {
    const answer = await lambda({ httpMethod: 'OPTIONS', headers: { origin: second } });
    expect(answer).toMatchObject({
      statusCode: 204,
      headers: { 'Access-Control-Allow-Origin': second, 'Access-Control-Allow-Methods': 'GET, PUT, DELETE' },
    });
  });

  it('adds to a real answer, and gives another origin nothing', async () => {
    expect((await lambda({ httpMethod: 'GET', headers: { Origin: first } })).headers).toEqual({
      'Content-Type': 'text/plain',
      Vary: 'Origin',
      'Access-Control-Allow-Origin': first,
      'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Expose-Headers': 'X-Total-Count',
    });
    expect(
      (await lambda({ httpMethod: 'GET', headers: { origin: 'https://evil.example.net' } })).headers,
    ).toEqual({
      'Content-Type': 'text/plain',
      Vary: 'Origin',
    });
  });
});
