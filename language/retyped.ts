// How a value of the wrong type could be meant, and the edit that makes it so.
import { type Field, fieldIn, type ValueType } from './form.ts';
import { meantExpression } from './meant-expression.ts';
import type { Fix } from './problem.ts';
import type { Place } from './subject.ts';
import type { Node } from './tree.ts';
import { code, replace } from './words.ts';

/** How the value as written could get the type that is needed. */
export function retyped(place: Place, types: readonly ValueType[]): { suggestion?: string; fix?: Fix } {
  const { node, source } = place;
  const written = source.text.slice(node.start, node.end);
  if (types.length === 1 && types[0] === 'object') return wholeMeant(place);
  if (node.kind === 'list' && types.includes('string') && !place.isItem) return eachMeant(place, written);
  if (node.kind !== 'scalar') return {};
  if (types.includes('string') && node.style === 'plain' && typeof node.value !== 'string') {
    return offer('Write it in quotes', node, JSON.stringify(written));
  }
  const bare = typeof node.value === 'string' && node.style === 'quoted' ? node.value : undefined;
  if (types.includes('integer') && bare !== undefined && /^\d+$/.test(bare)) {
    return offer('Write it without quotes', node, bare);
  }
  if (types.includes('boolean') && (bare === 'true' || bare === 'false')) {
    return offer('Write it without quotes', node, bare);
  }
  if (types.includes('boolean') && typeof node.value === 'string' && /^(yes|no|on|off)$/i.test(node.value)) {
    return offer('Write', node, String(/^(yes|on)$/i.test(node.value)));
  }
  if (place.name === 'when') return expressionMeant(node);
  return types.includes('array') && node.style !== 'block' ? listMeant(place, written, node.value) : {};
}

function expressionMeant(node: Node & { kind: 'scalar' }): { suggestion?: string; fix?: Fix } {
  const expression = typeof node.value === 'string' ? meantExpression(node.value) : undefined;
  return expression === undefined ? {} : offer('Write it as an expression', node, `"${expression}"`);
}

function listMeant({ field, node }: Place, written: string, value: unknown): { suggestion: string; fix: Fix } {
  // (what has to be a text in the list as well)
  const isText = typeof value === 'string' || field?.items?.types?.includes('string') !== true;
  return offer('Write it as a list', node, `[${isText ? written : JSON.stringify(written)}]`);
}

/** A value that a field takes, as it is written: a text of digits only has to be in quotes. */
export function exampleOf(field: Field | undefined): string | undefined {
  const example = field?.examples?.[0] ?? field?.enum?.[0];
  const isText = field?.types?.includes('string') === true && !field.types.includes('integer');
  return example !== undefined && isText && /^\d+(\.\d+)?$/.test(example) ? JSON.stringify(example) : example;
}

/** Where a map of fields has to be: one that stands one level too far left is taken for the name of another resource. */
function wholeMeant(place: Place): { suggestion?: string; fix?: Fix } {
  const { form, node } = place;
  const own = /^(?:the host `|`[\w-]+\.)([\w-]+)`$/i.exec(place.title)?.[1];
  if (own !== undefined && fieldIn(form, own) !== undefined) {
    return {
      suggestion: `${code(own)} is a field of ${form.title}: indent it further, below the name that it belongs to.`,
    };
  }
  // (a group is a list of its hosts elsewhere)
  if (node.kind === 'list' && fieldIn(form, 'hosts') !== undefined && /^the group /i.test(place.title)) {
    const written = place.source.text.slice(node.start, node.end);
    return written.startsWith('[') ? offer('Write', node, `{ hosts: ${written} }`) : {};
  }
  if (node.kind !== 'scalar') return {};
  const [name = 'name'] = [...form.required, ...Object.keys(form.fields)];
  const example = [`${name}:`, exampleOf(fieldIn(form, name)) ?? ''].join(' ').trim();
  return { suggestion: `Its fields go on lines of their own below it, such as ${code(example)}.` };
}

/** A list where one text has to be: elsewhere, one task is about many things. */
function eachMeant({ form, name, node }: Place, written: string): { suggestion?: string } {
  if (name === undefined || fieldIn(form, 'each') === undefined) return {};
  const list = node.kind === 'list' && node.start < node.end && /^\[[^\n]*\]$/.test(written) ? written : '[...]';
  return { suggestion: `Write a resource for each, or ${code(`each: ${list}`)} and ${code(`${name}: "\${each}"`)}.` };
}

export function offer(what: string, node: Node, text: string): { suggestion: string; fix: Fix } {
  return { suggestion: `${what}: ${code(text)}`, fix: replace(node, text, `${what}: ${text}`) };
}
