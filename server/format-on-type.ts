// What is put right while somebody types: the indentation behind Enter, the next item of a list, and brackets once they
// are closed. It looks at the lines around the cursor only. Pure.
import type { Document } from '../language/index.ts';
import type { Edit } from '../language/problem.ts';
import { cursorAt } from './cursor.ts';
import { format } from './format.ts';
import { INDENT, indentOf } from './layout.ts';

/** What formatting is asked for after. */
export const FIRST_TRIGGER = '\n';
export const MORE_TRIGGERS = ['}', ']'];

/** How many empty lines may stand in front of the entries that a new line belongs to. */
const EMPTY_LINES_LIMIT = 20;

/** `offset` is where the cursor stands behind what was `typed`. */
export function formatOnType(document: Document, offset: number, typed: string): readonly Edit[] {
  return typed === FIRST_TRIGGER ? afterEnter(document, offset) : afterBracket(document, offset);
}

const lineStart = (document: Document, line: number): number => document.offsetAt({ line, character: 0 });

function afterEnter(document: Document, offset: number): readonly Edit[] {
  const { line, character } = document.pointAt(offset);
  const text = document.lineText(line) ?? '';
  const above = document.lineText(line - 1);
  if (above === undefined || text.slice(0, character).trim() !== '' || isInsideText(document, line - 1)) return [];
  const start = lineStart(document, line);
  const end = start + (/^[ \t]*/.exec(text)?.[0].length ?? 0);
  if (/^ *(?:- +)*-\s*$/.test(above) && text.trim() === '') return endOfList(document, line, end);
  const put = newLine(document, line, above, text.trim() === '');
  return put === undefined || put === text.slice(0, end - start) ? [] : [{ start, end, text: put }];
}

/** The line above lies in a text over several lines, which is laid out by whoever writes it. */
function isInsideText(document: Document, above: number): boolean {
  const start = lineStart(document, above);
  const found = cursorAt(document, document.offsetAt({ line: above, character: Number.MAX_SAFE_INTEGER }));
  return found?.on === 'value' && found.node.kind === 'scalar' && found.span.start < start;
}

/** Enter behind an empty item: the list ends. */
function endOfList(document: Document, line: number, end: number): readonly Edit[] {
  const indent = indentOf(document.lineText(line - 1) ?? '');
  return [{ start: lineStart(document, line - 1), end, text: ' '.repeat(Math.max(indent - INDENT, 0)) }];
}

/** What a new line begins with; undefined where the editor knows as much. */
function newLine(document: Document, line: number, above: string, isEmpty: boolean): string | undefined {
  const [, spaces = '', dashes = '', written = ''] = /^( *)((?:- +)*)(.*)$/.exec(above) ?? [];
  const content = written.replace(/(?:^|\s)#.*$/, '').trimEnd();
  const column = spaces.length + dashes.length;
  if (content === '') return undefined;
  if (/:$|[[{]$|(?:^|\s)[|>][-+\d]*$/.test(content)) return ' '.repeat(below(document, line, column));
  const isMap = /^(?:[\w.-]+|"[^"]*"|'[^']*')\s*:(?:\s|$)/.test(content);
  if (dashes === '' || isMap) return ' '.repeat(column);
  return isEmpty ? spaces + dashes : undefined;
}

/** What stands there already says how far its neighbours are indented. */
function below(document: Document, line: number, column: number): number {
  for (let next = line + 1; next <= line + EMPTY_LINES_LIMIT; next += 1) {
    const text = document.lineText(next);
    if (text === undefined) break;
    if (text.trim() === '') continue;
    return indentOf(text) > column ? indentOf(text) : column + INDENT;
  }
  return column + INDENT;
}

/** The line of a bracket that was closed, if the text is sound again. (Its indentation counts where it begins an entry.) */
function afterBracket(document: Document, offset: number): readonly Edit[] {
  const { line } = document.pointAt(offset);
  const text = document.lineText(line) ?? '';
  const start = lineStart(document, line);
  const free = /^\s*[\]}]/.test(text) ? start : start + indentOf(text);
  return format(document, { start: offset, end: offset }).filter(
    (edit) => edit.start >= free && edit.end <= start + text.length,
  );
}
