// Hosts and groups: how machines are reached, and how several are worked on. Data only.
import type { Field, Form } from '../form.ts';
import { valueField } from './variables.ts';

const PORT_LIMIT = 65_535;
const HOSTS_LIMIT = 100_000;

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

const afterField: Field = {
  types: ['string', 'array'],
  description: 'The hosts or groups that are worked on before.',
  names: 'host-or-group',
  defaultHint: 'none',
  examples: ['db'],
};

const protectedField: Field = {
  types: ['boolean'],
  description: 'It is changed only by who names it: typed when asked, or `--protected NAME` in a terminal.',
  defaultHint: '`false`',
};

const varsField = (whose: string): Field => ({
  types: ['object', 'null'],
  description: `Variables that have another value ${whose}.`,
  examples: ['{ port: 8081 }'],
  entries: valueField,
});

/** How to log in. */
const loginFields: { readonly [name: string]: Field } = {
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
    examples: ['2222'],
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
};

export const hostForm: Form = {
  title: 'a host',
  description: 'A machine, and the way to reach it.',
  fields: {
    ...loginFields,
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
      description:
        'How to reach it: `ssh`, `local` (this machine), or any command that `sh` can be put behind, as a list.',
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
    vars: varsField('on this host'),
    known_hosts: {
      types: ['string'],
      description: 'The file that its host key is looked up in.',
      defaultHint: 'as `ssh` has it; `~/.ssh/known_hosts`',
      examples: ['known_hosts'],
      minLength: 1,
    },
    after: afterField,
    protected: protectedField,
  },
  required: [],
  oneOf: [],
};

export const groupForm: Form = {
  title: 'a group',
  description: 'Hosts under one name, and how they are worked on.',
  fields: {
    hosts: {
      types: ['array'],
      description: 'Hosts that belong to it, beside those that name it in their `groups`.',
      names: 'host',
      examples: ['[web-1, web-2]'],
    },
    after: afterField,
    batch: {
      types: ['integer', 'string'],
      typeHint: 'a number of hosts, or a share such as `25%`',
      description: 'How many of its hosts are worked on before the next ones begin.',
      pattern: '^(?:[1-9]\\d?|100)%$',
      patternHint: 'a number of hosts, or a share from `1%` to `100%`',
      minimum: 1,
      maximum: HOSTS_LIMIT,
      defaultHint: 'all at a time, as far as `parallel` allows',
      examples: ['25%', '2'],
    },
    max_failures: {
      types: ['integer'],
      description: 'How many of its hosts may fail before no further one is begun.',
      minimum: 0,
      maximum: HOSTS_LIMIT,
      defaultHint: 'no host is held back',
      examples: ['1'],
    },
    canary: {
      types: ['boolean'],
      description: 'One host goes first, alone; the others only when it is well.',
      defaultHint: '`false`',
    },
    vars: varsField('on its hosts'),
    protected: protectedField,
    description: { types: ['string'], description: 'What it is, in your words.' },
  },
  required: [],
  oneOf: [],
};
