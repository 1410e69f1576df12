// What kinds of resources, data and checks there are, and the form of each.
import type { Json, Module } from '../modules/contract.ts';
import { modules } from '../modules/index.generated.ts';
import type { Form } from './form.ts';
import { moduleForm } from './forms.ts';
import type { Validator } from './validators.generated.js';
import * as validators from './validators.generated.js';

const byName: ReadonlyMap<string, Module> = new Map(modules.map((module) => [module.name, module]));
const forms = new Map<string, Form>(modules.map((module) => [module.name, moduleForm(module)]));

export const moduleNames = (): readonly string[] => [...byName.keys()];
export const dataNames = (): readonly string[] => [];
export const checkNames = (): readonly string[] => [];

export const moduleNamed = (name: string): Module | undefined => byName.get(name);
export const moduleFormNamed = (name: string): Form | undefined => forms.get(name);
/** The field that a resource's name serves for. */
export const mainFieldOf = (name: string): string | undefined => byName.get(name)?.mainField;

export const validatorNamed = (part: string): Validator | undefined =>
  (validators as unknown as { readonly [name: string]: Validator })[part];

export const secondsIn = (value: Json | undefined): number | undefined =>
  typeof value === 'number' ? value : undefined;

export const groupForm: Form = {
  title: 'a group',
  description: 'Hosts with a name.',
  fields: {},
  required: [],
  oneOf: [],
};
