// The language's forms as JSON Schema: the parts that our validators are compiled from, and the whole that other
// editors read. Pure.
import type { Field, Form } from '../../language/form.ts';
import { checkForms } from '../../language/forms/checks.ts';
import { kindForm } from '../../language/forms/resources.ts';
import {
  checkCommonFields,
  commonFields,
  dataCommonFields,
  documentForm,
  groupForm,
  hostForm,
  moduleForm,
  policyForm,
  projectForm,
  typedForm,
  variableField,
} from '../../language/forms.ts';
import type { Module } from '../../modules/contract.ts';
import { dataSources } from '../../modules/data/index.ts';
import { defined, fieldSchema, formSchema, type JsonSchema, type Style, words } from './field-schema.ts';

type Forms = readonly (readonly [name: string, form: Form])[];

const moduleForms = (modules: readonly Module[]): Forms => modules.map((module) => [module.name, moduleForm(module)]);

export const dataForms: Forms = [...dataSources.values()].map((kind) => [kind.name, kindForm(kind, dataCommonFields)]);

/** Compiled validators carry no words: messages are made where the forms are at hand. */
function withoutProse({ description, markdownDescription, examples, ...rest }: JsonSchema): JsonSchema {
  return rest;
}

const partForms = new Set([projectForm, hostForm, groupForm, policyForm]);

/** Fields that many forms have are compiled once; a name beginning with `shared` is not exported. */
const sharedFields = new Map(
  [...Object.entries(commonFields), ...Object.entries(checkCommonFields)].map(([name, field]) => [
    field,
    `shared_${name}`,
  ]),
);

const PLAIN_STYLE: Style = { isPart: () => false, adapt: withoutProse, more: () => ({}) };

const OUR_STYLE: Style = {
  isPart: (field) => field === variableField || (field.form !== undefined && partForms.has(field.form)),
  adapt: (schema, field) => {
    const shared = sharedFields.get(field);
    return shared === undefined ? withoutProse(schema) : { $ref: shared };
  },
  more: () => ({}),
};

/** One schema per part, so that an error is about one thing: a document, a host, a variable, one module's resource. */
export function partSchemas(modules: readonly Module[]): ReadonlyMap<string, JsonSchema> {
  const part = (form: Form): JsonSchema => ({ type: 'object', ...formSchema(form, OUR_STYLE) });
  const kinds = (prefix: string, forms: Forms): [string, JsonSchema][] =>
    forms.map(([name, form]) => [`${prefix}_${name.replaceAll('-', '_')}`, part(form)]);
  const shared = [...sharedFields].map(([field, name]): [string, JsonSchema] => [
    name,
    fieldSchema(field, PLAIN_STYLE),
  ]);
  return new Map([
    ...shared,
    ['document', part(documentForm)],
    ['project', part(projectForm)],
    ['host', part(hostForm)],
    ['group', part(groupForm)],
    ['policy', part(policyForm)],
    ['variable', fieldSchema(variableField, PLAIN_STYLE)],
    ...kinds('module', moduleForms(modules)),
    ...kinds('data', dataForms),
    ...kinds('check', Object.entries(checkForms)),
  ]);
}

/** A text with `${...}` in it, whose value an editor that knows only this schema can't tell. */
const WITH_REFERENCE: JsonSchema = { type: 'string', pattern: '\\$\\{' };
/** One reference and nothing else, which keeps its type. */
const ONLY_REFERENCE: JsonSchema = { type: 'string', pattern: '^\\$\\{.*\\}$' };

/** Our own checks replace references before they look; other editors must let them pass. */
function withReferences(schema: JsonSchema, field: Field): JsonSchema {
  const mayBeText = field.types.includes('string');
  const isStructure = field.types.every((type) => type === 'object' || type === 'null');
  const isPlainText = mayBeText && field.enum === undefined && field.pattern === undefined;
  if (isPlainText || (isStructure && (field.form ?? field.entries) !== undefined)) return schema;
  const { description, markdownDescription, examples, ...value } = schema;
  const reference = mayBeText ? WITH_REFERENCE : ONLY_REFERENCE;
  return defined({ description, markdownDescription, examples, anyOf: [value, reference] });
}

/** What a value must be is told by the type beside it. */
const TYPED_VALUES = { list: 'array', map: 'object' } as const;

function typeRules(form: Form): JsonSchema {
  const types = form.fields['type']?.enum ?? [];
  return {
    allOf: types.map((type) => ({
      if: { properties: { type: { const: type } }, required: ['type'] },
      then: {
        properties: {
          default: { anyOf: [{ type: TYPED_VALUES[type as keyof typeof TYPED_VALUES] ?? type }, ONLY_REFERENCE] },
        },
      },
    })),
  };
}

/** At most one of a group of fields: no two of them together. */
function exclusive({ oneOf }: Form): JsonSchema {
  const pairs = oneOf.flatMap((group) =>
    group.flatMap((one, index) => group.slice(index + 1).map((other) => [one, other] as const)),
  );
  const rules = pairs.map((pair) => ({ not: { type: 'object', required: pair } }));
  return rules.length === 0 ? {} : { allOf: rules };
}

export const STANDALONE_STYLE: Style = {
  isPart: () => false,
  adapt: withReferences,
  more: (form) => (form === typedForm ? typeRules(form) : exclusive(form)),
};

/** A section whose keys are kinds, and below them names. */
function kindsSchema(section: string, forms: Forms): JsonSchema {
  const properties = forms.map(([name, form]) => [
    name,
    {
      ...words(form.description),
      type: ['object', 'null'],
      additionalProperties: { $ref: `#/definitions/${section}.${name}` },
    },
  ]);
  return {
    ...words(projectForm.fields[section]?.description ?? ''),
    type: ['object', 'null'],
    properties: Object.fromEntries(properties),
    additionalProperties: false,
  };
}

/** The whole language in one schema that needs nothing else. */
export function languageSchema(modules: readonly Module[]): JsonSchema {
  const sections: readonly (readonly [string, Forms])[] = [
    ['data', dataForms],
    ['mods', moduleForms(modules)],
    ['checks', Object.entries(checkForms)],
  ];
  const definitions = sections.flatMap(([section, forms]) =>
    forms.map(([name, form]) => [
      `${section}.${name}`,
      { ...words(form.description), type: ['object', 'null'], ...formSchema(form, STANDALONE_STYLE) },
    ]),
  );
  const project = formSchema(projectForm, STANDALONE_STYLE);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'viki',
    description: 'A *.vk.yaml file: what servers look like.',
    type: 'object',
    required: ['viki'],
    additionalProperties: false,
    properties: {
      viki: {
        ...words(projectForm.description),
        type: ['object', 'null'],
        ...project,
        properties: {
          ...(project['properties'] as JsonSchema),
          ...Object.fromEntries(sections.map(([section, forms]) => [section, kindsSchema(section, forms)])),
        },
      },
    },
    definitions: Object.fromEntries(definitions),
  };
}
