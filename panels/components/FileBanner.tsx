import { visible } from '../../src/session/visible.ts';
import { close, openFile, opening, problem } from '../view.ts';
import { Text } from './Text.tsx';

/** Which file is shown and what it leaves out, how far one is that is being opened, or why one can't be. */
export function FileBanner({ hasPage }: { readonly hasPage: boolean }) {
  return (
    <>
      {problem.value !== null && (
        <div class="banner bad" role="alert">
          <p>{visible(problem.value)}</p>
          <button type="button" class="button" onClick={() => (problem.value = null)}>
            Close
          </button>
        </div>
      )}
      {opening.value !== null && <Progress />}
      {openFile.value !== null && <Shown hasPage={hasPage} />}
    </>
  );
}

function Progress() {
  if (opening.value === null) return null;
  const { name, done, cancel } = opening.value;
  return (
    <div class="banner" role="status">
      <label>
        Opening {visible(name)} <progress {...(done !== null && { value: done })} />
      </label>
      <button type="button" class="button" onClick={cancel}>
        Cancel
      </button>
    </div>
  );
}

function Shown({ hasPage }: { readonly hasPage: boolean }) {
  if (openFile.value === null) return null;
  const { name, requests, savedBy, gaps } = openFile.value;
  return (
    <section class="banner" aria-label="Opened file">
      <div>
        <p>
          <b>{visible(name)}</b>: {requests === 1 ? 'one request' : `${requests} requests`}
          {savedBy !== null && `, saved by ${visible(savedBy)}`}.
        </p>
        {gaps.map((gap) => (
          <p key={gap} class="soft">
            <Text text={gap} />
          </p>
        ))}
      </div>
      <button type="button" class="button" onClick={close}>
        {hasPage ? 'Back to the page' : 'Close the file'}
      </button>
    </section>
  );
}
