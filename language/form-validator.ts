// A validator of a form that is only known while viki runs: what the compiled validators (validators.generated.js) are for
// modules of viki's own. It finds the same, in the same words of ajv's. Pure.
import type { Json, JsonObject } from '../modules/contract.ts';
import { type Field, type Form, fieldIn, type ValueType } from './form.ts';
import type { Finding, Validator } from './validators.generated.js';

type Found = Finding[];

const escaped = (segment: string): string => segment.replaceAll('~', '~0').replaceAll('/', '~1');
const isMap = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const HAS_TYPE: { readonly [type in ValueType]: (value: Json) => boolean } = {
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  boolean: (value) => typeof value === 'boolean',
  array: (value) => Array.isArray(value),
  object: isMap,
  null: (value) => value === null,
};

function checkText(text: string, field: Field, tell: (keyword: string) => void): void {
  if (field.enum !== undefined && !field.enum.includes(text)) tell('enum');
  if (field.pattern !== undefined && !new RegExp(field.pattern, 'u').test(text)) tell('pattern');
  if (field.minLength !== undefined && [...text].length < field.minLength) tell('minLength');
}

function checkValue(value: Json, field: Field, path: string, found: Found): void {
  const tell = (keyword: string): number => found.push({ instancePath: path, keyword, params: {} });
  if (!field.types.some((type) => HAS_TYPE[type](value))) {
    tell('type');
    // (ajv asks both, where it can be nothing but a text)
    if (field.enum !== undefined && field.types.length === 1) tell('enum');
    return;
  }
  if (typeof value === 'string') checkText(value, field, tell);
  if (typeof value === 'number' && field.minimum !== undefined && value < field.minimum) tell('minimum');
  if (typeof value === 'number' && field.maximum !== undefined && value > field.maximum) tell('maximum');
  const { items, entries } = field;
  if (Array.isArray(value)) {
    const item = items ?? { types: ['string'], description: '', minLength: 1 };
    for (const [index, one] of value.entries()) checkValue(one, item, `${path}/${index}`, found);
  } else if (isMap(value) && entries) {
    for (const [name, one] of Object.entries(value)) checkValue(one, entries, `${path}/${escaped(name)}`, found);
  }
}

/** For the forms of modules: their fields have no forms of their own. */
export function formValidator(form: Form): Validator {
  const validate: Validator = (data) => {
    const found: Found = [];
    const value = data as Json;
    if (!isMap(value)) found.push({ instancePath: '', keyword: 'type', params: {} });
    else {
      for (const name of form.required) {
        const params = { missingProperty: name };
        if (!Object.hasOwn(value, name)) found.push({ instancePath: '', keyword: 'required', params });
      }
      for (const [name, one] of Object.entries(value)) {
        const field = fieldIn(form, name);
        const params = { additionalProperty: name };
        if (field) checkValue(one, field, `/${escaped(name)}`, found);
        else found.push({ instancePath: '', keyword: 'additionalProperties', params });
      }
    }
    validate.errors = found;
    return found.length === 0;
  };
  return validate;
}
