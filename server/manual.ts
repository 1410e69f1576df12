// The manual in Markdown, as hover and completion show it: fields, and kinds of resources, data and checks. Pure.
import type { Sort } from '../language/catalog.ts';
import { type Field, TYPE_NAMES } from '../language/form.ts';
import { formIn, type Meaning } from './meaning.ts';

export const code = (text: string): string => `\`${text}\``;

/** What a field that nothing carries out yet is marked with. */
export const PLANNED = 'Understood, and not carried out yet';

export function fieldType(field: Field): string {
  if (field.typeHint !== undefined) return field.typeHint;
  const types = field.types.filter((type) => type !== 'null');
  if (field.enum === undefined) return types.map((type) => TYPE_NAMES[type]).join(' or ');
  const others = types.filter((type) => type !== 'string').map((type) => TYPE_NAMES[type]);
  return [...field.enum.map(code), ...others].join(', ');
}

/** Whether a field must be given, and what holds when it is not. */
function whenLeftOut(name: string, field: Field, meaning: Meaning): string | undefined {
  if (meaning.kind === 'fields' && meaning.sort?.mainField === name) return "Default: the entry's name.";
  if (formIn(meaning)?.required.includes(name)) return 'Required.';
  return field.defaultHint === undefined ? undefined : `Default: ${field.defaultHint}.`;
}

function notYet({ notYet: what }: Field): string | undefined {
  if (what === undefined) return undefined;
  return what === true ? `${PLANNED}.` : `${PLANNED}: ${what.map(code).join(', ')}.`;
}

export function fieldManual(name: string, field: Field, meaning: Meaning): string {
  const paragraphs = [
    `**${name}**: ${fieldType(field)}`,
    field.description,
    field.patternHint && field.patternHint !== field.typeHint ? `It is ${field.patternHint}.` : undefined,
    whenLeftOut(name, field, meaning),
    notYet(field),
    field.examples && field.examples.length > 0
      ? `Examples: ${field.examples.map((example) => code(example.replaceAll('\n', '\\n'))).join(', ')}`
      : undefined,
  ];
  return paragraphs.filter((paragraph) => paragraph !== undefined).join('\n\n');
}

export function sortManual(sort: Sort): string {
  const lines = Object.entries(sort.form.fields).map(([name, field]) => {
    const needed = sort.form.required.includes(name) ? ' (required)' : '';
    return `- ${code(name)}${needed}: ${field.description}`;
  });
  return [`**${sort.name}**`, sort.summary, lines.join('\n')].join('\n\n');
}
