// A list or a single value where resources stand by their names: `package: [nginx, git]`. It makes names of them where they can
// be some.
import type { Declaration } from '../declaration.ts';
import { type Fault, faultAt } from '../fault.ts';
import type { Edit } from '../problem.ts';
import { code, listed } from '../sentences.ts';
import type { Node } from '../tree.ts';

/** How many of them are said. */
const NAMES_SHOWN = 3;

export function tellNoNames({ piece, entry, name }: Declaration, faults: Fault[]): void {
  const { value } = entry;
  const words = value.kind === 'list' ? value.items : [value];
  const names = words.flatMap((node) => (isName(node) ? [code(`${node.value}:`)] : []));
  const shown = names.length === 0 ? [code('name:')] : names.slice(0, NAMES_SHOWN);
  const suggestion = `Resources stand below it by their names, each with its fields: ${listed(shown, 'and')}.`;
  const message = `${code(name)} must be a map of names, not a ${value.kind === 'list' ? 'list' : 'single value'}`;
  const areNames = names.length > 0 && names.length === words.length;
  const fix = areNames ? { fix: { title: 'Make names of them', edits: editsOf(piece.text, value) } } : {};
  faults.push(
    faultAt(piece, value.end > value.start ? value : entry.key, 'wrong-type', message, { suggestion, ...fix }),
  );
}

const isName = (node: Node): node is Node & { readonly kind: 'scalar' } =>
  node.kind === 'scalar' && typeof node.value === 'string' && (node.style === 'plain' || node.style === 'quoted');

function editsOf(text: string, value: Node): readonly Edit[] {
  const replaced = (start: number, length: number, by: string): Edit => ({ start, end: start + length, text: by });
  if (value.kind !== 'list') {
    return [replaced(value.start, value.end - value.start, `{ ${text.slice(value.start, value.end)}: {} }`)];
  }
  if (text.charAt(value.start) === '[') {
    const named = value.items.map(({ end }) => replaced(end, 0, ': {}'));
    return [replaced(value.start, 1, '{'), ...named, replaced(value.end - 1, 1, '}')];
  }
  // (a list may begin as far left as its key; what stands behind the dashes lies deeper)
  return value.items.flatMap(({ start, end }) => [
    replaced(text.lastIndexOf('-', start - 1), 1, ' '),
    replaced(end, 0, ':'),
  ]);
}
