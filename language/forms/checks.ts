// What can be looked at after an apply: an address on the web, a port, a command. Data only.
import type { Field, Form } from '../form.ts';
import { checkCommonFields } from './resources.ts';

const PORT_LIMIT = 65_535;
const STATUS_LOWEST = 100;
const STATUS_HIGHEST = 599;

const fromField: Field = {
  types: ['string'],
  description: 'Where it is tried from: `controller` is the machine that viki runs on; `host` is the host itself.',
  enum: ['controller', 'host'],
  defaultHint: '`controller`',
};

const statusRange = { minimum: STATUS_LOWEST, maximum: STATUS_HIGHEST };

function checkForm(name: string, description: string, fields: Form['fields'], required: Form['required']): Form {
  return {
    title: `the check \`${name}\``,
    description,
    fields: { ...fields, ...checkCommonFields },
    required,
    oneOf: [],
  };
}

export const checkForms: { readonly [kind: string]: Form } = {
  http: checkForm(
    'http',
    'An address answers as it should.',
    {
      url: {
        types: ['string'],
        description: 'The address to ask.',
        pattern: '^https?://\\S+$',
        patternHint: 'an address that begins with `http://` or `https://`',
        examples: ['http://${host.address}:${port}/health'],
      },
      status: {
        types: ['integer', 'array'],
        description: 'The status of a right answer, or several of them.',
        ...statusRange,
        items: { types: ['integer'], description: 'One status.', ...statusRange },
        defaultHint: '`200`',
        examples: ['204', '[200, 301]'],
      },
      contains: {
        types: ['string'],
        description: 'A text that the answer must contain.',
        minLength: 1,
        defaultHint: 'anything will do',
        examples: ['ok'],
      },
      from: fromField,
    },
    ['url'],
  ),
  tcp: checkForm(
    'tcp',
    'Something listens on a port.',
    {
      host: {
        types: ['string'],
        description: 'The name or address to connect to.',
        minLength: 1,
        defaultHint: "the host's address",
        examples: ['127.0.0.1'],
      },
      port: {
        types: ['integer'],
        description: 'The port to connect to.',
        minimum: 1,
        maximum: PORT_LIMIT,
        examples: ['5432'],
      },
      from: fromField,
    },
    ['port'],
  ),
  command: checkForm(
    'command',
    'A command on the host ends well.',
    {
      command: {
        types: ['string'],
        description: 'The command, for `sh`. It should change nothing.',
        minLength: 1,
        examples: ['pg_isready'],
      },
    },
    ['command'],
  ),
};
