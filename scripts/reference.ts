/** The reference document, made from the rules alone: each rule's own example is diagnosed, and the result is printed. */
import { catalogue } from '../src/diagnosis/catalogue.ts';
import { exampleOf } from '../src/diagnosis/example.ts';
import type { Rule } from '../src/diagnosis/rule.ts';
import { MDN } from '../src/report/markdown.ts';
import { ownDiagnosis } from '../src/report/own-diagnosis.ts';

export function referenceOf(): string {
  const contents = catalogue.map(({ id, title }) => `- [${title}](#${id})`).join('\n');
  return `# What the panel can say

Each rule with an example, and the same example mended. Where a rule is an error, browsers refuse the example; where it is a
warning, they let it pass. The texts are
those of the panel, with the values of the example.

${contents}

${catalogue.map(sectionOf).join('\n')}`;
}

function sectionOf(rule: Rule): string {
  const { id, title, severity, spec, names } = rule;
  const { broken, fixed } = exampleOf(id);
  const told = ownDiagnosis(rule);
  const chrome = names.chrome.map((name) => `\`${name}\``).join(', ');
  const firefox = names.firefox.map((name) => `[\`${name}\`](${MDN}${name})`).join(', ');
  return `## ${id}

**${title}.** ${told?.headline ?? ''}

${told?.explanation ?? ''}

→ ${told?.fix ?? ''}

${chrome === '' ? '' : `- Chrome: ${chrome}\n`}${firefox === '' ? '' : `- Firefox: ${firefox}\n`}- The standard: [#${spec}](https://fetch.spec.whatwg.org/#${spec})

${severity === 'error' ? 'Refused' : 'Passes, and is worth a word'}:

\`\`\`http
${unindent(broken)}
\`\`\`

Mended:

\`\`\`http
${unindent(fixed)}
\`\`\`
`;
}

function unindent(example: string): string {
  return example
    .trim()
    .split('\n')
    .map((line) => line.trim())
    .join('\n');
}
