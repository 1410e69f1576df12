// What Jinja, which Ansible fills its templates with, calls the things that Liquid has another name for. Data only, and how
// to look it up.
import { nameHere } from './meant-expression.ts';

const FILTERS: { readonly [name: string]: string } = {
  ...{ to_json: 'json', tojson: 'json', to_nice_json: 'json', lower: 'downcase', upper: 'upcase', length: 'size' },
  ...{ count: 'size', d: 'default', trim: 'strip', int: 'to_integer', unique: 'uniq', title: 'capitalize' },
  ...{ b64encode: 'base64_encode', b64decode: 'base64_decode', urlencode: 'url_encode', regex_replace: 'replace' },
};

const TAGS: { readonly [name: string]: string } = { set: 'assign', elif: 'elsif', elseif: 'elsif', filter: 'capture' };

const nameIn = (names: { readonly [name: string]: string }, word: string): string | undefined =>
  Object.hasOwn(names, word) ? names[word] : undefined;

export const ownFilterFor = (word: string): string | undefined => nameIn(FILTERS, word);

export const ownTagFor = (word: string): string | undefined => nameIn(TAGS, word);

/** A variable that Ansible or Jinja has by itself. */
export function ownVariableFor(name: string): string | undefined {
  if (name === 'loop') return 'forloop';
  if (name === 'ansible_facts') return 'fact';
  const here = nameHere(name);
  return here === name ? undefined : here;
}

/** `default(80)` as Liquid has it: `default: 80`; undefined where that is none. */
export function ownCallFor(text: string, bracket: number): string | undefined {
  const [, name] = /\|\s*([A-Za-z_]\w*)\s*$/.exec(text.slice(Math.max(bracket - 100, 0), bracket)) ?? [];
  const [, given] = /^\(([^()\n]{1,200})\)/.exec(text.slice(bracket, bracket + 210)) ?? [];
  return name === undefined || given === undefined ? undefined : `${ownFilterFor(name) ?? name}: ${given.trim()}`;
}
