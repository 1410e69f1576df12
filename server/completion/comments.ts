// Codes behind `# viki-ignore` in a comment. Pure.
import { codeNames, codes, severityOf } from '../../language/codes.ts';
import type { Document } from '../../language/index.ts';
import type { Completion } from './item.ts';

/** The comment up to the cursor: codes with commas between them, and the one that is typed. */
const IGNORE_BEFORE = /(?:^|\s)#\s*viki-ignore\s+((?:[\w-]+\s*,\s*)*)([\w-]*)$/;
/** No comment that silences is longer. */
const LENGTH_LIMIT = 500;

/** Undefined where the cursor is in no such comment. */
export function ignorableCodes(document: Document, offset: number): readonly Completion[] | undefined {
  const { line, character } = document.pointAt(offset);
  const text = document.lineText(line) ?? '';
  const found = IGNORE_BEFORE.exec(text.slice(Math.max(character - LENGTH_LIMIT, 0), character));
  if (found === null) return undefined;
  const [, named = '', word = ''] = found;
  const known = new Set(named.split(',').map((name) => name.trim()));
  const after = /^[\w-]*/.exec(text.slice(character))?.[0] ?? '';
  const span = { start: offset - word.length, end: offset + after.length };
  // (errors can't be silenced)
  return codeNames
    .filter((name) => !known.has(name) && severityOf(name) !== 'error')
    .map((name) => ({ label: name, kind: 'code', detail: codes[name].title, insert: name, span }));
}
