import { joined, lines, single } from '../quote.ts';
import type { Recipe } from '../recipe.ts';

export default {
  id: 'ollama',
  name: 'Ollama',
  group: 'product',
  language: 'shell',
  file: 'the environment of `ollama serve`',
  checked: { by: 'source', versions: 'an older version of Ollama', url: 'https://docs.ollama.com/faq' },
  write: ({ origins }) => ({
    language: 'shell',
    text: lines(
      `export OLLAMA_ORIGINS=${single(joined(origins, ','))}`,
      '# systemd: the same as an Environment= line (systemctl edit ollama). macOS: launchctl setenv. Then restart.',
    ),
  }),
  caveats: ({ origins, credentials, exposedHeaders }) => [
    'The list is added to localhost, which is always allowed. Other origins are answered 403.',
    'Methods, headers and the maximum age are Ollama’s own: there is no setting.',
    ...(credentials || exposedHeaders.length > 0
      ? ['It has no setting for cookies or for exposed headers: put a proxy in front if you need them.']
      : []),
    ...(origins.some((origin) => origin.startsWith('https:'))
      ? ['Chrome may also ask the user before an https page reaches a local address: that is not CORS.']
      : []),
  ],
  removeDuplicate:
    'If a proxy in front adds the headers, let it take out Ollama’s: there is no way to switch them off.',
} satisfies Recipe;
