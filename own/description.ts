// Is what a file of the project exports a module? The first thing that is wrong with it, in words. Pure.
import { commonFields } from '../language/forms.ts';
import { nearest } from '../language/nearest.ts';
import type { FieldSchema, Json, JsonObject, SpecSchema } from '../modules/contract.ts';

/** What a module is, as far as it is data. */
export type Described = {
  readonly name: string;
  readonly summary: string;
  readonly spec: SpecSchema;
  readonly mainField: string;
  readonly notTakenBack?: string;
};

const MUST_DO = ['key', 'read', 'want'];
const MAY_DO = ['steps', 'absent', 'part', 'makes'];
const DATA = ['name', 'summary', 'spec', 'mainField', 'notTakenBack'];
const FIELD_KEYS = [
  ...['type', 'description', 'enum', 'pattern', 'patternHint', 'minLength', 'examples', 'defaultHint'],
  ...['bytes', 'notation'],
];
const TYPES = ['string', 'boolean', 'integer', 'number', 'array', 'object'];
const BYTES = ['content', 'local-file', 'template', 'own'];
const NOTATIONS: readonly NonNullable<FieldSchema['notation']>[] = ['cron', 'calendar', 'ports', 'public-key'];
const NAME = /^[a-z][a-z0-9_]{0,40}$/;
/** What a resource says of itself, whatever its module is. */
const TAKEN = Object.keys(commonFields).filter((name) => !['state', 'description', 'timeout', 'retry'].includes(name));

const isMap = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: Json | undefined): value is string => typeof value === 'string' && value.trim() !== '';
const isTexts = (value: Json | undefined): value is readonly string[] => Array.isArray(value) && value.every(isText);
const listed = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

function unknownIn(given: readonly string[], known: readonly string[], where: string): string | undefined {
  const unknown = given.find((name) => !known.includes(name));
  if (unknown === undefined) return undefined;
  const meant = nearest(unknown, known);
  return `${where} has \`${unknown}\`, which means nothing${meant === undefined ? `: it takes ${listed(known)}` : `; do you mean \`${meant}\`?`}`;
}

function wrongPattern(pattern: Json | undefined): string | undefined {
  if (pattern === undefined) return undefined;
  if (typeof pattern !== 'string') return 'must be a text';
  try {
    new RegExp(pattern, 'u');
    return undefined;
  } catch (error) {
    return `is no regular expression: ${(error as Error).message}`;
  }
}

function wrongField(name: string, field: Json): string | undefined {
  const where = `the field \`${name}\` of \`spec\``;
  if (!NAME.test(name)) return `${where} has a name that is none: use small letters, digits and _`;
  if (TAKEN.includes(name)) return `${where} is called like what every resource takes; call it otherwise`;
  if (!isMap(field)) return `${where} must be an object with \`type\` and \`description\``;
  // (the things that can take a secret are few, and none of them is safe to be told of one by somebody else)
  if ('secret' in field) return `${where} is \`secret\`: modules of a project itself take no secrets`;
  const unknown = unknownIn(Object.keys(field), FIELD_KEYS, where);
  if (unknown) return unknown;
  if (!TYPES.includes(String(field['type']))) return `the \`type\` of ${where} must be one of ${listed(TYPES)}`;
  if (!isText(field['description'])) return `${where} has no \`description\``;
  for (const key of ['enum', 'examples']) {
    if (field[key] !== undefined && !isTexts(field[key])) return `\`${key}\` of ${where} must be a list of texts`;
  }
  const pattern = wrongPattern(field['pattern']);
  if (pattern) return `the \`pattern\` of ${where} ${pattern}`;
  if (field['pattern'] !== undefined && !isText(field['patternHint'])) {
    return `${where} has a \`pattern\` and no \`patternHint\` that says in words what it asks for`;
  }
  if (field['notation'] !== undefined && !NOTATIONS.some((name) => name === field['notation'])) {
    return `\`notation\` of ${where} must be one of ${listed(NOTATIONS)}`;
  }
  if (field['bytes'] !== undefined && !BYTES.includes(String(field['bytes']))) {
    return `\`bytes\` of ${where} must be one of ${listed(BYTES)}`;
  }
  return undefined;
}

function wrongSpec(spec: Json | undefined, mainField: Json | undefined): string | undefined {
  if (!isMap(spec)) return 'has no `spec`: an object with `fields` and `required`';
  const unknown = unknownIn(Object.keys(spec), ['fields', 'required', 'oneOf'], '`spec`');
  if (unknown) return unknown;
  const { fields, required, oneOf } = spec as { readonly [name: string]: Json | undefined };
  if (!isMap(fields)) return '`spec` has no `fields`';
  for (const [name, field] of Object.entries(fields)) {
    const wrong = wrongField(name, field);
    if (wrong) return wrong;
  }
  const names = Object.keys(fields);
  if (!isTexts(required)) return '`required` of `spec` must be a list of names of fields';
  if (oneOf !== undefined && !(Array.isArray(oneOf) && oneOf.every(isTexts))) {
    return '`oneOf` of `spec` must be a list of lists of names of fields';
  }
  const named = [...required, ...((oneOf as readonly (readonly string[])[] | undefined) ?? []).flat()];
  const missing = named.find((name) => !names.includes(name));
  if (missing !== undefined) return `\`spec\` names the field \`${missing}\`, which is not among its \`fields\``;
  if (!isText(mainField)) return 'has no `mainField`: the field for which the name of a resource serves';
  return names.includes(mainField) ? undefined : `its \`mainField\`, \`${mainField}\`, is not among the \`fields\``;
}

function wrongParts(data: JsonObject, functions: readonly string[]): string | undefined {
  const unknown = unknownIn(
    [...Object.keys(data), ...functions],
    [...DATA, ...MUST_DO, ...MAY_DO],
    'the default export',
  );
  if (unknown) return unknown;
  const notDone = [...MUST_DO, ...MAY_DO].find(
    (name) => Object.hasOwn(data, name) || (MUST_DO.includes(name) && !functions.includes(name)),
  );
  if (notDone !== undefined) {
    return Object.hasOwn(data, notDone) ? `\`${notDone}\` must be a function` : `has no function \`${notDone}\``;
  }
  if (!isText(data['summary'])) return 'has no `summary`: a sentence that says what it manages';
  return wrongSpec(data['spec'], data['mainField']);
}

/** The module, or what is wrong; `name` is what the file is called. */
export function describedIn(
  name: string,
  { data, functions }: { readonly data: Json; readonly functions: readonly string[] },
): Described | { readonly wrong: string } {
  if (!NAME.test(name)) return { wrong: 'a module is called like its file: use small letters, digits and _' };
  if (!isMap(data))
    return { wrong: 'has no default export that is a module: write `export default { summary: …, … }`' };
  const wrong = wrongParts(data, functions);
  if (wrong !== undefined) return { wrong };
  const given = data['name'];
  if (given !== undefined && given !== name)
    return { wrong: `its \`name\` must be \`${name}\`, as the file is called` };
  return { ...(data as unknown as Omit<Described, 'name'>), name };
}
