// The outline of a file: its documents, their sections, the modules in them, and what each of these declares. Pure.
import { sortsOf } from '../language/catalog.ts';
import { isLegacyHost } from '../language/host-table.ts';
import type { Declaration, Document, LiveProject } from '../language/index.ts';
import type { Span } from '../language/text.ts';
import { childOf, entryOf, type Node } from '../language/tree.ts';
import { declaredAs } from '../language/variable-info.ts';
import { inFile, withoutEnd } from './cursor.ts';

export type OutlineKind = 'document' | 'section' | 'module' | 'setting' | Declaration['kind'];

export type Outline = {
  readonly name: string;
  readonly kind: OutlineKind;
  /** What it is about, in few words. */
  readonly detail: string | undefined;
  /** With everything that lies below it. */
  readonly span: Span;
  readonly nameSpan: Span;
  readonly children: readonly Outline[];
};

type Growing = Omit<Outline, 'span' | 'children'> & { span: Span; readonly children: Growing[] };

const DETAIL_LENGTH_LIMIT = 60;

export function outline(live: LiveProject, document: Document): readonly Outline[] {
  const roots: Growing[] = [];
  const byPath = new Map<string, Growing>();
  const keyOf = (part: number, path: readonly string[]): string => JSON.stringify([part, ...path]);
  for (const piece of document.pieces) {
    for (const declaration of live.declaredIn(piece)) {
      if (declaration.kind === 'root') continue;
      const { path, entry } = declaration;
      const found = growing(live, declaration);
      byPath.set(keyOf(piece.part, [...path, entry.key.name]), found);
      const parents = path.flatMap((_, index) => byPath.get(keyOf(piece.part, path.slice(0, index + 1))) ?? []);
      (parents.at(-1)?.children ?? roots).push(found);
      for (const parent of parents) parent.span = around(parent.span, found.span);
    }
  }
  return roots;
}

const around = (one: Span, other: Span): Span => ({
  start: Math.min(one.start, other.start),
  end: Math.max(one.end, other.end),
});

/** From its key to the end of what it says. */
export const spanOf = ({ piece, entry }: Declaration): Span =>
  inFile(piece, withoutEnd(piece, around(entry.key, entry.value)));

function growing(live: LiveProject, declaration: Declaration): Growing {
  const { piece, entry } = declaration;
  return {
    name: entry.key.name === '' ? '""' : entry.key.name,
    kind: kindOf(declaration),
    detail: detailOf(live, declaration),
    span: spanOf(declaration),
    nameSpan: inFile(piece, entry.key),
    children: [],
  };
}

function kindOf({ kind, path }: Declaration): OutlineKind {
  if (kind === 'single') return 'setting';
  if (kind !== 'key') return kind;
  return (['document', 'section', 'module'] as const)[path.length] ?? kind;
}

/** What tells a declaration from its neighbours; never a secret. */
export function detailOf(live: LiveProject, declaration: Declaration): string | undefined {
  const { kind, name, entry, path } = declaration;
  if (kind === 'variable') return variableDetail(name, entry.value);
  if (kind === 'host') return shown(childOf(entry.value, 'address') ?? childOf(entry.value, 'via'));
  if (kind === 'group') return shorten((live.hosts().groups.get(name) ?? []).join(', '));
  if (kind === 'single') return shown(entry.value);
  if (kind !== 'resource' && kind !== 'data' && kind !== 'check') return undefined;
  const field = sortsOf(path[1] ?? '', live.outside.modules).get(path[2] ?? '')?.mainField;
  const about = field === undefined ? undefined : entryOf(entry.value, field)?.value;
  return shown(about) ?? shown(childOf(entry.value, 'description'));
}

function variableDetail(name: string, value: Node): string | undefined {
  const declared = declaredAs(value);
  if (declared.kind === 'secret') return 'secret';
  return /password/.test(name) && isLegacyHost(name) ? undefined : shown(declared.node);
}

/** A text, or a list of some, on one line. */
function shown(node: Node | undefined): string | undefined {
  if (node === undefined || node.kind === 'map') return undefined;
  if (node.kind === 'list') return shorten(node.items.flatMap((item) => shown(item) ?? []).join(', '));
  return node.value === null ? undefined : shorten(String(node.value));
}

function shorten(text: string): string | undefined {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line === '') return undefined;
  return line.length > DETAIL_LENGTH_LIMIT ? `${line.slice(0, DETAIL_LENGTH_LIMIT - 1)}…` : line;
}
