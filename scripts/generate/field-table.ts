// Fields as rows of a Markdown table, for every page of the manual. Pure.
import { type Field, type Form, TYPE_NAMES } from '../../language/form.ts';

const inCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', '\\n');
export const asCode = (text: string): string => `\`${text}\``;

function typeWords(field: Field): string {
  if (field.typeHint !== undefined) return field.typeHint;
  const types = field.types.filter((type) => type !== 'null');
  if (field.enum === undefined) return types.map((type) => TYPE_NAMES[type]).join(' or ');
  const others = types.filter((type) => type !== 'string').map((type) => TYPE_NAMES[type]);
  return [...field.enum.map(asCode), ...others].join(', ');
}

function notYet({ notYet: values }: Field): string {
  if (values === undefined) return '';
  if (values === true) return ' Nothing carries it out yet.';
  return ` ${values.map(asCode).join(' and ')}: understood, but nothing carries it out yet.`;
}

/** `note` stands where the default would. */
function fieldRow(name: string, field: Field, note: string): string {
  const examples = (field.examples ?? []).map(asCode).join(', ');
  // (a type in words says what the pattern does)
  const hint = field.patternHint === undefined || field.typeHint !== undefined ? '' : ` It is ${field.patternHint}.`;
  const cells = [asCode(name), typeWords(field), note, `${field.description}${hint}${notYet(field)}`, examples];
  return `| ${cells.map(inCell).join(' | ')} |`;
}

export function fieldTable(form: Pick<Form, 'fields' | 'required'>, notes: ReadonlyMap<string, string> = NONE): string {
  const rows = Object.entries(form.fields).map(([name, field]) => {
    const otherwise = form.required.includes(name) ? '**required**' : (field.defaultHint ?? '');
    return fieldRow(name, field, notes.get(name) ?? otherwise);
  });
  return ['| field | type | when left out | | examples |', '|---|---|---|---|---|', ...rows].join('\n');
}

const NONE: ReadonlyMap<string, string> = new Map();

export const exclusiveWords = ({ oneOf }: Form): string =>
  oneOf.map((group) => `\nAt most one of ${group.map(asCode).join(', ')} may be given.\n`).join('');

/** A form without the fields that all of its sort take. */
export function ownFields(form: Form, common: { readonly [name: string]: Field }): Form {
  const own = Object.entries(form.fields).filter(([name, field]) => common[name] !== field);
  return { ...form, fields: Object.fromEntries(own) };
}

/** The table of a kind's own fields; empty when it has none. */
export function kindTable(form: Form, common: { readonly [name: string]: Field }, mainField?: string): string {
  const own = ownFields(form, common);
  if (Object.keys(own.fields).length === 0) return '';
  const notes = new Map(mainField === undefined ? [] : [[mainField, "the entry's name"]]);
  return `${fieldTable(own, notes)}\n${exclusiveWords(form)}`;
}
