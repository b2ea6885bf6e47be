import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { Policy } from '../../src/recipes/policy.ts';
import { namesIn } from '../../src/report/policy.ts';
import { visible } from '../../src/session/visible.ts';

interface Props {
  readonly policy: Policy;
  readonly problems: readonly string[];
  /** Whether the user changed what the requests need. */
  readonly changed: boolean;
  readonly open: boolean;
  readonly sources: ComponentChildren;
  /** Null takes the changes back. */
  readonly onChange: (policy: Policy | null) => void;
}

type Names = 'methods' | 'requestHeaders' | 'exposedHeaders' | 'origins';

/** What is to be allowed, in one line, and to be changed where it is opened. */
export function PolicyForm({ policy, problems, changed, open, sources, onChange }: Props) {
  // Kept, so that it does not close while the last problem is being mended in it.
  const isOpen = useSignal(open);
  // As it was typed: a comma at the end must not go while the next word is being written.
  const typed = useSignal<Partial<Record<Names | 'maxAge', string>>>({});
  const type = (field: Names | 'maxAge', text: string): void => {
    typed.value = { ...typed.value, [field]: text };
    const value = field === 'maxAge' ? (text.trim() === '' ? Number.NaN : Number(text)) : namesIn(text);
    onChange({ ...policy, [field]: value });
  };
  const textOf = (field: Names, separator = ', '): string =>
    typed.value[field] ?? policy[field].join(separator);
  const names = (field: Names) => ({
    value: textOf(field),
    onInput: (event: { readonly currentTarget: HTMLInputElement }) => type(field, event.currentTarget.value),
  });
  return (
    <details
      class="policy"
      open={isOpen.value || problems.length > 0}
      onToggle={(event) => (isOpen.value = event.currentTarget.open)}
    >
      <summary>
        <b>To be allowed:</b> {summaryOf(policy)} <span class="soft closed">(change…)</span>
      </summary>
      <div class="fields">
        <Field label="Origins" hint="one per line">
          {(props) => (
            <textarea
              {...props}
              rows={Math.min(4, Math.max(1, textOf('origins', '\n').split('\n').length))}
              value={textOf('origins', '\n')}
              onInput={(event) => type('origins', event.currentTarget.value)}
            />
          )}
        </Field>
        <Field label="Methods">{(props) => <input {...props} {...names('methods')} />}</Field>
        <Field label="Request headers" hint="set by the page">
          {(props) => <input {...props} {...names('requestHeaders')} />}
        </Field>
        <Field label="Exposed headers" hint="response headers that the page reads">
          {(props) => <input {...props} {...names('exposedHeaders')} />}
        </Field>
        <Field label="Max-Age" hint="in seconds">
          {(props) => (
            <input
              {...props}
              inputMode="numeric"
              value={typed.value.maxAge ?? `${policy.maxAge}`}
              onInput={(event) => type('maxAge', event.currentTarget.value)}
            />
          )}
        </Field>
        <label class="check">
          <input
            type="checkbox"
            checked={policy.credentials}
            onChange={(event) => onChange({ ...policy, credentials: event.currentTarget.checked })}
          />
          With credentials: cookies or HTTP authentication are sent
        </label>
        <p class="soft">From the requests seen so far. Add what your page will need as well.</p>
        {(isOpen.value || problems.length > 0) && sources}
        {changed && (
          <button
            type="button"
            class="button"
            onClick={() => {
              typed.value = {};
              onChange(null);
            }}
          >
            Undo changes
          </button>
        )}
      </div>
      <div class="policy-problems" role="status">
        {problems.map((problem) => (
          <p key={problem}>{problem}</p>
        ))}
      </div>
    </details>
  );
}

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly children: (props: {
    readonly id: string;
    readonly spellcheck: false;
    readonly autocomplete: 'off';
  }) => ComponentChildren;
}

function Field({ label, hint, children }: FieldProps) {
  const id = useId();
  return (
    <>
      <label for={id}>
        {label}
        {hint !== undefined && <span class="soft"> {hint}</span>}
      </label>
      {children({ id, spellcheck: false, autocomplete: 'off' })}
    </>
  );
}

/** "https://app.example · GET, PUT · 2 headers · credentials" */
function summaryOf({ origins, methods, requestHeaders, credentials }: Policy): string {
  const count = requestHeaders.length;
  return [
    origins.length > 2 ? `${origins.length} origins` : origins.map(visible).join(', ') || 'no origin',
    methods.map(visible).join(', ') || 'no method',
    count > 3 ? `${count} request headers` : requestHeaders.map(visible).join(', '),
    credentials ? 'with credentials' : 'without credentials',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
