// The language's own maps, as one import: documents, variables, hosts, groups, policy, and what resources take. Data only.
import type { Module } from '../modules/contract.ts';
import type { Form } from './form.ts';
import { commonFields, type Kind, kindForm } from './forms/resources.ts';

export { groupForm, hostForm } from './forms/hosts.ts';
export { documentForm, PARALLEL_DEFAULT, policyForm, projectForm } from './forms/project.ts';
export { checkCommonFields, commonFields, dataCommonFields } from './forms/resources.ts';
export { legacyVariables, secretForm, typedForm, valueField, variableField } from './forms/variables.ts';

export function moduleForm(module: Kind | Module): Form {
  const { state } = commonFields;
  const canGo = !('want' in module) || module.absent !== undefined;
  const common = canGo || !state ? commonFields : { ...commonFields, state: { ...state, notYet: ['absent'] } };
  return kindForm(module, common);
}
