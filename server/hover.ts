// What is said about the word under the pointer: the manual of keys, and what names stand for. Pure.
import { DURATION_PATTERN, durationInWords, secondsIn } from '../language/duration.ts';
import type { Document, LiveProject } from '../language/index.ts';
import { modeInWords } from '../language/mode.ts';
import { cronInWords } from '../language/notations/cron.ts';
import type { Span } from '../language/text.ts';
import { type Cursor, cursorAt, inFile } from './cursor.ts';
import { describe, describeEntry, describeGroup, describeHost } from './describe.ts';
import { describeReference, referenceAt, type Seen } from './describe-reference.ts';
import { code, fieldManual } from './manual.ts';
import { fieldOf } from './meaning.ts';

export type Hover = { readonly span: Span; readonly markdown: string };

const nothingSeen = (): Seen => ({ facts: new Map(), now: 0 });

/** `seen` is asked only where it is told. */
export function hover(
  live: LiveProject,
  document: Document,
  offset: number,
  seen: () => Seen = nothingSeen,
): Hover | undefined {
  const cursor = cursorAt(document, offset);
  if (cursor === undefined) return undefined;
  const reference = referenceHover(live, cursor, offset, seen);
  if (reference) return reference;
  const markdown = cursor.on === 'key' ? describe(live, cursor.path) : describeValue(live, cursor);
  return markdown === undefined ? undefined : { span: cursor.span, markdown };
}

function referenceHover(
  live: LiveProject,
  { node, on, piece }: Cursor,
  offset: number,
  seen: () => Seen,
): Hover | undefined {
  const reference = on === 'key' ? undefined : referenceAt(piece, node, offset - piece.offset);
  const markdown = reference && describeReference(live, piece, reference, seen);
  return reference === undefined || markdown === undefined
    ? undefined
    : { span: inFile(piece, { start: reference.start, end: reference.end }), markdown };
}

function describeValue(live: LiveProject, { path, node }: Cursor): string | undefined {
  const known = fieldOf(path, live.outside.modules);
  if (known === undefined || node.kind !== 'scalar') return undefined;
  const text = String(node.value);
  const name = path.at(-1) ?? '';
  if (known.field.names === 'resource') return describeEntry(live, 'resource', text);
  if (known.field.names === 'host') return describeHost(live, text);
  if (known.field.names === 'host-or-group') return describeHost(live, text) ?? describeGroup(live, text);
  if (name === 'groups') return describeGroup(live, text);
  const manual = fieldManual(name, known.field, known.meaning);
  const mode = name === 'mode' ? modeInWords(text, path[2] === 'mkdir' ? 'folder' : 'file') : undefined;
  const duration = known.field.pattern === DURATION_PATTERN ? secondsIn(node.value) : undefined;
  if (known.field.notation === 'cron') {
    const told = cronInWords(text);
    return 'words' in told ? `${told.words}\n\n${manual}` : manual;
  }
  if (duration !== undefined) return `${durationInWords(duration)}\n\n${manual}`;
  return mode ? `${code(mode.letters)} ${mode.words}\n\n${manual}` : manual;
}
