// What an `each` comes to: the instances of a resource, each with its key.
import type { Json } from '../modules/contract.ts';
import type { Collector } from './analysis.ts';
import { type Expander, isObject } from './expand.ts';
import type { Each } from './expansion.ts';
import { faultAt } from './fault.ts';
import { code } from './sentences.ts';
import type { Node } from './tree.ts';

/** How many instances one resource may have. */
const INSTANCES_LIMIT = 1000;

/** `open`: what there is one for each of is only known on the host. */
export function instancesOf(
  collector: Collector,
  expander: Expander,
  node: Node | undefined,
): readonly Each[] | 'open' {
  if (node === undefined) return [];
  const value = expander.value(node);
  const { faults, declaration } = collector;
  if (expander.unknown.has(node)) return 'open';
  const instances = isObject(value)
    ? Object.entries(value).map(([key, item]): Each => ({ key, value: item }))
    : Array.isArray(value)
      ? (value as readonly Json[]).map((item, index): Each => ({ key: keyFor(item, index), value: item }))
      : undefined;
  if (instances === undefined) {
    const message = '`each` must be a list or a map';
    faults.push(faultAt(declaration.piece, node, 'wrong-type', message, { suggestion: 'Such as `each: [a, b]`.' }));
    return 'open';
  }
  const keys = new Set<string | number>();
  for (const { key } of instances) {
    if (!keys.has(key)) {
      keys.add(key);
      continue;
    }
    const message = `${code(String(key))} is in \`each\` twice, and both would have one address`;
    faults.push(faultAt(declaration.piece, node, 'wrong-value', message, { suggestion: 'Remove one of the two.' }));
    return 'open';
  }
  if (instances.length <= INSTANCES_LIMIT) return instances;
  const message = `\`each\` has ${instances.length} items; at most ${INSTANCES_LIMIT} are possible`;
  faults.push(faultAt(declaration.piece, node, 'too-large', message));
  return 'open';
}

const keyFor = (item: Json, index: number): string | number =>
  typeof item === 'string' || typeof item === 'number' ? item : index;
