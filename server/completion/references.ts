// What can be typed between `${` and `}`: variables, and what leads on from the names before a dot. Pure.
import { Collector } from '../../language/analysis.ts';
import { sortsOf } from '../../language/catalog.ts';
import { Expander } from '../../language/expand.ts';
import { FACTS } from '../../language/facts.ts';
import type { Declaration, LiveProject } from '../../language/index.ts';
import { HOST_FIELDS } from '../../language/references.ts';
import { childOf } from '../../language/tree.ts';
import type { Json } from '../../modules/contract.ts';
import type { Place } from '../half-typed.ts';
import { fieldOf } from '../meaning.ts';
import { hasBelow, namesBelow, scopeIn, valueInWords, variableIn, variableInWords } from '../names.ts';
import { escaped } from '../snippet.ts';
import { type Item, namesFor, type Some } from './item.ts';

const all = (items: readonly Item[]): Some => ({ items, isIncomplete: false });

/** What may stand behind a value. */
const OPERATORS: readonly (readonly [label: string, detail: string])[] = [
  ['default', 'What else, if it is missing'],
  ['==', 'Is it the same?'],
  ['!=', 'Is it another one?'],
  ['in', 'Is it in a list, a map or a text?'],
  ['and', 'Are both true?'],
  ['or', 'Is one of them true?'],
];

export function referenceItems(live: LiveProject, place: Place): Some {
  const [first, second, ...others] = place.lead;
  if (place.isAfterValue)
    return all(OPERATORS.map(([label, detail]) => ({ label, kind: 'value', detail, insert: label })));
  if (first === undefined) return firstNames(live, place);
  if (first === 'each') return all(withinEach(live, place));
  const variable = variableIn(live, first);
  if (variable) {
    return all(variable.value.kind === 'plain' ? within(place, variable.value.json, place.lead.slice(1)) : []);
  }
  if (second === undefined) return afterWord(live, place, first);
  return all(others.length === 0 ? fieldsOfResource(live, place, first, second) : []);
}

/** A name that ends the reference: the brace is closed if nobody did. */
const last = (place: Place, label: string, kind: Item['kind'], more: Partial<Item> = {}): Item => ({
  label,
  kind,
  ...more,
  insert: escaped(label) + (place.hasBrace ? '' : '\\}'),
});

/** A name that another one follows. */
const open = (place: Place, label: string, kind: Item['kind'], detail: string): Item => ({
  label,
  kind,
  detail,
  insert: `${escaped(label)}.${place.hasBrace ? '' : '$0\\}'}`,
});

function firstNames(live: LiveProject, place: Place): Some {
  const scope = scopeIn(live);
  const some = namesFor(place.word, scope?.variableNames() ?? []);
  const takesSecrets = fieldOf(place.path, live.outside.modules)?.field.secret === true;
  const variables = some.names.flatMap((name): readonly Item[] => {
    const info = scope?.variable(name);
    if (info === undefined || (info.value.kind === 'secret' && !takesSecrets)) return [];
    return [last(place, name, 'variable', { detail: variableInWords(info), about: ['viki', 'vars', name] })];
  });
  const each = eachAround(live, place);
  const resources = live.namesOf('resource');
  const modules = [...sortsOf('mods', live.outside.modules).keys()].filter((name) => hasBelow(resources, `${name}.`));
  const items = [
    ...(each ? [last(place, 'each', 'variable', { detail: 'The item that this instance is for' })] : []),
    ...variables,
    open(place, 'host', 'host', 'The host that it is worked on'),
    ...(live.hosts().groups.size > 0 ? [open(place, 'group', 'group', 'The hosts of a group')] : []),
    open(place, 'env', 'variable', 'An environment variable'),
    open(place, 'fact', 'value', 'What the host tells of itself'),
    ...modules.map((name) => open(place, name, 'resource', 'A field of another resource')),
  ];
  return { items, isIncomplete: some.isIncomplete };
}

function afterWord(live: LiveProject, place: Place, word: string): Some {
  if (word === 'host') return all(HOST_FIELDS.map((name) => last(place, name, 'field')));
  if (word === 'fact') return all(FACTS.map((name) => last(place, name, 'value')));
  if (word === 'group') {
    const groups = [...live.hosts().groups];
    return all(groups.map(([name, members]) => last(place, name, 'group', { detail: valueInWords([...members]) })));
  }
  if (word === 'env') {
    // (their values may be secrets, and are not shown)
    const some = namesFor(place.word, [...(live.outside.environment?.keys() ?? [])]);
    return { ...some, items: some.names.map((name) => last(place, name, 'variable')) };
  }
  const below = namesBelow(live.namesOf('resource'), `${word}.`).map((address) => address.slice(word.length + 1));
  const some = namesFor(place.word, below);
  return { ...some, items: some.names.map((name) => open(place, name, 'resource', `A field of ${word}.${name}`)) };
}

/** What the text says of it; all else is only known where it is. */
function fieldsOfResource(live: LiveProject, place: Place, module: string, name: string): readonly Item[] {
  const sort = sortsOf('mods', live.outside.modules).get(module);
  const [declaration] = live.declarationsOf(`resource:${module}.${name}`);
  if (sort === undefined || declaration === undefined) return [];
  const isSaid = (field: string): boolean =>
    field === sort.mainField || childOf(declaration.entry.value, field) !== undefined;
  const fields = Object.keys(sort.form.fields).filter(isSaid);
  return fields.map((field) => last(place, field, 'field', { about: ['viki', 'mods', module, name, field] }));
}

/** The entry that a place lies in, where there is one instance of it for each of something. */
function eachAround(live: LiveProject, { path }: Place): Declaration | undefined {
  const [, section, kind, name] = path;
  const of = section === 'mods' ? 'resource' : section;
  const [declaration] = live.declarationsOf(`${of}:${kind}.${name}`);
  return declaration && childOf(declaration.entry.value, 'each') && declaration;
}

function withinEach(live: LiveProject, place: Place): readonly Item[] {
  const declaration = eachAround(live, place);
  const node = childOf(declaration?.entry.value, 'each');
  if (declaration === undefined || node === undefined) return [];
  const items = new Expander(live.scopeOf(declaration), new Collector(declaration)).value(node);
  const [first] = typeof items === 'object' && items !== null ? Object.values(items) : [];
  const rest = place.lead.slice(1);
  if (rest.length > 0) return first === undefined ? [] : within(place, first, rest);
  const own = [
    last(place, 'key', 'value', { detail: 'Its key in the map, or the item itself' }),
    last(place, 'value', 'value', { detail: 'The item itself' }),
  ];
  return [...own, ...(first === undefined ? [] : within(place, first, []))];
}

/** The keys of a map that a value is, or has below these names. */
function within(place: Place, json: Json, names: readonly string[]): readonly Item[] {
  let value: Json | undefined = json;
  for (const name of names) value = isMap(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  if (!isMap(value)) return [];
  return Object.entries(value).map(([key, item]) => last(place, key, 'value', { detail: valueInWords(item) }));
}

const isMap = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
