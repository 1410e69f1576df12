// What an expression comes to. A value that only a host can tell makes the result open, unless the rest decides it.
import type { Json } from '../modules/contract.ts';
import type { Expression, Reference } from './expression.ts';

export type Found =
  | { readonly kind: 'value'; readonly json: Json }
  /** Known once a host is asked. */
  | { readonly kind: 'open' }
  /** There is no such thing, which was told or will be. */
  | { readonly kind: 'missing' };

export type LookUp = (reference: Reference, isOptional: boolean) => Found;

const OPEN: Found = { kind: 'open' };
const MISSING: Found = { kind: 'missing' };
const known = (json: Json): Found => ({ kind: 'value', json });

export function evaluate(expression: Expression, lookUp: LookUp): Found {
  switch (expression.kind) {
    case 'literal':
      return known(expression.value);
    case 'reference':
      return lookUp(expression, false);
    case 'list':
      return listOf(expression.items.map((item) => evaluate(item, lookUp)));
    case 'not': {
      const operand = evaluate(expression.operand, lookUp);
      return operand.kind === 'value' ? known(!isTrue(operand.json)) : operand;
    }
    case 'binary':
      return binary(expression, lookUp);
    case 'nothing':
      return MISSING;
  }
}

function listOf(items: readonly Found[]): Found {
  const values = items.flatMap((item) => (item.kind === 'value' ? [item.json] : []));
  return values.length === items.length ? known(values) : (items.find((item) => item.kind !== 'value') ?? OPEN);
}

const isTrue = (json: Json): boolean => json !== false && json !== null && json !== '';

function binary(expression: Expression & { kind: 'binary' }, lookUp: LookUp): Found {
  const { operator, left, right } = expression;
  if (operator === 'default') return withDefault(left, right, lookUp);
  if (operator === 'and' || operator === 'or') return logical(operator === 'or', left, right, lookUp);
  const one = evaluate(left, lookUp);
  const other = evaluate(right, lookUp);
  if (one.kind !== 'value' || other.kind !== 'value') return one.kind === 'value' ? other : one;
  if (operator === '==' || operator === '!=') return known(isEqual(one.json, other.json) === (operator === '=='));
  return known(isIn(one.json, other.json) === (operator === 'in'));
}

function withDefault(left: Expression, right: Expression, lookUp: LookUp): Found {
  const first = left.kind === 'reference' ? lookUp(left, true) : evaluate(left, lookUp);
  const isThere = first.kind === 'open' || (first.kind === 'value' && first.json !== null);
  return isThere ? first : evaluate(right, lookUp);
}

/** One side may decide what the other one can't tell yet: `true` for `or`, `false` for `and`. */
function logical(decisive: boolean, left: Expression, right: Expression, lookUp: LookUp): Found {
  const one = evaluate(left, lookUp);
  if (one.kind === 'value' && isTrue(one.json) === decisive) return known(decisive);
  const other = evaluate(right, lookUp);
  if (other.kind === 'value' && isTrue(other.json) === decisive) return known(decisive);
  if (one.kind !== 'value') return one;
  return other.kind === 'value' ? known(!decisive) : other;
}

const isEqual = (one: Json, other: Json): boolean => JSON.stringify(one) === JSON.stringify(other);

function isIn(one: Json, other: Json): boolean {
  if (typeof other === 'string') return typeof one === 'string' && other.includes(one);
  if (Array.isArray(other)) return other.some((item: Json) => isEqual(item, one));
  return typeof other === 'object' && other !== null && Object.hasOwn(other, String(one));
}
