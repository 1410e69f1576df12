// A document and what stands in it: the sections, and what a project says once. Data only.
import type { Field, Form } from '../form.ts';
import { groupForm, hostForm } from './hosts.ts';
import { durationField, retryField } from './resources.ts';
import { legacyVariables, variableField } from './variables.ts';

/** How many hosts are worked on at a time when the policy does not say. */
export const PARALLEL_DEFAULT = 20;
const PARALLEL_LIMIT = 1000;
const STAGE_LIMIT = 1_000_000;

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
      examples: ['5'],
    },
    on_failure: {
      types: ['string'],
      description:
        '`rollback` takes back what the failed run did on that host; `stop` leaves it there; `continue` goes on with what does not depend on it.',
      enum: ['rollback', 'stop', 'continue'],
      defaultHint: '`rollback`',
    },
    confirm: durationField(
      'After the last step, the host waits this long for a word over a new connection, and otherwise takes everything back by itself.',
      'nothing has to be confirmed',
      '60s',
    ),
    retry: retryField('`0`'),
    timeout: durationField('How long one resource may take on one host.', 'as long as it needs', '10m'),
  },
  required: [],
  oneOf: [],
};

const section = (description: string, entries: Field, form?: Form): Field => ({
  types: ['object', 'null'],
  description,
  entries,
  ...(form && { form }),
});

const byName = (form: Form): Field => ({ types: ['object', 'null'], description: form.description, form });
const byKind = (what: string): Field => ({ types: ['object', 'null'], description: what });

/** Variables have names that people choose; four have a meaning in a project without `hosts`. */
const variablesForm: Form = {
  title: '`vars`',
  description: 'Values with names, used as `${name}`.',
  fields: legacyVariables,
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
      examples: ['shop'],
    },
    stage: {
      types: ['integer'],
      description: 'When this document comes: lower stages first.',
      minimum: -STAGE_LIMIT,
      maximum: STAGE_LIMIT,
      defaultHint: '`0`',
      examples: ['1'],
    },
    vars: section(variablesForm.description, variableField, variablesForm),
    hosts: section('The machines, by name.', byName(hostForm)),
    groups: section('What holds for several hosts at once, by name of the group.', byName(groupForm)),
    policy: { types: ['object', 'null'], description: policyForm.description, form: policyForm },
    on: {
      types: ['string', 'array'],
      description: "The hosts or groups that this document's `mods`, `data` and `checks` are for.",
      names: 'host-or-group',
      defaultHint: 'all hosts',
      examples: ['[web]'],
    },
    data: section('What is only read: kind, then name, then fields.', byKind('Readings of one kind, by name.')),
    mods: section('What should be there: module, then name, then fields.', byKind('Resources of one module, by name.')),
    checks: section(
      'What must hold after an apply: kind, then name, then fields. A failing check is a failing run.',
      byKind('Checks of one kind, by name.'),
    ),
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
