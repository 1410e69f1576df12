// The ways that lead from a variable through the ones that its value refers to: whether one leads back to it, or too far.
import type { Declaration } from './declaration.ts';
import { variablesIn } from './expressions.ts';
import type { Scope } from './scope.ts';
import type { Span } from './text.ts';

/** How many variables may refer to each other in a row. */
export const CHAIN_LIMIT = 32;

export type WrongWay = { readonly reference: Span; readonly names: readonly string[] };

/** The way that leads back to a variable or is too long, and the reference that begins it. */
export function wrongWay(scope: Scope, { name, piece, entry }: Declaration): WrongWay | undefined {
  const looked = new Map<string, number>();
  for (const reference of variablesIn(piece, entry.value)) {
    const names = wayFrom(scope, reference.name, [name], looked);
    if (names !== undefined) return { reference, names };
  }
  return undefined;
}

/** `looked`: how far each variable was when nothing was found behind it. It need not be looked behind again from nearer. */
function wayFrom(
  scope: Scope,
  from: string,
  way: readonly string[],
  looked: Map<string, number>,
): readonly string[] | undefined {
  const further = [...way, from];
  if (from === way[0] || further.length > CHAIN_LIMIT) return further;
  if (way.includes(from) || (looked.get(from) ?? 0) >= way.length) return undefined;
  const declaration = scope.variableDeclaration(from);
  if (declaration === undefined) return undefined;
  for (const { name } of variablesIn(declaration.piece, declaration.entry.value)) {
    const found = wayFrom(scope, name, further, looked);
    if (found !== undefined) return found;
  }
  looked.set(from, way.length);
  return undefined;
}
