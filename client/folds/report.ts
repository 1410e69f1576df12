// What the doctor found, as a page for people, and the same without the names of hosts, users and folders for a report of
// a bug. Pure: it may not import vscode.
import { plural, say } from './spoken.ts';

export type Found = {
  readonly what: string;
  readonly is: 'good' | 'unsure' | 'bad';
  readonly words: string;
  readonly mend: string;
};

export type Section = { readonly title: string; readonly findings: readonly Found[] };

const SIGNS = { good: '✓', unsure: '–', bad: '✗' } as const;

const line = ({ what, is, words, mend }: Found): string =>
  `${SIGNS[is]} ${what}: ${words}${mend === '' || is === 'good' ? '' : say`\n    what to do: ${mend}`}`;

function headline(sections: readonly Section[]): string {
  const all = sections.flatMap(({ findings }) => findings);
  const count = (is: Found['is']): number => all.filter((found) => found.is === is).length;
  const looks = count('unsure') > 0 ? say`, ${count('unsure')} may need a look` : '';
  if (count('bad') === 0) return say`Nothing is wrong: ${plural(count('good'), 'check')} passed${looks}.`;
  return count('bad') === 1
    ? say`One thing does not work; what to do stands below each.`
    : say`${count('bad')} things do not work; what to do stands below each.`;
}

export function reportText(title: string, sections: readonly Section[]): string {
  const parts = sections.map(({ title: name, findings }) => `## ${name}\n\n${findings.map(line).join('\n')}\n`);
  return [`# ${title}\n`, `${headline(sections)}\n`, ...parts].join('\n');
}

/** What a name stands for is told by whoever could not reach it. */
const IPV4 = /(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\w)/g;
const IPV6 = /(?<![\w:])(?:[\da-f]{0,4}:){3,7}[\da-f]{1,4}(?![\w:])/gi;
const ADDRESS = 'address';

/** Names that are nobody's business, the longest first, so that none is left in a longer one; and addresses of any machine. */
export const withoutNames = (text: string, names: ReadonlyMap<string, string>): string =>
  withoutKnown(text, names).replaceAll(IPV4, ADDRESS).replaceAll(IPV6, ADDRESS);

function withoutKnown(text: string, names: ReadonlyMap<string, string>): string {
  const known = [...names.keys()].filter((name) => name !== '').sort((one, other) => other.length - one.length);
  const escaped = known.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (escaped.length === 0) return text;
  return text.replaceAll(
    new RegExp(`(?<![\\w-])(?:${escaped.join('|')})(?![\\w-])`, 'g'),
    (name) => names.get(name) ?? name,
  );
}
