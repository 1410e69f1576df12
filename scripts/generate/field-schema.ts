// One field or form of the language as JSON Schema. Pure; what stands around it is put together in schema.ts.
import { parse } from 'yaml';
import type { Field, Form, ValueType, Variant } from '../../language/form.ts';

export type JsonSchema = { readonly [keyword: string]: unknown };

/** How a form becomes a schema; the same forms serve for our own checks and for other editors. */
export type Style = {
  /** Whether such a value is a part of its own, which is validated by itself. */
  isPart(field: Field): boolean;
  /** What is made of the schema of a value. */
  adapt(schema: JsonSchema, field: Field): JsonSchema;
  /** What a form says beside its fields. */
  more(form: Form): JsonSchema;
};

export function defined(keywords: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(keywords).filter(([, value]) => value !== undefined));
}

function described(field: Field): string {
  return field.defaultHint === undefined ? field.description : `${field.description} Default: ${field.defaultHint}.`;
}

/** Words for editors that show Markdown, and for those that don't. */
export const words = (markdown: string): JsonSchema => ({
  description: markdown.replaceAll('`', ''),
  markdownDescription: markdown,
});

export function fieldSchema(field: Field, style: Style): JsonSchema {
  const examples = field.examples?.map((example) => exampleValue(example, field.types));
  return style.adapt({ ...words(described(field)), ...defined({ examples }), ...valueSchema(field, style) }, field);
}

/** Examples are written as YAML, but for texts, which are written as they are. */
export function exampleValue(example: string, types: readonly ValueType[]): unknown {
  if (types.every((type) => type === 'string')) return example;
  const value: unknown = example.startsWith('${') ? example : parse(example);
  const isNumberForText = typeof value === 'number' && !types.includes('number') && !types.includes('integer');
  return isNumberForText ? example : value;
}

function valueSchema(field: Field, style: Style): JsonSchema {
  const [only, ...others] = field.types;
  const has = (type: ValueType): boolean => field.types.includes(type);
  return defined({
    type: others.length > 0 ? field.types : only,
    // (an enum would forbid the other types as well)
    ...(field.enum === undefined || others.length === 0
      ? { enum: field.enum }
      : { if: { type: 'string' }, then: { enum: field.enum } }),
    pattern: field.pattern,
    minLength: field.minLength,
    minimum: field.minimum,
    maximum: field.maximum,
    items: has('array') ? itemsSchema(field, style) : undefined,
    ...(has('object') ? mapSchema(field, style) : {}),
  });
}

const TEXT: Field = { types: ['string'], description: '', minLength: 1 };

function itemsSchema(field: Field, style: Style): JsonSchema {
  const { description, markdownDescription, ...items } = fieldSchema(field.items ?? TEXT, style);
  return items;
}

function mapSchema(field: Field, style: Style): JsonSchema {
  if (style.isPart(field) || (field.entries && style.isPart(field.entries))) return {};
  if (field.variants) return variantsSchema(field.variants, style);
  return {
    ...(field.form && formSchema(field.form, style)),
    ...(field.entries && { additionalProperties: fieldSchema(field.entries, style) }),
  };
}

/** The first form that a map is, is the one that counts; what is none of them is a plain value. */
function variantsSchema([first, ...others]: readonly Variant[], style: Style): JsonSchema {
  if (first === undefined) return {};
  const { form, key } = first;
  const isOne =
    key === undefined ? { minProperties: 1, propertyNames: { enum: Object.keys(form.fields) } } : { required: [key] };
  return {
    if: { type: 'object', ...isOne },
    then: { type: 'object', ...formSchema(form, style) },
    ...(others.length > 0 ? { else: { ...variantsSchema(others, style) } } : {}),
  };
}

export function formSchema(form: Form, style: Style): JsonSchema {
  const properties = Object.entries(form.fields).map(([name, field]) => [name, fieldSchema(field, style)] as const);
  return defined({
    properties: Object.fromEntries(properties),
    required: form.required.length > 0 ? form.required : undefined,
    additionalProperties: false,
    ...style.more(form),
  });
}
