import { expect, it } from 'vitest';
import { examine } from '../../../src/report/examine.ts';
import { API, exchange, PAGE, REFUSED } from '../builders.ts';

const LOGIN = 'https://login.example/login';

it.each([
  // With credentials the browser would not have gone on after a wildcard.
  ['without its cookies', API, {}, '*', 'Send the cookies'],
  ['with cookies', API, { Cookie: 'a=b' }, PAGE, 'Log in again'],
  ['where nothing tells', API, {}, PAGE, 'Log in again'],
  ['with the cookies of the page’s own origin', `${PAGE}/me`, { Cookie: 'a=b' }, PAGE, 'Log in again'],
])('says what helps whose request came to a login page %s', (_, url, cookie, allowed, advice) => {
  const access = { 'Access-Control-Allow-Origin': allowed, 'Access-Control-Allow-Credentials': 'true' };
  const request = { Origin: PAGE, ...cookie };
  const asked = exchange({ url, status: 302, request, answer: { ...access, Location: LOGIN } });
  const login = exchange({ url: LOGIN, at: 50, status: 200, request: { Origin: 'null' }, rest: REFUSED });
  const hops = [asked, login].map((actual) => ({ preflight: null, actual }));
  const { lead } = examine({ hops, viaWorker: null });
  expect(lead?.rule).toBe('redirect-to-login');
  expect(lead?.fix).toContain(advice);
});

it('tells a request that was sent to a login page from a preflight that was', () => {
  const request = { Origin: PAGE, 'Access-Control-Request-Method': 'GET' };
  const asked = exchange({ url: `${PAGE}/me`, status: 302, request: {}, answer: { Location: LOGIN } });
  const preflight = exchange({ method: 'OPTIONS', url: LOGIN, at: 50, status: 200, request, rest: REFUSED });
  const hops = [
    { preflight: null, actual: asked },
    { preflight, actual: null },
  ];
  const { lead } = examine({ hops, viaWorker: null });
  expect(lead?.rule).toBe('redirect-to-login');
  expect(lead?.fix).toContain('Log in again');
});
