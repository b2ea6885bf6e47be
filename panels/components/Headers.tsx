import { hiddenHeaders } from '../../src/cors/exposed-headers.ts';
import type { Change } from '../../src/diagnosis/remedy.ts';
import { codeList, type Diagnosis } from '../../src/diagnosis/rule.ts';
import type { Exchange } from '../../src/http/exchange.ts';
import type { Examined } from '../../src/report/examine.ts';
import { headerRows, type HeaderRow } from '../../src/session/header-rows.ts';
import { partsOf } from '../../src/session/item.ts';
import { visible } from '../../src/session/visible.ts';
import { Copy } from './Copy.tsx';
import { Text, Value } from './Text.tsx';

/** Preflight and request side by side: what each asked, and what was answered. */
export function Headers({ examined }: { readonly examined: Examined }) {
  const { flow, verdict, diagnoses, failure, remedy } = examined;
  const last = flow.hops.length - 1;
  return (
    <>
      {flow.hops.map((hop, i) => (
        <div key={i} class="hop">
          <h3 class={flow.hops.length > 1 ? '' : 'offscreen'}>
            {i === 0 ? 'First request' : `Redirect ${i}`}
          </h3>
          <div class="messages">
            {hop.preflight !== null && (
              <Messages
                exchange={hop.preflight}
                diagnoses={diagnoses}
                change={i === last ? (remedy?.preflight ?? null) : null}
                what="Preflight"
              />
            )}
            {hop.actual !== null && (
              <Messages
                exchange={hop.actual}
                diagnoses={diagnoses}
                change={i === last ? (remedy?.response ?? null) : null}
                what="Request"
                unsent={failure?.stage === 'preflight' && hop.actual.response === null}
              />
            )}
          </div>
        </div>
      ))}
      <Hidden names={hiddenHeaders(flow, verdict)} />
    </>
  );
}

/** More names than anyone looks through. */
const MOST_HIDDEN = 20;

/** What the page's code can't read of a response that it may read. */
function Hidden({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  const more = names.length - MOST_HIDDEN;
  const shown = codeList(names.slice(0, MOST_HIDDEN)) + (more > 0 ? ` and ${more} more` : '');
  return (
    <p class="soft unread">
      <Text
        text={`Your code can’t read ${shown}: the browser hides what \`Access-Control-Expose-Headers\` does not name.`}
      />
    </p>
  );
}

interface MessagesProps {
  readonly exchange: Exchange;
  readonly diagnoses: readonly Diagnosis[];
  readonly change: Change | null;
  readonly what: string;
  readonly unsent?: boolean;
}

function Messages({ exchange, diagnoses, change, what, unsent = false }: MessagesProps) {
  const { response, method, url } = exchange;
  const sent = !unsent && exchange.unsent === null;
  const asked = headerRows(exchange, 'request', diagnoses);
  const answered = headerRows(exchange, 'response', diagnoses, change);
  return (
    <div class="message">
      <h4>
        {what}
        {!sent && ', never sent'}{' '}
        <code>
          {visible(method)} {visible(partsOf(url).path)}
        </code>
      </h4>
      <Table rows={asked.rows} side="asked" diagnoses={diagnoses} />
      {response === null ? (
        <h4 class="soft">{sent ? 'No response' : 'No response, since it was not sent'}</h4>
      ) : (
        <>
          <h4 class={answered.statusProblems.length > 0 ? 'guilty' : ''}>
            Response{' '}
            <code>
              {response.status === 0 ? 'status not recorded' : response.status} {visible(response.statusText)}
            </code>
            <Marks problems={answered.statusProblems} diagnoses={diagnoses} />
          </h4>
          <Table rows={answered.rows} side="answered" diagnoses={diagnoses} />
        </>
      )}
    </div>
  );
}

interface TableProps {
  readonly rows: readonly HeaderRow[];
  readonly side: 'asked' | 'answered';
  readonly diagnoses: readonly Diagnosis[];
}

function Table({ rows, side, diagnoses }: TableProps) {
  const relevant = rows.filter((row) => row.relevant);
  const others = rows.filter((row) => !row.relevant);
  return (
    <>
      <dl class="headers">
        {relevant.map((row, i) => (
          <Header key={i} row={row} side={side} diagnoses={diagnoses} />
        ))}
      </dl>
      {others.length > 0 && (
        <details>
          <summary>
            {others.length} other {others.length === 1 ? 'header' : 'headers'}
          </summary>
          <dl class="headers">
            {others.map((row, i) => (
              <Header key={i} row={row} side={side} diagnoses={diagnoses} />
            ))}
          </dl>
        </details>
      )}
    </>
  );
}

function Header({ row, side, diagnoses }: { readonly row: HeaderRow } & Omit<TableProps, 'rows'>) {
  const { name, value, problems, needed } = row;
  const isCause = side === 'answered' && problems.some((problem) => diagnoses[problem]?.pending !== true);
  const mark = problems.length === 0 ? '' : isCause ? ' guilty' : ' involved';
  return (
    <div class={`header${mark}`}>
      <dt>{visible(name)}</dt>
      <dd>
        {value === null ? <em>missing</em> : <Value value={value} />}
        {side === 'answered' && <Marks problems={problems} diagnoses={diagnoses} />}
        {value !== null && <Copy text={value} what={name} />}
        {needed !== null && (
          <p class="needed-value">
            needed: <Value value={needed} />
          </p>
        )}
      </dd>
    </div>
  );
}

/** The numbers of the problems that a row has a part in. */
function Marks({
  problems,
  diagnoses,
}: { readonly problems: readonly number[] } & Pick<TableProps, 'diagnoses'>) {
  if (problems.length === 0) return null;
  if (diagnoses.length === 1) return <span class="offscreen"> (the problem)</span>;
  return (
    <>
      {problems.map((problem) => (
        <span
          key={problem}
          class={`number${diagnoses[problem]?.pending === true ? ' pending' : ''}`}
          title={`Problem ${problem + 1}`}
        >
          <span class="offscreen">problem </span>
          {problem + 1}
        </span>
      ))}
    </>
  );
}
