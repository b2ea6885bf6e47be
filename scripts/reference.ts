/** The reference document, made from the rules alone: each rule's own example is diagnosed, and the result is printed. */
import { catalogue } from '../src/diagnosis/catalogue.ts';
import { isOnMdn, namesOf } from '../src/cli/names.ts';
import { exampleOf } from '../src/diagnosis/example.ts';
import type { Rule } from '../src/diagnosis/rule.ts';
import { MDN } from '../src/report/markdown.ts';
import { ownDiagnosis, ownOutcome } from '../src/report/own-diagnosis.ts';

export function referenceOf(): string {
  const contents = catalogue.map(({ id, title }) => `- [${title}](#${id})`).join('\n');
  return `# What the panel can say

Each rule with an example, and the same example mended. What became of the request stands above each. The texts are those of the
panel, with the values of the example.

${contents}

${catalogue.map(sectionOf).join('\n')}`;
}

function sectionOf(rule: Rule): string {
  const { id, title, spec } = rule;
  const { broken, fixed } = exampleOf(id);
  const told = ownDiagnosis(rule);
  const names = namesOf(rule);
  const chrome = names.chrome.map((name) => `\`${name}\``).join(', ');
  const firefox = names.firefox
    .map((name) => (isOnMdn(name) ? `[\`${name}\`](${MDN}${name})` : `\`${name}\``))
    .join(', ');
  return `## ${id}

**${title}.** ${told?.headline ?? ''}

${told?.explanation ?? ''}

→ ${told?.fix ?? ''}

${chrome === '' ? '' : `- Chrome: ${chrome}\n`}${firefox === '' ? '' : `- Firefox: ${firefox}\n`}- The standard: [#${spec}](https://fetch.spec.whatwg.org/#${spec})

${ownOutcome(rule)}:

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
