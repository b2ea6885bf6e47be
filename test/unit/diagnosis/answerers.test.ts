import { describe, expect, it } from 'vitest';
import { FINGERPRINTED, FINGERPRINTED_RECIPES, whoAnswered } from '../../../src/diagnosis/answerers.ts';
import { recipeFor } from '../../../src/recipes/catalogue.ts';
import { exchange } from '../builders.ts';

describe('whoAnswered', () => {
  it.each([
    [{ Server: 'nginx/1.22.1' }, ['nginx']],
    [{ Server: 'nginx', 'X-Powered-By': 'Express' }, ['nginx', 'express']],
    [{ server: 'cloudflare', 'cf-ray': '8f-ZRH', 'x-powered-by': 'PHP/8.2.7' }, ['cloudflare', 'php']],
    [{ Server: 'Apache/2.4.62 (Debian)' }, ['apache']],
    [{ Server: 'Apache-Coyote/1.1' }, ['tomcat']],
    [{ Server: 'Werkzeug/3.0.1 Python/3.11.2' }, ['werkzeug']],
    [{ server: 'uvicorn' }, ['uvicorn']],
    [{ Via: '1.1 varnish (Varnish/7.1)', 'X-Varnish': '32770' }, ['varnish']],
    [
      { 'x-amz-apigw-id': 'a', 'x-amzn-ErrorType': 'MissingAuthenticationTokenException' },
      ['aws-api-gateway-rest'],
    ],
    [{ 'x-vercel-id': 'fra1::x' }, ['vercel']],
    [{ 'Set-Cookie': 'JSESSIONID=secret; Path=/' }, ['spring']],
    [{}, []],
  ])('reads from %j that it was %j', (answer, ids) => {
    expect(whoAnswered(exchange({ status: 200, answer })).map(({ id }) => id)).toEqual(ids);
  });

  it('knows Keycloak by the path, and shows nothing of what stands behind it', () => {
    const url = 'https://id.example/auth/realms/shop/protocol/openid-connect/token?code=secret';
    expect(whoAnswered(exchange({ url, status: 400 }))).toMatchObject([
      { id: 'keycloak', because: '/auth/realms/shop/protocol/openid-connect/token' },
    ]);
    expect(whoAnswered(exchange({ url }))).toEqual([]);
    expect(whoAnswered(exchange({ url: `https://a.example/?to=${url}`, status: 200 }))).toEqual([]);
  });

  it('puts what is certain before what is likely', () => {
    const answer = { 'Set-Cookie': 'csrftoken=1', Server: 'gunicorn' };
    expect(whoAnswered(exchange({ status: 200, answer })).map(({ id }) => id)).toEqual([
      'gunicorn',
      'django',
    ]);
  });

  it('never shows the value of a cookie', () => {
    const answer = { 'Set-Cookie': 'connect.sid=s%3Asecret; Path=/' };
    expect(whoAnswered(exchange({ status: 200, answer }))[0]?.because).toBe('Set-Cookie: connect.sid');
  });

  it('knows at least forty products, each once, with recipes that exist', () => {
    expect(new Set(FINGERPRINTED).size).toBe(FINGERPRINTED.length);
    expect(FINGERPRINTED.length).toBeGreaterThanOrEqual(40);
    for (const id of FINGERPRINTED_RECIPES) expect(recipeFor(id)?.id).toBe(id);
  });
});
