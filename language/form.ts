// What a map in the language may contain, as plain data: one description that validates, completes, hovers, and prints
// the schema and the manual. Types and pure helpers only.
import type { FieldSchema } from '../modules/contract.ts';

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
  /** The JSON types it may have; a list is always one of texts. */
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
  readonly minimum?: number;
  readonly maximum?: number;
  readonly examples?: readonly string[];
  readonly defaultHint?: string;
  readonly bytes?: FieldSchema['bytes'];
  /** What its texts name. */
  readonly names?: 'host' | 'host-or-group' | 'resource';
  /** The one field whose text may be a secret variable. */
  readonly secret?: true;
  /** What it contains, where it is a map with known keys. */
  readonly form?: Form;
  /** What each entry is, where it is a map with names as keys. */
  readonly entries?: Field;
};

export type Form = {
  /** What it is called in messages. */
  readonly title: string;
  readonly description: string;
  readonly fields: { readonly [name: string]: Field };
  readonly required: readonly string[];
  /** Groups of which at most one field may be given. */
  readonly oneOf: readonly (readonly string[])[];
};

/** The field of that name. (A form's fields are data: `constructor` is not one of them.) */
export const fieldIn = (form: Form, name: string): Field | undefined =>
  Object.hasOwn(form.fields, name) ? form.fields[name] : undefined;
