import { parseArgs } from 'node:util';
import { version } from '../../package.json';
import { exchangesOf, methodOf, urlOf } from '../cors/flow.ts';
import { isForbiddenRequestHeader } from '../cors/request-headers.ts';
import type { Flow } from '../cors/types.ts';
import { createSurroundings } from '../diagnosis/surroundings.ts';
import { isToken } from '../http/field-value.ts';
import type { HeaderList } from '../http/header-list.ts';
import { isForbiddenMethod, normalizeMethod } from '../http/method.ts';
import { isHttpScheme, originOf } from '../http/origin.ts';
import { spellOut } from '../http/spell-out.ts';
import { examine, type Examined } from '../report/examine.ts';
import { redactHeader, redactUrl } from '../report/redact.ts';
import { reportOf } from '../report/report.ts';
import { redactFlow } from '../report/share.ts';
import { textOf } from '../report/text.ts';
import { ask, type Wanted } from './ask.ts';
import { oneOf, parsed, UsageError, type Command, type Terminal } from './terminal.ts';

const usage = `Usage: whycors probe URL --origin ORIGIN [options]

Asks a server as a browser would, on behalf of a page at ORIGIN, and tells whether that page could read the response.
It runs on your machine, so it reaches localhost and what is behind a VPN. Each request is shown before it is sent: the
preflight where one is due, then the request itself, and the same at each redirect. Nothing else is sent.

  --origin ORIGIN      the page's: scheme, host and port, such as http://localhost:5173; or null, as browsers send it for
                       pages opened from a file and for sandboxed frames
  --method METHOD      GET unless given
  --header 'NAME: V'   a header that the page's code sets; the option several times for more
  --credentials        as with credentials: 'include'; a header 'Cookie: …' goes along if you give one
  --send               also sends a request that may change something: any method but GET and HEAD. Without a body.
  --timeout SECONDS    how long to wait for each response, 30 unless given
  --format FORMAT      text (the default) or json

Bodies are not read. HTTP/1.1 is used, and no proxy. Certificates are checked against the list that Node brings along:
NODE_EXTRA_CA_CERTS=FILE adds to it.

Exit status: 0 the page could read the response, or its preflight passes and the request was not sent;
1 the browser would block it, or it failed in another way; 2 nothing was asked: an option can't be used, or the request
may change something and has no preflight (--send sends it).
`;

const options = {
  origin: { type: 'string' },
  method: { type: 'string' },
  header: { type: 'string', multiple: true },
  credentials: { type: 'boolean' },
  send: { type: 'boolean' },
  timeout: { type: 'string' },
  format: { type: 'string' },
} as const;

export const probe: Command = {
  summary: 'asks a server as a browser would, and tells whether a page could read the response',
  usage,
  run: async (args, terminal) => {
    const { values, positionals } = parsed(
      () => parseArgs({ args: [...args], allowPositionals: true, options }),
      'probe',
      options,
    );
    const format = oneOf('--format', ['text', 'json'], values.format);
    const seconds = values.timeout ?? '30';
    if (!/^[1-9]\d{0,3}$/.test(seconds))
      throw new UsageError(`--timeout is a whole number of seconds, not ${JSON.stringify(seconds)}`);
    const [url, ...more] = positionals;
    if (url === undefined || more.length > 0)
      throw new UsageError('probe wants one URL: whycors probe URL --origin ORIGIN');
    const wanted: Wanted = {
      url: urlFrom(url),
      origin: originFrom(values.origin),
      method: methodFrom(values.method ?? 'GET'),
      headers: headersFrom(values.header ?? [], values.credentials === true),
      credentials: values.credentials === true ? 'include' : 'same-origin',
    };

    const answered = await ask(wanted, {
      send: terminal.send,
      timeout: Number(seconds) * 1000,
      mayChange: values.send === true,
      userAgent: `whycors/${version}`,
      before: ({ method, url: to, headers }) =>
        terminal.err(
          `${terminal.paint('strong', `→ ${method} ${spellOut(redactUrl(to))}`)}\n${linesOf(headers)}`,
        ),
      after: ({ response, netError }) =>
        terminal.err(
          response === null
            ? `← ${netError === 'net::ERR_TIMED_OUT' ? `no response within ${seconds} s (--timeout)` : netError}\n\n`
            : `← ${response.status} ${spellOut(response.statusText)}\n${linesOf(response.headers.filter(isTelling))}${othersText(response.headers)}\n`,
        ),
    });
    const flow = redactFlow(answered);
    const examined = examine(flow, createSurroundings(exchangesOf(flow)), { assumed: wanted.credentials });
    const report = reportOf([examined]);
    const unsent = examined.verdict.outcome === 'unknown' ? unsentIn(flow) : 'nothing';
    terminal.out(
      format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : outcomeText(examined, unsent, terminal),
    );
    if (unsent === 'all') return 2;
    return report.summary.blocked + report.summary.failed > 0 ? 1 : 0;
  },
};

/** What was left out, since it may change something. */
type Unsent = 'nothing' | 'request' | 'all';

function unsentIn({ hops }: Flow): Unsent {
  const last = hops.at(-1);
  if (last?.actual?.response !== null) return 'nothing';
  return last.preflight === null ? 'all' : 'request';
}

