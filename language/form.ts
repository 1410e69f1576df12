// What a map in the language may contain, as plain data: one description that validates, completes, hovers, and prints
// the schema and the manual. Types and pure helpers only.
import type { FieldSchema, Json } from '../modules/contract.ts';

export type ValueType = 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object' | 'null';

/** The types in the words of the manual. */
export const TYPE_NAMES: { readonly [type in ValueType]: string } = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: '`true` or `false`',
  array: 'list',
  object: 'map',
  null: 'nothing',
};

export type Field = {
  /** The JSON types it may have; a list is one of texts, unless `items` says otherwise. */
  readonly types: readonly ValueType[];
  /** The types in words, where the usual ones would not do. */
  readonly typeHint?: string;
  readonly description: string;
  /** What it may be, where it is a text. */
  readonly enum?: readonly string[];
  readonly pattern?: string;
  /** What the pattern asks for, in words. */
  readonly patternHint?: string;
  readonly minLength?: number;
  /** How its text is written, or each of its texts. */
  readonly notation?: FieldSchema['notation'];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly examples?: readonly string[];
  readonly defaultHint?: string;
  readonly bytes?: FieldSchema['bytes'];
  /** What its texts name. */
  readonly names?: 'host' | 'host-or-group' | 'resource';
  /** Its text may be a secret variable. */
  readonly secret?: true;
  /** What is understood, but carried out by nothing yet: the field as a whole, or these values of it. */
  readonly notYet?: true | readonly string[];
  /** What each item of a list is. */
  readonly items?: Field;
  /** What it contains, where it is a map with known keys. */
  readonly form?: Form;
  /** What each entry is, where it is a map with names as keys; with a `form`, what its other entries are. */
  readonly entries?: Field;
  /** Maps that mean something of their own; a map that is none of them is a plain value. */
  readonly variants?: readonly Variant[];
};

/** A map is this form when it has that key; without one, when it has keys, and only keys of the form. */
export type Variant = { readonly form: Form; readonly key?: string };

export type Form = {
  /** What it is called in messages. */
  readonly title: string;
  readonly description: string;
  readonly fields: { readonly [name: string]: Field };
  readonly required: readonly string[];
  /** Groups of which at most one field may be given. */
  readonly oneOf: readonly (readonly string[])[];
};

/** The form that a value of the field is written in; undefined where it is a plain value. */
export function formOf(field: Field, value: Json): Form | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  if (field.variants === undefined) return field.form;
  const keys = Object.keys(value);
  const isOne = ({ form, key }: Variant): boolean =>
    key === undefined
      ? keys.length > 0 && keys.every((name) => fieldIn(form, name) !== undefined)
      : Object.hasOwn(value, key);
  return field.variants.find(isOne)?.form;
}

/** The field of that name. (A form's fields are data: `constructor` is not one of them.) */
export const fieldIn = (form: Form, name: string): Field | undefined =>
  Object.hasOwn(form.fields, name) ? form.fields[name] : undefined;
