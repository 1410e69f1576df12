// What can be typed at the cursor: modules, resources with their required fields, fields, values, and names. Pure.
import type { Field } from '../language/form.ts';
import { moduleForm } from '../language/forms.ts';
import type { Document, LiveProject } from '../language/index.ts';
import type { Span } from '../language/text.ts';
import type { Module } from '../modules/contract.ts';
import { modules } from '../modules/index.generated.ts';
import { type Place, placeAt } from './half-typed.ts';
import { fieldManual, fieldType, moduleManual } from './manual.ts';
import { formIn, type Meaning, meaningOf, moduleNamed } from './meaning.ts';
import { type Names, namesIn } from './names.ts';
import { choice, escaped, indented, scalar, stop } from './snippet.ts';

export type Completion = {
  readonly label: string;
  readonly kind: 'field' | 'module' | 'value' | 'host' | 'group' | 'resource' | 'variable';
  readonly detail?: string;
  readonly documentation?: string;
  /** What the typed word is compared with, where that is not the label. */
  readonly filter?: string;
  /** In snippet syntax. Its lines are indented relative to the line that it goes into. */
  readonly insert: string;
  /** What it replaces. */
  readonly span: Span;
};

/** An item, before it is fitted to its place. */
type Item = Omit<Completion, 'span'>;

export function completion(live: LiveProject, document: Document, offset: number): readonly Completion[] {
  const place = placeAt(document, offset);
  const meaning = place && meaningOf(place.path);
  if (place === undefined || meaning === undefined) return [];
  const names = namesIn(live, undefined);
  const fitted = (item: Item): Completion => ({
    ...item,
    insert: place.needsSpace ? ` ${item.insert}` : item.insert,
    span: place.span,
  });
  if (place.kind === 'reference') return referenceItems(names, place).map(fitted);
  if (meaning.kind === 'value' && (place.kind === 'value' || meaning.field.form === undefined)) {
    return valueItems(names, place, meaning.name, meaning.field).map(fitted);
  }
  return place.kind === 'key' ? keyItems(place, meaning).map(fitted) : [];
}

function keyItems(place: Place, meaning: Meaning): readonly Item[] {
  const excluded = new Set(place.siblings);
  for (const group of formIn(meaning)?.oneOf ?? []) {
    if (group.some((name) => place.siblings.includes(name))) for (const name of group) excluded.add(name);
  }
  const items = allKeyItems(place, meaning).filter(({ label }) => !excluded.has(label));
  // The rest of the line is there already.
  return place.hasColon ? items.map((item) => ({ ...item, insert: escaped(item.label) })) : items;
}

function allKeyItems(place: Place, meaning: Meaning): readonly Item[] {
  if (meaning.kind === 'modules') return modules.map((module) => moduleItem(place, module));
  if (meaning.kind === 'names') {
    if (meaning.module) return [resourceItem(place, meaning.module)];
    return meaning.of === 'host' ? hostItems(place) : variableItems(place);
  }
  const form = formIn(meaning);
  return Object.entries(form?.fields ?? {}).map(([name, field]) => fieldItem(place, meaning, name, field));
}

function moduleItem(place: Place, module: Module): Item {
  return {
    label: module.name,
    kind: 'module',
    detail: module.summary,
    documentation: moduleManual(module, moduleForm(module)),
    insert: block(place, module.name, block(place, stop(1, 'name'), requiredFields(place, module, 2))),
  };
}

function resourceItem(place: Place, module: Module): Item {
  return {
    label: `new ${module.name}`,
    kind: 'resource',
    detail: module.summary,
    filter: place.word,
    insert: block(place, newName(place, 'name'), requiredFields(place, module, 2)),
  };
}

/** The name of something new: what is typed already, else one to be typed over. */
const newName = (place: Place, otherwise: string): string => stop(1, place.word || otherwise);

/** `key:` with what it holds on the lines below, or in braces where everything stays on one line. */
function block(place: Place, key: string, inside: string): string {
  return place.isFlow ? `${key}: { ${inside} }` : `${key}:\n${indented(inside)}`;
}

function requiredFields(place: Place, module: Module, firstStop: number): string {
  const lines = module.spec.required.map((name, index) => {
    const example = module.spec.fields[name]?.examples?.[0] ?? '';
    return `${name}: ${stop(firstStop + index, scalar(example))}`;
  });
  return lines.join(place.isFlow ? ', ' : '\n');
}

function hostItems(place: Place): readonly Item[] {
  const host = (label: string, detail: string, name: string, inside: string): Item => {
    return { label, kind: 'host', detail, filter: place.word, insert: block(place, newName(place, name), inside) };
  };
  return [
    host('new host', 'A machine that is reached by SSH', 'web-1', `address: ${stop(2, '203.0.113.10')}`),
    host('this machine', 'Without SSH', 'here', 'via: local'),
  ];
}

