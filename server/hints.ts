// Hints between the letters of the text: what stands behind `${...}`, the hosts behind `on`, the rights behind octal modes.
// Pure.
import { Collector } from '../language/analysis.ts';
import { Expander } from '../language/expand.ts';
import { partsOf } from '../language/expression-tokens.ts';
import { expressionIn } from '../language/expressions.ts';
import type { Declaration, Document, LiveProject, Piece } from '../language/index.ts';
import { modeInWords } from '../language/mode.ts';
import { namesIn, targets } from '../language/targets.ts';
import type { Span } from '../language/text.ts';
import type { Entry, Node, ScalarNode } from '../language/tree.ts';
import { resolved } from './resolved.ts';

export type Hint = { readonly offset: number; readonly label: string };

/** How many hosts are named behind an `on`. */
const HOSTS_LIMIT = 5;

export function hints(live: LiveProject, document: Document, span: Span): readonly Hint[] {
  const found: Hint[] = [];
  for (const piece of document.pieces) {
    if (piece.offset > span.end || piece.offset + piece.text.length < span.start || piece.cut.isHeader) continue;
    for (const declaration of innermost(live.declaredIn(piece))) {
      hintsFor(live, declaration, ({ offset, label }) => found.push({ offset: piece.offset + offset, label }));
    }
  }
  return found.filter(({ offset }) => span.start <= offset && offset <= span.end);
}

/** Those that hold no others: what they hold is told of them. */
const innermost = (declared: readonly Declaration[]): readonly Declaration[] =>
  declared.filter(({ kind }) => kind !== 'key' && kind !== 'root');

function hintsFor(live: LiveProject, declaration: Declaration, add: (hint: Hint) => void): void {
  const { piece, entry, kind, name } = declaration;
  const look = (node: Node): void => {
    if (node.kind === 'list') node.items.forEach(look);
    else if (node.kind === 'scalar') expressionHints(live, declaration, node, add);
    else for (const inner of node.entries) lookAt(inner);
  };
  const lookAt = ({ key, value }: Entry): void => {
    if (!isWrittenHere(piece, value)) return;
    if (key.name === 'on') hostsHint(live, declaration, value, add);
    if (/(?:^|_)mode$/.test(key.name)) modeHint(value, add);
    look(value);
  };
  if (kind === 'single' && name === 'on') hostsHint(live, declaration, entry.value, add);
  if (isWrittenHere(piece, entry.value)) look(entry.value);
}

/** What an alias stands for is told where it is written. */
const isWrittenHere = (piece: Piece, { start, end }: Node): boolean =>
  end > start && !/^\*/.test(piece.text.slice(start));

function expressionHints(
  live: LiveProject,
  declaration: Declaration,
  node: ScalarNode,
  add: (hint: Hint) => void,
): void {
  const { piece } = declaration;
  const written = piece.text.slice(node.start, node.end);
  if (typeof node.value !== 'string' || !node.value.includes('${') || written.startsWith('*')) return;
  for (const part of partsOf(written)) {
    if (part.kind !== 'expression') continue;
    const { expression, faults } = expressionIn(piece, node.start, written, part);
    const label = faults.length > 0 ? undefined : resolved(live, declaration, expression);
    if (label !== undefined && label !== '') add({ offset: node.start + part.end, label });
  }
}

function hostsHint(live: LiveProject, declaration: Declaration, node: Node, add: (hint: Hint) => void): void {
  const scope = live.scopeOf(declaration);
  const expander = new Expander(scope, new Collector(declaration));
  const hosts = targets(new Collector(declaration), expander, node);
  const named = namesIn(expander, node).map(({ name }) => name);
  if (hosts.length === 0 || hosts.every((host) => named.includes(host))) return;
  const more = hosts.length > HOSTS_LIMIT ? [`${hosts.length - HOSTS_LIMIT} more`] : [];
  add({ offset: node.end, label: [...hosts.slice(0, HOSTS_LIMIT), ...more].join(', ') });
}

function modeHint(node: Node, add: (hint: Hint) => void): void {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return;
  const words = modeInWords(node.value);
  if (words !== undefined) add({ offset: node.end, label: words.letters });
}
