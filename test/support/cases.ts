// Files of cases, text against text: a title, a text with the cursor (`$0`) in it, and what a feature makes of it.
//
//     === a title
//     viki: { $0 }
//     >>>
//     what comes out
import { readFileSync } from 'node:fs';
import { expectFile } from './expected.ts';

const CURSOR = '$0';

/** A text without its cursor, and where that was. */
export type Case = { readonly title: string; readonly text: string; readonly offset: number };

function read(written: string): Case {
  const [head = '', ...lines] = written.split('\n');
  const end = lines.indexOf('>>>');
  const text = lines.slice(0, end === -1 ? lines.length : end).join('\n');
  const offset = text.indexOf(CURSOR);
  if (offset === -1) throw new Error(`the case "${head.trim()}" has no cursor: put ${CURSOR} into its text`);
  return { title: head.trim(), text: text.replace(CURSOR, () => ''), offset };
}

/** Every case of the file, through the feature, against what the file says comes out. */
export function checkCases(path: string, feature: (given: Case) => string): void {
  const [, ...parts] = `\n${readFileSync(path, 'utf8')}`.split('\n=== ');
  const rendered = parts.map((part) => {
    const given = read(part);
    const text = given.text.slice(0, given.offset) + CURSOR + given.text.slice(given.offset);
    return `=== ${given.title}\n${text}\n>>>\n${feature(given).trimEnd()}\n`;
  });
  expectFile(path, rendered.join('\n'));
}
