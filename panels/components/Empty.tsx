import { chooseFile } from './FileTools.tsx';
import type { Session } from '../../src/session/session.ts';

/** The same panel outside DevTools, for files. */
function TabLink() {
  return (
    <button type="button" class="link" onClick={() => open('/panels/cors.html')}>
      in a tab of its own
    </button>
  );
}

/** Until the devtools page has handed over. */
export function Waiting() {
  return (
    <div class="empty waiting" role="status">
      <p>Connecting to the page. If this message stays, close DevTools and open it again.</p>
    </div>
  );
}

/** Nothing was recorded yet: what to do, and why something may be missing. */
export function NothingSeen({ reload }: { readonly reload: () => void }) {
  return (
    <div class="empty">
      <h1>No requests yet</h1>
      <p>
        Reload the page, or repeat what went wrong. Every request to another origin appears here, with the
        reason if the browser blocked it.
      </p>
      <p>
        <button type="button" class="button strong" onClick={reload}>
          Reload the page
        </button>
      </p>
      <h2>Requests from a HAR file</h2>
      <p>
        <button type="button" class="link" onClick={chooseFile}>
          Open a HAR file
        </button>
        , or drop one anywhere here. Chrome, Firefox, Safari and many other tools save them. The panel also
        opens <TabLink />.
      </p>
      <details>
        <summary>What does not appear here, and why</summary>
        <ul>
          <li>Requests that were made before DevTools was opened.</li>
          <li>
            Requests of the browser’s own pages and its extension store, and of <code>file:</code> pages,
            unless the extension is allowed to access file URLs.
          </li>
          <li>
            What the browser blocked before it became a request: <code>mode: "same-origin"</code>, a URL that
            is neither http nor https; in Chrome also a <code>fetch</code> that a Content Security Policy (
            <code>connect-src</code>) forbids. The console reports these.
          </li>
          <li>
            A request that is waiting for you to answer a permission prompt, such as the one about the local
            network.
          </li>
          <li>
            In Firefox: requests of shared and service workers, occasionally one that failed at once, and what
            a filter in the Network panel hides (clear that filter). In Chrome: the responses to a worker’s
            requests.
          </li>
          <li>
            What a service worker fetched for the page: open its own DevTools, or tick “Bypass for network” in
            the Application panel.
          </li>
        </ul>
      </details>
      <p class="soft">
        <kbd>/</kbd> filter <kbd>↑</kbd> <kbd>↓</kbd> choose <kbd>Enter</kbd> read <kbd>Esc</kbd> back{' '}
        <kbd>?</kbd> all shortcuts
      </p>
    </div>
  );
}

/** In a tab of its own, before a file is opened. */
export function NothingOpened() {
  return (
    <div class="empty">
      <h1>Open a HAR file</h1>
      <p>
        <button type="button" class="button strong" onClick={chooseFile}>
          Open a HAR file
        </button>
      </p>
      <p>
        Or drop one anywhere here. Every request to another origin in it is explained, with the reason if the
        browser blocked it. Nothing leaves this machine.
      </p>
      <h2>How to save one</h2>
      <ul>
        <li>
          Chrome, Edge: in the Network panel of DevTools, the download arrow, “Export HAR”. With “sensitive
          data” it also says which cookies were sent.
        </li>
        <li>Firefox: in the Network panel, the gear, “Save All As HAR”.</li>
        <li>Safari: in the Network tab of the Web Inspector, “Export”.</li>
        <li>Charles, Fiddler, Insomnia, Playwright and WebPageTest export HAR files, too.</li>
      </ul>
      <h2>To see a page’s requests live</h2>
      <p>Open DevTools on the page, and choose the panel “Why CORS?” there.</p>
    </div>
  );
}

/** Something was recorded, but nothing of it is shown. */
export function NothingShown({ session }: { readonly session: Session }) {
  const { text, kinds, counts } = session;
  const filtered = text.value.trim() !== '' || kinds.value.size > 0;
  const exempt = counts.value.exempt;
  return (
    <div class="empty over">
      <p>{filtered ? 'Nothing matches the filter.' : 'No request to another origin yet.'}</p>
      {filtered ? (
        <button type="button" class="button" onClick={() => session.showAll()}>
          Show all
        </button>
      ) : (
        exempt > 0 && (
          <button type="button" class="button" onClick={() => session.toggleKind('exempt')}>
            Show the {exempt} where CORS does not apply
          </button>
        )
      )}
    </div>
  );
}
