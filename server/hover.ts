// What is said about the word under the pointer: the manual of keys, and what names stand for. Pure.
import { variablesIn } from '../language/expressions.ts';
import type { Document, LiveProject } from '../language/index.ts';
import { contains, type Span } from '../language/text.ts';
import { type Cursor, cursorAt, inFile } from './cursor.ts';
import { describe, describeEntry, describeGroup, describeHost, describeVariable } from './describe.ts';
import { fieldManual } from './manual.ts';
import { fieldOf } from './meaning.ts';

export type Hover = { readonly span: Span; readonly markdown: string };

export function hover(live: LiveProject, document: Document, offset: number): Hover | undefined {
  const cursor = cursorAt(document, offset);
  if (cursor === undefined) return undefined;
  const reference = referenceHover(live, cursor, offset);
  if (reference) return reference;
  const markdown = cursor.on === 'key' ? describe(live, cursor.path) : describeValue(live, cursor);
  return markdown === undefined ? undefined : { span: cursor.span, markdown };
}

function referenceHover(live: LiveProject, { node, on, piece }: Cursor, offset: number): Hover | undefined {
  if (on === 'key') return undefined;
  const reference = variablesIn(piece, node).find((candidate) => contains(inFile(piece, candidate), offset));
  const markdown = reference && describeVariable(live, reference.name);
  return markdown === undefined ? undefined : { span: inFile(piece, reference as Span), markdown };
}

function describeValue(live: LiveProject, { path, node }: Cursor): string | undefined {
  const known = fieldOf(path);
  if (known === undefined || node.kind !== 'scalar') return undefined;
  const text = String(node.value);
  const name = path.at(-1) ?? '';
  if (known.field.names === 'resource') return describeEntry(live, 'resource', text);
  if (known.field.names === 'host') return describeHost(live, text);
  if (known.field.names === 'host-or-group') return describeHost(live, text) ?? describeGroup(live, text);
  if (name === 'groups') return describeGroup(live, text);
  return fieldManual(name, known.field, known.meaning);
}
