// What kinds of resources, data and checks there are: the form of each, its validator, and the module that carries it
// out, where there is one already.
import type { Module } from '../modules/contract.ts';
import { dataSources } from '../modules/data/index.ts';
import { modules } from '../modules/index.generated.ts';
import type { Form } from './form.ts';
import { checkForms } from './forms/checks.ts';
import { plannedModules } from './forms/planned.ts';
import { dataCommonFields, type Kind, kindForm } from './forms/resources.ts';
import { moduleForm } from './forms.ts';
import type { Validator } from './validators.generated.js';
import * as validators from './validators.generated.js';

/** A kind of resource, of data or of check, as far as the text is concerned. */
export type Sort = {
  readonly name: string;
  readonly summary: string;
  /** The field that the entry's name serves for. */
  readonly mainField: string | undefined;
  readonly form: Form;
  readonly validate: Validator | undefined;
  /** What carries a resource out; undefined while nothing does. */
  readonly module: Module | undefined;
};

const validatorNamed = (part: string): Validator | undefined =>
  (validators as unknown as { readonly [name: string]: Validator })[part];

const sortOf = (kind: Kind, form: Form, prefix: string, module?: Module): readonly [string, Sort] => [
  kind.name,
  {
    name: kind.name,
    summary: kind.summary,
    mainField: kind.mainField,
    form,
    validate: validatorNamed(`${prefix}_${kind.name}`),
    module,
  },
];

const known = new Set(modules.map(({ name }) => name));
const byModule: ReadonlyMap<string, Sort> = new Map([
  ...modules.map((module) => sortOf(module, moduleForm(module), 'module', module)),
  ...plannedModules
    .filter(({ name }) => !known.has(name))
    .map((planned) => sortOf(planned, moduleForm(planned), 'module')),
]);
const byData: ReadonlyMap<string, Sort> = new Map(
  [...dataSources.values()].map((kind) => sortOf(kind, kindForm(kind, dataCommonFields), 'data')),
);
const byCheck: ReadonlyMap<string, Sort> = new Map(
  Object.entries(checkForms).map(([name, form]) => [
    name,
    {
      name,
      summary: form.description,
      mainField: undefined,
      form,
      validate: validatorNamed(`check_${name}`),
      module: undefined,
    },
  ]),
);

const SECTIONS: { readonly [section: string]: ReadonlyMap<string, Sort> } = {
  mods: byModule,
  data: byData,
  checks: byCheck,
};
const NONE: ReadonlyMap<string, Sort> = new Map();

/** The kinds of a section (`mods`, `data`, `checks`), by name. */
export const sortsOf = (section: string): ReadonlyMap<string, Sort> =>
  (Object.hasOwn(SECTIONS, section) ? SECTIONS[section] : undefined) ?? NONE;

/** The field that a resource's name serves for. */
export const mainFieldOf = (module: string): string | undefined => byModule.get(module)?.mainField;
