// What a path of keys means in the language: which fields may stand there, or what the value is. Pure.
import { type Field, type Form, fieldIn } from '../language/form.ts';
import { documentForm, moduleForm } from '../language/forms.ts';
import type { Module } from '../modules/contract.ts';
import { modules } from '../modules/index.generated.ts';

export type Meaning =
  /** A map with known keys; `module` where it is a resource. */
  | { readonly kind: 'fields'; readonly form: Form; readonly module: Module | undefined }
  /** A map whose keys are modules. */
  | { readonly kind: 'modules' }
  /** A map whose keys are names that people choose. */
  | {
      readonly kind: 'names';
      readonly of: 'variable' | 'host' | 'resource';
      readonly module: Module | undefined;
      /** What stands under each name. */
      readonly entries: Field | undefined;
    }
  /** A value; `form` where it may be a map as well. */
  | { readonly kind: 'value'; readonly name: string; readonly field: Field };

export const moduleNamed = (name: string): Module | undefined => modules.find((module) => module.name === name);

const NAMES: { readonly [section: string]: 'variable' | 'host' } = { vars: 'variable', hosts: 'host' };

export function meaningOf(path: readonly string[]): Meaning | undefined {
  const [viki, section, ...rest] = path;
  if (viki === 'viki' && section === 'mods') return meaningOfMods(rest);
  let meaning: Meaning | undefined = { kind: 'fields', form: documentForm, module: undefined };
  for (const key of path) meaning = meaning && step(meaning, key);
  return meaning;
}

function meaningOfMods([name, resource, ...rest]: readonly string[]): Meaning | undefined {
  if (name === undefined) return { kind: 'modules' };
  const module = moduleNamed(name);
  if (module === undefined) return undefined;
  if (resource === undefined) return { kind: 'names', of: 'resource', module, entries: undefined };
  let meaning: Meaning | undefined = { kind: 'fields', form: moduleForm(module), module };
  for (const key of rest) meaning = meaning && step(meaning, key);
  return meaning;
}

/** The map that a value may be, with known keys. */
export function formIn(meaning: Meaning): Form | undefined {
  if (meaning.kind === 'fields') return meaning.form;
  return meaning.kind === 'value' ? meaning.field.form : undefined;
}

/** From a map to what one of its keys means. */
function step(meaning: Meaning, key: string): Meaning | undefined {
  if (meaning.kind === 'names') return meaning.entries && ofField(key, meaning.entries);
  const form = formIn(meaning);
  const field = form && fieldIn(form, key);
  if (field === undefined) return undefined;
  const names = Object.hasOwn(NAMES, key) ? NAMES[key] : undefined;
  const { entries } = field;
  if (entries !== undefined && names !== undefined) return { kind: 'names', of: names, module: undefined, entries };
  return ofField(key, field);
}

/** A field that can only be a map is its form; one that may also be something else is a value. */
function ofField(name: string, field: Field): Meaning {
  const isMapOnly = field.types.every((type) => type === 'object' || type === 'null');
  if (field.form !== undefined && isMapOnly) return { kind: 'fields', form: field.form, module: undefined };
  return { kind: 'value', name, field };
}

/** The field that the last key of a path names, and the form that it belongs to. */
export function fieldOf(path: readonly string[]): { readonly field: Field; readonly meaning: Meaning } | undefined {
  const parent = meaningOf(path.slice(0, -1));
  const name = path.at(-1);
  if (parent === undefined || name === undefined) return undefined;
  const form = formIn(parent);
  const field = form && fieldIn(form, name);
  return field && { field, meaning: parent };
}
