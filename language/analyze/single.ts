// Reads what a project or a document says once: its name, its stage, its policy, the hosts that it is for.
import type { Policy } from '../../engine/project.ts';
import type { Json } from '../../modules/contract.ts';
import type { Collector } from '../analysis.ts';
import { check } from '../check.ts';
import { secondsIn } from '../duration.ts';
import { Expander, isObject } from '../expand.ts';
import type { Field } from '../form.ts';
import { PARALLEL_DEFAULT, policyForm, projectForm } from '../forms.ts';
import type { Scope } from '../scope.ts';
import { code } from '../sentences.ts';
import { targets } from '../targets.ts';
import { isNothing } from '../tree.ts';
import * as validators from '../validators.generated.js';

export const POLICY_DEFAULT: Policy = {
  parallel: PARALLEL_DEFAULT,
  onFailure: 'rollback',
  confirmSeconds: undefined,
  retries: 0,
};

export function analyzeSingle(collector: Collector, scope: Scope): void {
  const { name, entry } = collector.declaration;
  if (name === 'on') analyzeOn(collector, scope);
  else if (name === 'policy' && !isNothing(entry.value)) analyzePolicy(collector, scope);
  else if (name === 'name' || name === 'stage') analyzeScalar(collector, scope, name);
}

function analyzeOn(collector: Collector, scope: Scope): void {
  const { entry } = collector.declaration;
  if (isNothing(entry.value)) return;
  const hosts = targets(collector, new Expander(scope, collector), entry.value);
  collector.product = { kind: 'on', hosts };
}

function analyzePolicy(collector: Collector, scope: Scope): void {
  const { piece, entry } = collector.declaration;
  const expander = new Expander(scope, collector);
  const value = expander.value(entry.value);
  const subject = {
    source: piece,
    form: policyForm,
    title: 'the policy',
    anchor: entry.key,
    node: entry.value,
    value,
    unknown: expander.unknown,
  };
  const isSound = check(subject, validators.policy, collector.faults);
  if (!isSound || !isObject(value)) return;
  collector.product = { kind: 'policy', policy: policyOf(value) };
}

function policyOf(value: { readonly [name: string]: Json }): Policy {
  const { parallel, on_failure: onFailure, retry } = value as { [name: string]: Json | undefined };
  return {
    parallel: typeof parallel === 'number' ? parallel : POLICY_DEFAULT.parallel,
    onFailure: onFailure === 'stop' || onFailure === 'continue' ? onFailure : 'rollback',
    confirmSeconds: secondsIn(value['confirm']),
    retries: typeof retry === 'number' ? retry : POLICY_DEFAULT.retries,
  };
}

function analyzeScalar(collector: Collector, scope: Scope, name: 'name' | 'stage'): void {
  const { piece, entry } = collector.declaration;
  if (isNothing(entry.value)) return;
  const expander = new Expander(scope, collector);
  const value = expander.value(entry.value);
  const field = projectForm.fields[name] as Field;
  const form = { ...projectForm, title: code('viki'), fields: { [name]: field }, required: [] };
  const node = { kind: 'map', start: entry.key.start, end: entry.value.end, entries: [entry] } as const;
  const subject = {
    source: piece,
    form,
    title: code('viki'),
    anchor: entry.key,
    node,
    value: { [name]: value },
    unknown: expander.unknown,
  };
  if (!check(subject, validators.project, collector.faults) || expander.unknown.size > 0) return;
  if (typeof value === 'string') collector.product = { kind: 'name', name: value };
  if (typeof value === 'number') collector.product = { kind: 'stage', stage: value };
}
