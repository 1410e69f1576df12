// Keys that can be typed at a place: sections, kinds, new entries with what they require, and fields. Pure.
import { type Sort, sortsOf } from '../../language/catalog.ts';
import type { Field, Form } from '../../language/form.ts';
import type { LiveProject } from '../../language/index.ts';
import type { Place } from '../half-typed.ts';
import { fieldType, PLANNED } from '../manual.ts';
import { formIn, type Meaning, type NameOf } from '../meaning.ts';
import { choice, escaped, indented, scalar, stop } from '../snippet.ts';
import type { Item } from './item.ts';

export function keyItems(live: LiveProject, place: Place, meaning: Meaning): readonly Item[] {
  const excluded = new Set(place.siblings);
  for (const group of formIn(meaning)?.oneOf ?? []) {
    if (group.some((name) => place.siblings.includes(name))) for (const name of group) excluded.add(name);
  }
  const items = allKeyItems(live, place, meaning).filter(({ label }) => !excluded.has(label));
  // The rest of the line is there already.
  return place.hasColon ? items.map((item) => ({ ...item, insert: escaped(item.label) })) : items;
}

function allKeyItems(live: LiveProject, place: Place, meaning: Meaning): readonly Item[] {
  if (meaning.kind === 'sorts') {
    return [...sortsOf(meaning.section, live.outside.modules).values()].map((sort) => sortItem(place, sort));
  }
  if (meaning.kind === 'names') {
    return meaning.sort ? [entryItem(place, meaning.of, meaning.sort)] : (NEW[meaning.of]?.(live, place) ?? []);
  }
  const form = formIn(meaning);
  return Object.entries(form?.fields ?? {}).map(([name, field]) => fieldItem(place, name, field));
}

function sortItem(place: Place, sort: Sort): Item {
  return {
    label: sort.name,
    kind: 'module',
    detail: sort.summary,
    about: [...place.path, sort.name],
    insert: block(place, sort.name, block(place, stop(1, 'name'), requiredFields(place, sort, 2))),
  };
}

function entryItem(place: Place, of: NameOf, sort: Sort): Item {
  return {
    label: `new ${sort.name}`,
    kind: of === 'resource' ? 'resource' : 'value',
    detail: sort.summary,
    about: place.path,
    filter: place.word,
    insert: block(place, newName(place, 'name'), requiredFields(place, sort, 2)),
  };
}

/** The name of something new: what is typed already, else one to be typed over. */
const newName = (place: Place, otherwise: string): string => stop(1, place.word || otherwise);

/** `key:` with what it holds on the lines below, or in braces where everything stays on one line. */
function block(place: Place, key: string, inside: string): string {
  if (inside === '') return `${key}: {}`;
  return place.isFlow ? `${key}: { ${inside} }` : `${key}:\n${indented(inside)}`;
}

/** The main field is written out as well: the name would do, but rarely says the same. */
function requiredFields(place: Place, { form, mainField }: Sort, firstStop: number): string {
  const names = mainField === undefined ? form.required : [mainField, ...form.required];
  return fieldLines(form, names, firstStop).join(place.isFlow ? ', ' : '\n');
}

/** `field: example`, with a stop for each. */
export function fieldLines(form: Form, names: readonly string[], firstStop: number): readonly string[] {
  return names.map((name, index) => {
    const { examples = [], types = [] } = form.fields[name] ?? {};
    const [example = ''] = examples;
    const written = types.includes('string') ? scalar(example) : example;
    return `${name}: ${stop(firstStop + index, written)}`;
  });
}

/** New entries of the sections whose names people choose. */
const NEW: { readonly [of in NameOf]?: (live: LiveProject, place: Place) => readonly Item[] } = {
  host: (_live, place) => hostItems(place),
  group: groupItems,
  variable: (_live, place) => variableItems(place),
  'own-variable': ownVariableItems,
};

function hostItems(place: Place): readonly Item[] {
  const host = (label: string, detail: string, name: string, inside: string): Item => {
    return { label, kind: 'host', detail, filter: place.word, insert: block(place, newName(place, name), inside) };
  };
  return [
    host('new host', 'A machine that is reached by SSH', 'web-1', `address: ${stop(2, '203.0.113.10')}`),
    host('this machine', 'Without SSH', 'here', 'via: local'),
    host('container', 'By a command that gives a shell', 'box', `via: [docker, exec, -i, ${stop(2, 'box')}]`),
  ];
}

/** Groups that hosts name already, and a new one. */
function groupItems(live: LiveProject, place: Place): readonly Item[] {
  const open = (name: string): string => (place.isFlow ? `${name}: { $0 }` : `${name}:\n  $0`);
  const known = [...live.hosts().groups].map(([name, members]): Item => {
    const detail = members.join(', ');
    return { label: name, kind: 'group', detail, insert: open(escaped(name)) };
  });
  const detail = 'Hosts under one name';
  return [
    ...known,
    { label: 'new group', kind: 'group', detail, filter: place.word, insert: open(newName(place, 'web')) },
  ];
}

function variableItems(place: Place): readonly Item[] {
  const filter = place.word;
  const secret = `${newName(place, 'password')}: { secret: true, from: ${choice(2, ['env', 'prompt'])} }`;
  const typed = `{ type: ${choice(2, ['string', 'integer', 'boolean', 'list', 'map'])}, default: ${stop(3, 'value')} }`;
  return [
    { label: 'new variable', kind: 'variable', filter, insert: `${newName(place, 'name')}: ${stop(2, 'value')}` },
    {
      label: 'new secret',
      kind: 'variable',
      detail: 'Never printed, in no record of a run',
      filter,
      insert: secret,
    },
    {
      label: 'new variable with a type',
      kind: 'variable',
      detail: 'Whatever sets it must be of this type',
      filter,
      insert: `${newName(place, 'name')}: ${typed}`,
    },
  ];
}

/** On a host or in a group: the variables that the project has. */
function ownVariableItems(live: LiveProject, place: Place): readonly Item[] {
  const detail = 'A value of its own';
  const names = live.namesOf('variable');
  const known = names.map((name): Item => {
    return { label: name, kind: 'variable', detail, about: ['viki', 'vars', name], insert: `${escaped(name)}: $0` };
  });
  return [...known, ...variableItems(place).slice(0, 1)];
}

function fieldItem(place: Place, name: string, field: Field): Item {
  const planned = field.notYet === true ? `${PLANNED}; ` : '';
  return {
    label: name,
    kind: 'field',
    detail: planned + fieldType(field).replaceAll('`', ''),
    about: [...place.path, name],
    insert: `${name}:${fieldValue(place, field)}`,
  };
}

/** What follows the colon of a field, up to where the typing goes on. */
function fieldValue(place: Place, field: Field): string {
  const types = field.types.filter((type) => type !== 'null');
  const [only] = types.length === 1 ? types : [];
  const example = field.examples?.[0] ?? '';
  if (only === 'object') return place.isFlow ? ' { $0 }' : '\n  $0';
  if (only === 'array') return ' [$0]';
  // (what is nearly always an expression)
  if (only === 'boolean' && example.startsWith('${')) return ' "\\${$0\\}"';
  if (only === 'boolean') return ` ${choice(1, ['true', 'false'])}`;
  if (only !== undefined && field.enum) return ` ${choice(1, field.enum)}`;
  // A text that looks like a number would be one.
  return only === 'string' && scalar(example).startsWith('"') ? ' "$0"' : ' $0';
}
