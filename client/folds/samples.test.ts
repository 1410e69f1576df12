// Small plans, results and projects that the tests of the folds share. No code but tests may import it.
import type { HostSettings, Project } from '../../engine/project.ts';
import type {
  Action,
  ApplyResult,
  HostFailure,
  HostPlan,
  PlanResult,
  ResourceChange,
  RunSummary,
} from '../../engine/result.ts';
import type { Module } from '../../modules/contract.ts';

const place = (line: number) => ({ file: 'site.vk.yaml', line, column: 5 });

const settings = (name: string, line: number): HostSettings => ({
  name,
  via: 'ssh',
  address: name,
  port: undefined,
  user: undefined,
  identity: undefined,
  password: undefined,
  jump: undefined,
  sudo: undefined,
  knownHosts: undefined,
  groups: [],
  after: [],
  protected: false,
  place: place(line),
});

// A fold never looks into a module.
const module = { name: 'file' } as Module;

/** `{ 'file.motd': ['web-1'] }`: which resource goes where; hosts are declared in the order of their first mention. */
export function project(resources: { readonly [address: string]: readonly string[] }): Project {
  const names = [...new Set(Object.values(resources).flat())];
  return {
    name: 'shop',
    hosts: new Map(names.map((name, index) => [name, settings(name, index + 2)])),
    resources: Object.entries(resources).map(([address, hosts], index) => ({
      address,
      module,
      name: address.split('.')[1] ?? '',
      spec: {},
      hosts,
      after: [],
      restartOn: [],
      preventDestroy: false,
      runAs: undefined,
      timeoutSeconds: undefined,
      retries: undefined,
      place: place(index + 10),
    })),
    groups: new Map(),
    policy: { parallel: 20, onFailure: 'rollback', confirmSeconds: undefined, retries: 0 },
  };
}

export function change(address: string, action: Action, more: Partial<ResourceChange> = {}): ResourceChange {
  const steps = action === 'none' || action === 'refused' ? [] : [`${action} /etc/${address}`];
  const refusal = action === 'refused' ? { message: 'a folder is in the way', hint: 'move it' } : undefined;
  return { address, place: place(10), action, steps, differences: [], contents: [], refusal, ...more };
}

export function plan(host: string, changes: readonly ResourceChange[], more: Partial<HostPlan> = {}): HostPlan {
  const possible =
    changes.some(({ action }) => action !== 'none') && changes.every(({ action }) => action !== 'refused');
  const request: HostPlan['request'] = {
    kind: 'run',
    run: 'run-1',
    project: 'shop',
    before: {},
    after: {},
    resources: [],
    oneWay: [],
    keep: [],
    claims: [],
    record: '',
    undoes: undefined,
    onFailure: 'rollback',
    confirmSeconds: undefined,
  };
  return {
    host,
    kind: 'apply',
    changes,
    runs: [],
    request: possible ? request : undefined,
    before: {},
    after: {},
    undoes: undefined,
    confirm: undefined,
    ...more,
  };
}

export function failure(host: string, more: Partial<HostFailure> = {}): HostFailure {
  const message = `nobody answers at ${host}:22`;
  const hint = 'is it on?';
  return { host, kind: 'unreachable', message, hint, address: undefined, place: undefined, output: [], ...more };
}

export const planned = (of: HostPlan): { host: string; result: PlanResult } => ({
  host: of.host,
  result: { plan: of },
});

export const failed = (of: HostFailure): { host: string; result: PlanResult } => ({
  host: of.host,
  result: { failure: of },
});

export function result(host: string, more: Partial<ApplyResult> = {}): ApplyResult {
  return { host, run: 'run-1', outcome: 'done', changed: 1, milliseconds: 120, failure: undefined, ...more };
}

export function run(name: string, more: Partial<RunSummary> = {}): RunSummary {
  const nothing = { undoes: undefined, undoneBy: undefined };
  return { run: name, outcome: 'done', startedAt: 60, who: 'ada@desk', project: 'shop', ...nothing, ...more };
}