function variableItems(place: Place): readonly Item[] {
  const filter = place.word;
  const secret = `${newName(place, 'password')}: { secret: true, from: ${choice(2, ['env', 'prompt'])} }`;
  return [
    { label: 'new variable', kind: 'variable', filter, insert: `${newName(place, 'name')}: ${stop(2, 'value')}` },
    {
      label: 'new secret',
      kind: 'variable',
      detail: 'Never printed, never stored in clear text',
      filter,
      insert: secret,
    },
  ];
}

function fieldItem(place: Place, meaning: Meaning, name: string, field: Field): Item {
  return {
    label: name,
    kind: 'field',
    detail: fieldType(field).replaceAll('`', ''),
    documentation: fieldManual(name, field, meaning),
    insert: `${name}:${fieldValue(place, field)}`,
  };
}

/** What follows the colon of a field, up to where the typing goes on. */
function fieldValue(place: Place, field: Field): string {
  const types = field.types.filter((type) => type !== 'null');
  if (types.length === 1 && types[0] === 'object') return place.isFlow ? ' { $0 }' : '\n  $0';
  if (types.length === 1 && types[0] === 'array') return ' [$0]';
  if (types.length === 1 && types[0] === 'boolean') return ` ${choice(1, ['true', 'false'])}`;
  if (types.length === 1 && field.enum) return ` ${choice(1, field.enum)}`;
  // A text that looks like a number would be one.
  const isQuoted = types.length === 1 && types[0] === 'string' && scalar(field.examples?.[0] ?? '').startsWith('"');
  return isQuoted ? ' "$0"' : ' $0';
}

function valueItems(names: Names, place: Place, name: string, field: Field): readonly Item[] {
  const written = (text: string): string => escaped(place.isQuoted ? text : scalar(text));
  const value = (label: string): Item => ({ label, kind: 'value', insert: written(label) });
  const items: Item[] = (field.enum ?? []).map(value);
  if (field.types.includes('boolean'))
    items.push(...['true', 'false'].map((label) => ({ label, kind: 'value' as const, insert: label })));
  if (field.secret) items.push(...secretItems(names, place));
  if (field.names) items.push(...namedItems(names, place, field.names, written));
  if (name === 'groups') {
    items.push(
      ...[...names.live.hosts().groups.keys()].map(
        (group): Item => ({ label: group, kind: 'group', insert: written(group) }),
      ),
    );
  }
  if (items.length === 0 && field.types.includes('string'))
    items.push(...(field.examples ?? []).filter((example) => !example.includes('\n')).map(value));
  return items;
}

function namedItems(
  names: Names,
  place: Place,
  what: NonNullable<Field['names']>,
  written: (text: string) => string,
): readonly Item[] {
  if (what === 'resource') {
    const self = place.path.slice(2, 4).join('.');
    return names.live
      .namesOf('resource')
      .filter((address) => address !== self)
      .map((address): Item => {
        const summary = moduleNamed(address.split('.')[0] ?? '')?.summary;
        return { label: address, kind: 'resource', ...(summary ? { detail: summary } : {}), insert: written(address) };
      });
  }
  const self = place.path[1] === 'hosts' ? place.path[2] : undefined;
  const table = names.live.hosts();
  const hosts = table.names.filter((host) => host !== self);
  const groups = what === 'host' ? [] : [...table.groups];
  return [
    ...hosts.map((host): Item => ({ label: host, kind: 'host', insert: written(host) })),
    ...groups.map(
      ([group, members]): Item => ({ label: group, kind: 'group', detail: members.join(', '), insert: written(group) }),
    ),
  ];
}

function secretItems(names: Names, place: Place): readonly Item[] {
  return names.live
    .namesOf('variable')
    .filter((name) => names.variable(name)?.value.kind === 'secret')
    .map((name): Item => {
      const reference = escaped(place.isQuoted ? `\${${name}}` : `"\${${name}}"`);
      return { label: `\${${name}}`, kind: 'variable', detail: 'A secret', insert: reference };
    });
}

/** Within `${`: plain variables everywhere; what may be secret is offered with the field that takes it. */
function referenceItems(names: Names, place: Place): readonly Item[] {
  return names.live.namesOf('variable').flatMap((name): readonly Item[] => {
    const value = names.variable(name)?.value;
    if (value?.kind !== 'plain') return [];
    const detail = typeof value.json === 'object' ? JSON.stringify(value.json) : String(value.json);
    return [{ label: name, kind: 'variable', detail, insert: place.hasBrace ? name : `${name}\\}` }];
  });
}
