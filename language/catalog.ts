// What kinds of resources, data and checks there are, and the form of each, by name. Nothing here is computed twice.
import type { Module } from '../modules/contract.ts';
import { modules } from '../modules/index.generated.ts';
import type { Form } from './form.ts';
import { checkForms } from './forms/checks.ts';
import { dataKinds, plannedModules } from './forms/planned.ts';
import { dataCommonFields, type Kind, kindForm } from './forms/resources.ts';
import { moduleForm } from './forms.ts';
import type { Validator } from './validators.generated.js';
import * as validators from './validators.generated.js';

const byName = <Value extends { readonly name: string }>(values: readonly Value[]): ReadonlyMap<string, Value> =>
  new Map(values.map((value) => [value.name, value]));

const real = byName(modules);
/** Modules that are understood, but not carried out yet. */
const planned = byName(plannedModules.filter(({ name }) => !real.has(name)));
const allModules: ReadonlyMap<string, Kind> = byName(
  [...real.values(), ...planned.values()].sort((one, other) => (one.name < other.name ? -1 : 1)),
);
const data = byName(dataKinds);

const formsOf = (kinds: ReadonlyMap<string, Kind>, formed: (kind: Kind) => Form): ReadonlyMap<string, Form> =>
  new Map([...kinds].map(([name, kind]) => [name, formed(kind)]));

const moduleForms = formsOf(allModules, moduleForm);
const dataForms = formsOf(data, (kind) => kindForm(kind, dataCommonFields));

export { secondsIn } from './duration.ts';
export { groupForm } from './forms.ts';

/** In alphabetical order, those that are only planned included. */
export const moduleNames = (): readonly string[] => [...allModules.keys()];
export const dataNames = (): readonly string[] => [...data.keys()];
export const checkNames = (): readonly string[] => Object.keys(checkForms);

/** The module that carries it out; undefined for one that is only planned. */
export const moduleNamed = (name: string): Module | undefined => real.get(name);
export const plannedModuleNamed = (name: string): Kind | undefined => planned.get(name);
/** What the language knows of a module, planned or not. */
export const moduleKindNamed = (name: string): Kind | undefined => allModules.get(name);
export const dataKindNamed = (name: string): Kind | undefined => data.get(name);

export const moduleFormNamed = (name: string): Form | undefined => moduleForms.get(name);
export const dataFormNamed = (name: string): Form | undefined => dataForms.get(name);
export const checkFormNamed = (name: string): Form | undefined =>
  Object.hasOwn(checkForms, name) ? checkForms[name] : undefined;

/** The field that a resource's name serves for. */
export const mainFieldOf = (name: string): string | undefined => allModules.get(name)?.mainField;

/** The validator of a part of the language: `host`, `module_mkdir`, `data_df`, `check_http`. */
export const validatorNamed = (part: string): Validator | undefined =>
  (validators as unknown as { readonly [name: string]: Validator })[part];