function outcomeText(examined: Examined, unsent: Unsent, { paint }: Terminal): string {
  const { verdict, flow } = examined;
  const what = `${methodOf(flow)} ${spellOut(urlOf(flow))}`;
  switch (verdict.outcome) {
    case 'allowed': {
      const readable = `A page from ${verdict.origin} can read the response${wayText(flow)}.`;
      return examined.diagnoses.length > 0
        ? `${readable}\n\n${textOf(reportOf([examined]), paint)}`
        : `${paint('allowed', '✓ allowed')}  ${paint('strong', what)}\n  ${readable}\n`;
    }
    case 'exempt':
      return `${paint('exempt', '– exempt')}  ${paint('strong', what)}\n  It is of the page’s own origin, so CORS does not apply.\n`;
    case 'unknown':
      if (unsent === 'nothing') break;
      return unsent === 'all'
        ? `${paint('unknown', '? not sent')}  ${paint('strong', what)}\n  A browser sends this without a preflight. It may change something on the server: add --send to send it.\n`
        : `${paint('allowed', '✓ preflight passes')}  ${paint('strong', what)}\n  The request itself was not sent, since it may change something on the server: add --send to send it.\n  Its response needs the CORS headers too.\n`;
    case 'blocked':
    case 'failed':
  }
  return textOf(reportOf([examined]), paint);
}

/** Where a request ended that was redirected. */
function wayText({ hops }: Flow): string {
  const last = hops.at(-1)?.actual;
  return hops.length < 2 || !last ? '' : `, to which a redirect leads: ${spellOut(last.url)}`;
}

/** Of an answer only that what CORS looks at, and where it leads. */
const isTelling = ([name]: readonly [string, string]): boolean =>
  /^(?:access-control-|vary$|location$|server$|content-type$)/i.test(name);

function othersText(headers: HeaderList): string {
  const others = headers.filter((line) => !isTelling(line)).length;
  return others === 0 ? '' : `    and ${others === 1 ? 'one more header' : `${others} more headers`}\n`;
}

function linesOf(headers: HeaderList): string {
  return headers
    .map(([name, value]) => `    ${spellOut(`${name}: ${redactHeader(name, value)}`)}\n`)
    .join('');
}

function urlFrom(text: string): string {
  if (!URL.canParse(text) || !isHttpScheme(text)) {
    const guess = `http://${text}`;
    const hint = URL.canParse(guess) && !text.includes('://') ? `; did you mean ${guess}?` : '';
    throw new UsageError(`${JSON.stringify(text)} is no http or https URL${hint}`);
  }
  const { username, password, href, hash } = new URL(text);
  if (username !== '' || password !== '')
    throw new UsageError('a page can’t ask for a URL with a user name and password in it');
  return hash === '' ? href : href.slice(0, -hash.length);
}

function originFrom(text: string | undefined): string {
  if (text === undefined)
    throw new UsageError('probe wants the origin of a page: --origin http://localhost:5173');
  if (text === 'null') return text;
  const shown = JSON.stringify(text);
  if (/^file:/i.test(text))
    throw new UsageError(`a page opened from a file has the origin null: --origin null, not ${shown}`);
  // What apps and extensions are served from, such as capacitor://localhost.
  if (/^[a-z][a-z0-9+.-]*:\/\/[a-z0-9.-]+$/.test(text) && !isHttpScheme(text)) return text;
  const origin = isHttpScheme(text) ? originOf(text) : null;
  if (origin === text) return text;
  if (origin === null) {
    const guess = /^[\w.-]+(?::\d+)?$/.test(text) ? originOf(`http://${text}`) : null;
    const hint =
      guess === null ? 'give scheme, host and port, such as http://localhost:5173' : `did you mean ${guess}?`;
    throw new UsageError(`--origin ${shown} is no origin; ${hint}`);
  }
  const why = /^[^:]+:\/\/[^/?#]*[/?#]/.test(text)
    ? 'an origin has no path, and no slash at its end'
    : 'browsers write origins in lower case, without a user name and without the scheme’s own port';
  throw new UsageError(`--origin ${shown} is not what a browser sends: ${why}; give ${origin}`);
}

function methodFrom(text: string): string {
  if (!isToken(text))
    throw new UsageError(`--method ${JSON.stringify(text)} is no method; give one word, such as PUT`);
  if (isForbiddenMethod(text))
    throw new UsageError(`a page can’t send ${text}: browsers refuse CONNECT, TRACE and TRACK`);
  return normalizeMethod(text);
}

function headersFrom(lines: readonly string[], credentials: boolean): HeaderList {
  return lines.map((line) => {
    const shown = JSON.stringify(line);
    const [, name, value = ''] = /^([^:]*):[ \t]*(.*?)[ \t]*$/s.exec(line) ?? [];
    if (name === undefined)
      throw new UsageError(
        `--header ${shown} has no colon; give 'NAME: VALUE', such as 'Content-Type: application/json'`,
      );
    if (!isToken(name))
      throw new UsageError(
        `--header ${shown}: ${JSON.stringify(name)} can’t be the name of a header; give 'NAME: VALUE'`,
      );
    // Latin-1 without control characters: what HTTP can carry.
    if (!/^[\t\u0020-\u007E\u0080-\u00FF]*$/.test(value))
      throw new UsageError(
        `--header ${shown}: the value has characters that HTTP can’t carry, such as a line break`,
      );
    const isCookie = name.toLowerCase() === 'cookie';
    if (isCookie && !credentials) throw new UsageError('a Cookie goes along only with --credentials');
    if (!isCookie && isForbiddenRequestHeader(name, value))
      throw new UsageError(`a page can’t set ${name}; browsers do that themselves`);
    return [name, value];
  });
}
