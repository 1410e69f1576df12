// The expressions in the texts of a piece, as they are written.
import { type Expression, parseExpression, referencesOf } from './expression.ts';
import { partsOf, type TextPart } from './expression-tokens.ts';
import { type Fault, faultAt } from './fault.ts';
import type { Piece } from './piece.ts';
import type { Span } from './text.ts';
import type { Node } from './tree.ts';

/** An expression of a text, and the mistakes in it. `base` is where the text stands in the piece. */
export function expressionIn(
  piece: Piece,
  base: number,
  written: string,
  part: TextPart,
): { readonly expression: Expression; readonly faults: readonly Fault[] } {
  const { start, end } = { start: base + part.start, end: base + part.end };
  const inner = written.slice(part.inner.start, part.inner.end);
  const { expression, mistakes } = parseExpression(inner, base + part.inner.start);
  if (part.kind === 'open') {
    const fix = { title: 'Close it', edits: [{ start: end, end, text: '}' }] };
    return {
      expression,
      faults: [faultAt(piece, { start, end }, 'missing-bracket', 'This `${` is never closed', { fix })],
    };
  }
  const faults = mistakes.map((mistake) => {
    const isEmpty = mistake.end === mistake.start;
    const span = isEmpty ? { start, end } : mistake;
    return faultAt(piece, span, 'expression', mistake.message, { suggestion: mistake.suggestion });
  });
  return { expression, faults };
}

/** The variables that a value mentions, and where. */
export function variablesIn(piece: Piece, node: Node): readonly (Span & { readonly name: string })[] {
  if (node.kind === 'list') return node.items.flatMap((item) => variablesIn(piece, item));
  if (node.kind === 'map') return node.entries.flatMap(({ value }) => variablesIn(piece, value));
  if (typeof node.value !== 'string' || !node.value.includes('${')) return [];
  const written = piece.text.slice(node.start, node.end);
  return partsOf(written).flatMap((part) => {
    if (part.kind !== 'expression') return [];
    const { expression } = expressionIn(piece, node.start, written, part);
    return referencesOf(expression).flatMap(({ path: [first], start, end }) =>
      first === undefined ? [] : [{ name: first.name, start: start - 2, end: end + 1 }],
    );
  });
}
