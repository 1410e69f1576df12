// What kinds of resources, data and checks there are: the form of each, its validator, and, of a resource, the module that
// carries it out.
import type { Module } from '../modules/contract.ts';
import { dataSources } from '../modules/data/index.ts';
import { modules } from '../modules/index.generated.ts';
import type { Form } from './form.ts';
import { formValidator } from './form-validator.ts';
import { checkForms } from './forms/checks.ts';
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
  /** What carries a resource out. */
  readonly module: Module | undefined;
  /** It lies in the project's own folder. */
  readonly isOwn?: true;
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

const byModule: ReadonlyMap<string, Sort> = new Map(
  modules.map((module) => sortOf(module, moduleForm(module), 'module', module)),
);
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

/** A module of a project's own folder that can't be used, and why. */
export type UnusableModule = {
  readonly message: string;
  readonly suggestion: string;
  /** Nothing is wrong with it that anybody knows of: it is only not run. */
  readonly isNotRun?: true;
};

/** What a project has in its own `modules` folder. */
export type OwnModules = {
  /** All modules: viki's and these. */
  readonly sorts: ReadonlyMap<string, Sort>;
  readonly unusable: ReadonlyMap<string, UnusableModule>;
};

export function withOwn(modules: readonly Module[], unusable: OwnModules['unusable']): OwnModules {
  const own = modules.map((module): readonly [string, Sort] => {
    const form = moduleForm(module);
    const { name, summary, mainField } = module;
    return [name, { name, summary, mainField, form, validate: formValidator(form), module, isOwn: true }];
  });
  return { sorts: new Map([...own, ...byModule]), unusable };
}

/** The kinds of a section (`mods`, `data`, `checks`), by name; with those of the project's own where they are known. */
export function sortsOf(section: string, own?: OwnModules): ReadonlyMap<string, Sort> {
  if (own !== undefined && section === 'mods') return own.sorts;
  return (Object.hasOwn(SECTIONS, section) ? SECTIONS[section] : undefined) ?? NONE;
}
