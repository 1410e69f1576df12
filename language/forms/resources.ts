// What every resource, every reading of data and every check takes, and the form of each kind. Data, and the function
// that makes a form of a description.
import type { FieldSchema, SpecSchema } from '../../modules/contract.ts';
import { DURATION_HINT, DURATION_LIMIT_SECONDS, DURATION_PATTERN } from '../duration.ts';
import type { Field, Form } from '../form.ts';

const RETRY_LIMIT = 100;

/** What the language has to know of a module, of a kind of data or of a check. */
export type Kind = {
  readonly name: string;
  readonly summary: string;
  /** The field for which the entry's name serves when it is left out. */
  readonly mainField?: string;
  readonly spec: SpecSchema;
};

export const durationField = (description: string, defaultHint: string, example: string): Field => ({
  types: ['string', 'integer'],
  typeHint: `${DURATION_HINT}, or a number of seconds`,
  description,
  pattern: DURATION_PATTERN,
  patternHint: DURATION_HINT,
  minimum: 1,
  maximum: DURATION_LIMIT_SECONDS,
  defaultHint,
  examples: [example],
});

export const retryField = (defaultHint: string): Field => ({
  types: ['integer'],
  description: 'How often what failed is tried again, where that may help.',
  minimum: 0,
  maximum: RETRY_LIMIT,
  defaultHint,
  examples: ['3'],
});

const onField: Field = {
  types: ['string', 'array'],
  description: 'The hosts or groups that it is for.',
  names: 'host-or-group',
  defaultHint: "the document's `on`, or all hosts",
  examples: ['[web]'],
};

const eachField: Field = {
  types: ['array', 'object'],
  description: 'One instance for each item of a list or map: `${each}` is the item, `${each.key}` its key.',
  items: { types: ['string', 'number', 'boolean', 'array', 'object'], description: 'What `${each}` is.' },
  defaultHint: 'one instance',
  examples: ['${sites}', '[a, b]'],
};

const whenField: Field = {
  types: ['boolean'],
  typeHint: '`true`, `false`, or an expression such as `${fact.os == "debian"}`',
  description: 'Where this is false, it is as if it were not there. Over variables, the host and what is known of it.',
  defaultHint: '`true`',
  examples: ['${fact.os == "debian"}'],
};

const descriptionField: Field = { types: ['string'], description: 'What it is for, in your words.' };

const timeoutField = durationField('How long it may take.', 'as long as it needs', '5m');

const resourcesField = (description: string, defaultHint: string, example: string): Field => ({
  types: ['string', 'array'],
  description,
  names: 'resource',
  defaultHint,
  examples: [example],
});

/** What every resource takes, beside the fields of its module. */
export const commonFields: { readonly [name: string]: Field } = {
  on: onField,
  after: resourcesField(
    'The resources that come before it, as `module.name`.',
    'the order of the text, and what can be inferred',
    'mkdir.app',
  ),
  restart_on: resourcesField('The resources whose change restarts it. It comes after them.', 'none', 'file.site'),
  run_on: resourcesField('The resources whose change makes it run. It comes after them.', 'none', 'file.site'),
  each: eachField,
  when: whenField,
  as: {
    types: ['string'],
    description: 'The user that it is done as.',
    minLength: 1,
    defaultHint: 'the user that the host is worked on as',
    examples: ['deploy'],
  },
  state: {
    types: ['string'],
    description: '`absent` takes it away, where its module can.',
    enum: ['present', 'absent'],
    defaultHint: '`present`',
  },
  prevent_destroy: {
    types: ['boolean'],
    description:
      'It is never taken away: neither by `state: absent`, nor because it left the text, nor by a rollback; the last two can be forced.',
    defaultHint: '`false`',
  },
  description: descriptionField,
  timeout: timeoutField,
  retry: retryField("the policy's `retry`"),
};

/** What every reading of data takes. */
export const dataCommonFields: { readonly [name: string]: Field } = {
  on: onField,
  each: eachField,
  when: whenField,
  description: descriptionField,
  timeout: timeoutField,
};

/** What every check takes. */
export const checkCommonFields: { readonly [name: string]: Field } = {
  on: onField,
  when: whenField,
  within: durationField(
    'How long it may take until it holds; it is tried again until then.',
    'it is tried once',
    '30s',
  ),
  description: descriptionField,
};

const TEXT_ITEM: Field = { types: ['string'], description: 'One of them.', minLength: 1 };

function fieldOf({ type, items, ...rest }: FieldSchema): Field {
  const inside =
    type === 'array' ? { items: { ...TEXT_ITEM, ...items } } : type === 'object' ? { entries: TEXT_ITEM } : {};
  return { types: [type], ...inside, ...rest };
}

/** The form of a kind: its own fields first, and what all of its sort take, unless it has a field of that name. */
export function kindForm({ name, summary, mainField, spec }: Kind, common: { readonly [name: string]: Field }): Form {
  const own = Object.entries(spec.fields).map(([field, schema]) => [field, fieldOf(schema)] as const);
  const fields: { readonly [name: string]: Field } = Object.fromEntries(own);
  return {
    title: `\`${name}\``,
    description: summary,
    fields: { ...fields, ...Object.fromEntries(Object.entries(common).filter(([field]) => !(field in fields))) },
    // (the entry's name serves for the main field)
    required: spec.required.filter((field) => field !== mainField),
    oneOf: spec.oneOf ?? [],
  };
}
