// The manual in Markdown, as hover and completion show it: fields, modules, and what a project declares. Pure.
import { type Field, type Form, TYPE_NAMES } from '../language/form.ts';
import type { Module } from '../modules/contract.ts';
import { formIn, type Meaning } from './meaning.ts';

const code = (text: string): string => `\`${text}\``;

export function fieldType(field: Field): string {
  const types = field.types.filter((type) => type !== 'null');
  if (field.enum === undefined) return types.map((type) => TYPE_NAMES[type]).join(' or ');
  const others = types.filter((type) => type !== 'string').map((type) => TYPE_NAMES[type]);
  return [...field.enum.map(code), ...others].join(', ');
}

/** Whether a field must be given, and what holds when it is not. */
function whenLeftOut(name: string, field: Field, meaning: Meaning): string | undefined {
  if (meaning.kind === 'fields' && meaning.module?.mainField === name) return "Default: the resource's name.";
  if (formIn(meaning)?.required.includes(name)) return 'Required.';
  return field.defaultHint === undefined ? undefined : `Default: ${field.defaultHint}.`;
}

export function fieldManual(name: string, field: Field, meaning: Meaning): string {
  const paragraphs = [
    `**${name}**: ${fieldType(field)}`,
    field.description,
    field.patternHint && `It is ${field.patternHint}.`,
    whenLeftOut(name, field, meaning),
    field.examples && field.examples.length > 0
      ? `Examples: ${field.examples.map((example) => code(example.replaceAll('\n', '\\n'))).join(', ')}`
      : undefined,
  ];
  return paragraphs.filter((paragraph) => paragraph !== undefined).join('\n\n');
}

export function moduleManual(module: Module, form: Form): string {
  const lines = Object.entries(form.fields).map(([name, field]) => {
    const needed = module.spec.required.includes(name) && name !== module.mainField ? ' (required)' : '';
    return `- ${code(name)}${needed}: ${field.description}`;
  });
  return [`**${module.name}**`, module.summary, lines.join('\n')].join('\n\n');
}
