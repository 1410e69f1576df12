// The language's forms as JSON Schema: the parts that our validators are compiled from, and the whole that other
// editors read. Pure.
import type { Field, Form } from '../../language/form.ts';
import {
  documentForm,
  hostForm,
  moduleForm,
  policyForm,
  projectForm,
  secretForm,
  variableField,
} from '../../language/forms.ts';
import type { Module } from '../../modules/contract.ts';

export type JsonSchema = { readonly [keyword: string]: unknown };

/** What stands for a form inside another one; undefined when it is a part of its own, which is validated by itself. */
type Nested = (form: Form) => JsonSchema | undefined;

function defined(keywords: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(keywords).filter(([, value]) => value !== undefined));
}

function describe(field: Field): string {
  return field.defaultHint === undefined ? field.description : `${field.description} Default: ${field.defaultHint}.`;
}

function fieldSchema(field: Field, nested: Nested): JsonSchema {
  return defined({
    description: describe(field),
    examples: field.types.includes('string') ? field.examples : undefined,
    ...valueSchema(field, nested),
  });
}

function valueSchema(field: Field, nested: Nested): JsonSchema {
  const [only, ...others] = field.types;
  const mayBeOther = others.length > 0;
  return defined({
    type: mayBeOther ? field.types : only,
    // (an enum would forbid the other types as well)
    ...(field.enum === undefined || !mayBeOther
      ? { enum: field.enum }
      : { if: { type: 'string' }, then: { enum: field.enum } }),
    pattern: field.pattern,
    minLength: field.minLength,
    minimum: field.minimum,
    maximum: field.maximum,
    items: field.types.includes('array') ? { type: 'string', minLength: 1 } : undefined,
    additionalProperties: field.entries && entriesSchema(field.entries, nested),
    ...(field.form && nested(field.form)),
  });
}

/** A text with `${...}` in it, whose value an editor that knows only this schema can't tell. */
const REFERENCE: JsonSchema = { type: 'string', pattern: '\\$\\{' };

/** Our own checks replace references before they look; other editors must let them pass. */
function withReferences(schema: JsonSchema): JsonSchema {
  const isMap = 'properties' in schema || 'additionalProperties' in schema;
  const isPlainText = schema['type'] === 'string' && !('enum' in schema) && !('pattern' in schema);
  if (isMap || isPlainText || !('type' in schema)) return schema;
  const { description, examples, ...value } = schema;
  return defined({ description, examples, anyOf: [value, REFERENCE] });
}

function entriesSchema(entries: Field, nested: Nested): JsonSchema | undefined {
  const isPart = entries.form !== undefined && nested(entries.form) === undefined;
  return isPart ? undefined : fieldSchema(entries, nested);
}

function formSchema(form: Form, nested: Nested, adapt = (schema: JsonSchema): JsonSchema => schema): JsonSchema {
  const properties = Object.entries(form.fields).map(
    ([name, field]) => [name, adapt(fieldSchema(field, nested))] as const,
  );
  return defined({
    properties: Object.fromEntries(properties),
    required: form.required.length > 0 ? form.required : undefined,
    additionalProperties: false,
  });
}

/** Compiled validators carry no words: messages are made where the forms are at hand. */
function withoutProse(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema, (key, value) => (isProse(key, value) ? undefined : value)));
}

const isProse = (key: string, value: unknown): boolean =>
  (key === 'description' && typeof value === 'string') || (key === 'examples' && Array.isArray(value));

/** One schema per part, so that an error is about one thing: a document, a host, a variable, one module's resource. */
export function partSchemas(modules: readonly Module[]): ReadonlyMap<string, JsonSchema> {
  const parts = new Set([projectForm, hostForm, policyForm, secretForm]);
  const inside: Nested = (form) => (parts.has(form) ? undefined : formSchema(form, inside));
  const part = (form: Form): JsonSchema => ({ type: 'object', ...formSchema(form, inside) });
  const whole: [string, JsonSchema][] = [
    ['document', part(documentForm)],
    ['project', part(projectForm)],
    ['host', part(hostForm)],
    ['policy', part(policyForm)],
    ['variable', fieldSchema(variableField, (form) => formSchema(form, inside))],
    ...modules.map((module): [string, JsonSchema] => [`module_${module.name}`, part(moduleForm(module))]),
  ];
  return new Map(whole.map(([name, schema]) => [name, withoutProse(schema)]));
}

/** The whole language in one schema that needs nothing else. */
export function languageSchema(modules: readonly Module[]): JsonSchema {
  const nested: Nested = (form) => formSchema(form, nested, withReferences);
  const resource = (module: Module): JsonSchema => {
    const form = moduleForm(module);
    return {
      description: form.description,
      type: ['object', 'null'],
      ...formSchema(form, nested, withReferences),
      ...(form.oneOf.length === 0 ? {} : { allOf: form.oneOf.map((group) => ({ not: { required: group } })) }),
    };
  };
  const mods = Object.fromEntries(
    modules.map((module) => [
      module.name,
      {
        description: module.summary,
        type: ['object', 'null'],
        additionalProperties: { $ref: `#/definitions/${module.name}` },
      },
    ]),
  );
  const project = formSchema(projectForm, nested, withReferences);
  const properties = project['properties'] as { readonly [name: string]: JsonSchema };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'viki',
    description: 'A *.vk.yaml file: what servers look like.',
    type: 'object',
    required: ['viki'],
    additionalProperties: false,
    properties: {
      viki: {
        description: projectForm.description,
        type: ['object', 'null'],
        ...project,
        properties: {
          ...properties,
          mods: {
            description: projectForm.fields['mods']?.description,
            type: ['object', 'null'],
            properties: mods,
            additionalProperties: false,
          },
        },
      },
    },
    definitions: Object.fromEntries(modules.map((module) => [module.name, resource(module)])),
  };
}
