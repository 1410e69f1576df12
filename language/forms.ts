// The language's own maps: a document, its hosts, variables and policy, and what every resource takes. Data only.
import type { FieldSchema, Module } from '../modules/contract.ts';
import type { Field, Form } from './form.ts';

/** How many hosts are worked on at a time when the policy does not say. */
export const PARALLEL_DEFAULT = 20;
const PARALLEL_LIMIT = 1000;
const PORT_LIMIT = 65_535;

export const secretForm: Form = {
  title: 'a secret variable',
  description: 'A value that is never printed and never stored in clear text.',
  fields: {
    secret: { types: ['boolean'], description: 'Must be `true`.', examples: ['true'] },
    from: {
      types: ['string'],
      description:
        'Where the value comes from: `env` is the environment variable `VK_VAR_` and the name; `prompt` asks for it when it is needed.',
      enum: ['env', 'prompt'],
    },
  },
  required: ['secret', 'from'],
  oneOf: [],
};

export const variableField: Field = {
  types: ['string', 'number', 'boolean', 'object'],
  typeHint: 'a text, a number, `true`, `false`, or a secret: `{ secret: true, from: env }`',
  description: 'A plain value, used as `${name}` in any text; or a secret.',
  examples: ['8080', '{ secret: true, from: env }'],
  form: secretForm,
};

const sudoForm: Form = {
  title: '`sudo`',
  description: 'How to become root.',
  fields: {
    password: {
      types: ['string'],
      description: 'The password that sudo asks for: a secret variable, `${name}`.',
      examples: ['${sudo_password}'],
      minLength: 1,
      secret: true,
    },
  },
  required: [],
  oneOf: [],
};

export const hostForm: Form = {
  title: 'a host',
  description: 'A machine, and the way to reach it.',
  fields: {
    address: {
      types: ['string'],
      description: 'Its name or IP address, looked up as `ssh` does (`~/.ssh/config` included).',
      examples: ['203.0.113.10', 'web-1.example.com'],
      defaultHint: "the host's name",
      minLength: 1,
    },
    port: {
      types: ['integer'],
      description: 'The port of its SSH server.',
      minimum: 1,
      maximum: PORT_LIMIT,
      defaultHint: 'as `ssh` has it; 22',
    },
    user: {
      types: ['string'],
      description: 'The user to log in as.',
      examples: ['deploy'],
      defaultHint: 'as `ssh` has it',
      minLength: 1,
    },
    identity: {
      types: ['string'],
      description: 'The file of the private key to log in with.',
      examples: ['~/.ssh/id_ed25519'],
      defaultHint: 'as `ssh` has it, and the agent',
      minLength: 1,
    },
    password: {
      types: ['string'],
      description: 'The password to log in with: a secret variable, `${name}`.',
      examples: ['${login_password}'],
      minLength: 1,
      secret: true,
    },
    jump: {
      types: ['string'],
      description: 'Another host of the project to go through, or any machine as `user@address:port`.',
      examples: ['gate', 'user@gate.example.com'],
      names: 'host',
      minLength: 1,
    },
    sudo: {
      types: ['boolean', 'object'],
      typeHint: '`true`, `false`, or a map with the `password`',
      description: 'Work as root by `sudo`: `true`, or `{ password: ${secret} }` where it asks for one.',
      defaultHint: '`false`',
      examples: ['true', '{ password: "${sudo_password}" }'],
      form: sudoForm,
    },
    via: {
      types: ['string', 'array'],
      description: 'How to reach it: `ssh`, `local` (this machine), or any command that gives a shell, as a list.',
      enum: ['ssh', 'local'],
      defaultHint: '`ssh`',
      examples: ['local', '[docker, exec, -i, box]'],
    },
    groups: {
      types: ['array'],
      description: 'The groups that it belongs to.',
      examples: ['[web]'],
      defaultHint: 'none',
    },
    known_hosts: {
      types: ['string'],
      description: 'The file that its host key is looked up in.',
      defaultHint: 'as `ssh` has it; `~/.ssh/known_hosts`',
      minLength: 1,
    },
  },
  required: [],
  oneOf: [],
};

export const policyForm: Form = {
  title: 'the policy',
  description: 'How hosts are worked on, and what happens when something fails.',
  fields: {
    parallel: {
      types: ['integer'],
      description: 'How many hosts at a time.',
      minimum: 1,
      maximum: PARALLEL_LIMIT,
      defaultHint: `\`${PARALLEL_DEFAULT}\``,
    },
    on_failure: {
      types: ['string'],
      description: '`rollback` takes back what the failed run did on that host; `stop` leaves it there.',
      enum: ['rollback', 'stop'],
      defaultHint: '`rollback`',
    },
  },
  required: [],
  oneOf: [],
};

export const projectForm: Form = {
  title: '`viki`',
  description: 'What servers look like. All `*.vk.yaml` files of a folder are one project.',
  fields: {
    name: {
      types: ['string'],
      description: "The project's name, for people.",
      defaultHint: "the folder's name",
      minLength: 1,
    },
    vars: {
      types: ['object', 'null'],
      description: 'Values with names, used as `${name}`.',
      entries: variableField,
    },
    hosts: {
      types: ['object', 'null'],
      description: 'The machines, by name.',
      entries: { types: ['object', 'null'], description: hostForm.description, form: hostForm },
    },
    policy: { types: ['object', 'null'], description: policyForm.description, form: policyForm },
    on: {
      types: ['string', 'array'],
      description: "The hosts or groups that this document's `mods` are for.",
      names: 'host-or-group',
      defaultHint: 'all hosts',
      examples: ['[web]'],
    },
    mods: {
      types: ['object', 'null'],
      description: 'What should be there: module, then name, then fields.',
      entries: { types: ['object', 'null'], description: 'Resources of one module, by name.' },
    },
  },
  required: [],
  oneOf: [],
};

export const documentForm: Form = {
  title: 'a document',
  description: 'Each document has the one key `viki`.',
  fields: { viki: { types: ['object', 'null'], description: projectForm.description, form: projectForm } },
  required: ['viki'],
  oneOf: [],
};

/** What every resource takes, beside the fields of its module. */
export const commonFields: { readonly [name: string]: Field } = {
  on: {
    types: ['string', 'array'],
    description: 'The hosts or groups that it is for.',
    names: 'host-or-group',
    defaultHint: "the document's `on`, or all hosts",
    examples: ['[web]'],
  },
  after: {
    types: ['string', 'array'],
    description: 'The resources that come before it, as `module.name`.',
    names: 'resource',
    defaultHint: 'the order of the text, and what can be inferred',
    examples: ['mkdir.app'],
  },
  description: { types: ['string'], description: 'What it is for, in your words.' },
};

function fieldOf({ type, ...rest }: FieldSchema): Field {
  return { types: [type], ...rest };
}

export function moduleForm(module: Module): Form {
  const own = Object.entries(module.spec.fields).map(([name, schema]) => [name, fieldOf(schema)] as const);
  return {
    title: `\`${module.name}\``,
    description: module.summary,
    fields: { ...Object.fromEntries(own), ...commonFields },
    // (the resource's name serves for the main field)
    required: module.spec.required.filter((field) => field !== module.mainField),
    oneOf: module.spec.oneOf ?? [],
  };
}
