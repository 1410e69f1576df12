// What stands under `vars`: plain values, values with a type and words, and secrets. Data only.
import type { Field, Form } from '../form.ts';

/** Where a secret can come from, and which of these are understood but not read yet. */
export const SECRET_ORIGINS = ['env', 'prompt', 'age', 'keychain'] as const;
const ORIGINS_TO_COME = ['age', 'keychain'] as const;
export const VARIABLE_TYPES = ['string', 'integer', 'number', 'boolean', 'list', 'map'] as const;

const descriptionField: Field = { types: ['string'], description: 'What it is for, in your words.' };

export const secretForm: Form = {
  title: 'a secret variable',
  description:
    "A value that is never printed. What a file or a command has of it lies on its host only, there also in viki's folder, for that login alone (mode 0600), as long as runs that can be taken back need it.",
  fields: {
    secret: { types: ['boolean'], description: 'Must be `true`.', examples: ['true'] },
    from: {
      types: ['string'],
      description:
        'Where the value comes from: `env` is the environment variable `VK_VAR_` and the name (`.env` included); `prompt` asks for it when it is needed; `age` decrypts a file; `keychain` asks the keychain of this machine.',
      enum: SECRET_ORIGINS,
      notYet: ORIGINS_TO_COME,
    },
    description: descriptionField,
  },
  required: ['secret', 'from'],
  oneOf: [],
};

/** A value as it stands in the text: what a variable may be that is no secret. */
export const valueField: Field = {
  types: ['string', 'number', 'boolean', 'array', 'object'],
  typeHint: 'a text, a number, `true`, `false`, a list or a map',
  description: 'A plain value.',
  examples: ['8080', '[a, b]'],
  items: { types: ['string', 'number', 'boolean', 'array', 'object'], description: 'One value of the list.' },
};

export const typedForm: Form = {
  title: 'a variable with a type',
  description: 'A value with words about it. A map that has other keys as well is a plain value.',
  fields: {
    default: {
      ...valueField,
      description: 'The value, unless a group, a host or the environment sets another.',
    },
    type: {
      types: ['string'],
      description: 'What the value must be, wherever it comes from: a text from the environment is read as this type.',
      enum: VARIABLE_TYPES,
      defaultHint: 'the type of the `default`',
    },
    description: descriptionField,
  },
  required: [],
  oneOf: [],
};

const variableForm: Form = {
  title: 'a variable',
  description: 'A secret, or a value with words about it.',
  fields: { ...typedForm.fields, ...secretForm.fields },
  required: [],
  oneOf: [['default', 'secret']],
};

export const variableField: Field = {
  ...valueField,
  types: [...valueField.types, 'null'],
  typeHint: 'a text, a number, `true`, `false`, a list, a map, or a secret: `{ secret: true, from: env }`',
  description:
    'A plain value, used as `${name}` in any text; a value with a type and words; a secret; or nothing, where hosts, groups or the environment say the value. `VK_VAR_` and the name, in the environment or in `.env`, sets another value.',
  examples: ['8080', '{ secret: true, from: env }', '{ default: [a, b], description: "one vhost each" }'],
  form: variableForm,
  variants: [{ form: secretForm, key: 'secret' }, { form: typedForm }],
};

/** The host of a file without `hosts`, as the first viki had it: one variable each. */
const legacyField = (description: string): Field => ({
  types: ['string', 'number', 'object', 'null'],
  typeHint: 'a text, or a secret: `{ secret: true, from: env }`',
  description,
  form: variableForm,
  variants: [{ form: secretForm, key: 'secret' }, { form: typedForm }],
});

export const legacyVariables: { readonly [name: string]: Field } = {
  hostname: legacyField('The address of the one host of a project without `hosts`; `localhost` is this machine.'),
  username: legacyField('The user to log in as, in a project without `hosts`.'),
  password: legacyField('The password to log in with, in a project without `hosts`: better a secret.'),
  sudo_password: legacyField(
    'The password that sudo asks for, in a project without `hosts`: better a secret. An empty one means that sudo asks for none.',
  ),
};
