// A plan: what is now, what should be, and the way between, for one host. Pure. What an earlier resource will do is
// known when a later one is planned, so that a plan says what apply will do.
import {
  type Difference,
  isRefusal,
  type JsonObject,
  type Probe,
  type Refusal,
  type Spec,
  type State,
  type ThingId,
  thingId,
} from '../modules/contract.ts';
import { loginIn, loginProbe, selfProbe, thingType } from '../modules/things/index.ts';
import { probeOf } from './compile.ts';
import { type Contents, specWithContents } from './contents.ts';
import type { RunRequest, RunResource } from './host.ts';
import { type Dependant, needsOf } from './needs.ts';
import { inOrder } from './order.ts';
import { outlookOf, withConsequences } from './outlook.ts';
import type { Policy, Project, Resource } from './project.ts';
import { printRecord, type RecordedResource } from './record.ts';
import type { Action, ContentChange, HostPlan, ResourceChange, RunSummary } from './result.ts';

export type Planned = { readonly resource: Resource; readonly spec: Spec };

/** The resources of one host, in the order in which they will be taken. */
export function resourcesOf(project: Project, host: string, contents: Contents): readonly Planned[] {
  const items = project.resources
    .filter((resource) => resource.hosts.includes(host))
    .map((resource) => {
      const spec = specWithContents(resource, contents);
      const claims = resource.module.key(spec);
      const needs = new Set<string>(resource.module.read(spec).map(thingId));
      return { resource, spec, claims, needs };
    });
  return inOrder(items).map((item) => {
    const { resource, spec } = item as (typeof items)[number];
    return { resource, spec };
  });
}

export const addressesOf = (planned: readonly Planned[]): readonly string[] =>
  planned.map(({ resource }) => resource.address);

/** Everything that must be asked, each thing once. */
export function probesOf(planned: readonly Planned[]): readonly Probe[] {
  const probes = new Map<ThingId, Probe>();
  for (const { resource, spec } of planned) {
    for (const probe of resource.module.read(spec)) probes.set(thingId(probe), probe);
    if (resource.runAs !== undefined) probes.set(thingId(loginProbe(resource.runAs)), loginProbe(resource.runAs));
  }
  return [...probes.values()];
}

const pick = (state: State, ids: readonly ThingId[]): State =>
  Object.fromEntries(ids.flatMap((id) => (state[id] ? [[id, state[id]]] : []))) as State;

export const isSame = (id: ThingId, left: JsonObject, right: JsonObject): boolean => {
  const { print } = thingType(probeOf(id).type);
  return print(left) === print(right);
};

export function differencesBetween(ids: readonly ThingId[], from: State, to: State): readonly Difference[] {
  return ids.flatMap((id) => thingType(probeOf(id).type).differences(from[id] ?? {}, to[id] ?? {}));
}

function contentChanges(ids: readonly ThingId[], from: State, to: State): readonly ContentChange[] {
  return ids.flatMap((id): ContentChange[] => {
    const { type, at } = probeOf(id);
    const [before] = thingType(type).needs(from[id] ?? {});
    const [after] = thingType(type).needs(to[id] ?? {});
    return before?.sha256 === after?.sha256 ? [] : [{ path: at, from: before, to: after }];
  });
}

function actionOf(key: ThingId, from: State, to: State): Action {
  const gone = (state: State): boolean => state[key]?.['is'] === 'absent';
  if (gone(from) && !gone(to)) return 'create';
  return gone(to) && !gone(from) ? 'remove' : 'change';
}

/** One resource on the way of a plan: what it changes, and the world afterwards. */
export type Move = {
  readonly change: ResourceChange;
  readonly world: State;
  readonly run: Omit<RunResource, 'needs' | 'retries'> | undefined;
  readonly dependant: Dependant;
  /** How often it says that it is tried again. */
  readonly retries: number | undefined;
  readonly recorded: RecordedResource | undefined;
  /** What plans to come will know of it. */
  readonly claim: string | undefined;
};

/** `created file.site`; what may not be destroyed says so, for when the text does not any more. */
const claimOf = ({ address, preventDestroy }: Resource, action: Action): string =>
  `${action === 'create' ? 'created' : 'adopted'}${preventDestroy ? '-kept' : ''} ${address}`;

/** The way of one resource from the world as it is to the given states of its things. */
export function moveTo(planned: Planned, world: State, to: State): Move {
  const { resource, spec } = planned;
  const { module } = resource;
  const from = pick(world, module.read(spec).map(thingId));
  const steps = module.steps(spec, from, to);
  const ids = [...new Set(steps.map((step) => step.thing))];
  const change: ResourceChange = {
    address: resource.address,
    place: resource.place,
    action: steps.length === 0 ? 'none' : actionOf(module.key(spec), from, to),
    steps: steps.map((step) => step.title),
    differences: differencesBetween(ids, from, to),
    contents: contentChanges(ids, from, to),
    outlook: outlookOf(steps),
    refusal: undefined,
  };
  const dependant = { ...dependantOf(planned), changes: ids };
  const { retries, runAs, timeoutSeconds } = resource;
  if (steps.length === 0)
    return { change, world, run: undefined, recorded: undefined, dependant, retries, claim: undefined };
  const back = module.steps(spec, to, from);
  return {
    change,
    world: { ...world, ...pick(to, ids) },
    run: {
      address: resource.address,
      forward: steps.map(onlyData),
      back: back.map(onlyData),
      runAs,
      timeoutSeconds,
    },
    dependant,
    retries,
    claim: claimOf(resource, change.action),
    recorded: {
      address: resource.address,
      module: module.name,
      name: resource.name,
      place: resource.place,
      spec,
      before: pick(from, ids),
      after: pick(to, ids),
    },
  };
}

const dependantOf = ({ resource, spec }: Planned): Dependant => ({
  address: resource.address,
  after: [...resource.after, ...resource.restartOn],
  restartedBy: resource.restartOn,
  looksAt: new Set(resource.module.read(spec).map(thingId)),
  changes: [],
});

const onlyData = (step: { thing: ThingId; to: JsonObject }): RunResource['forward'][number] => ({
  thing: step.thing,
  to: step.to,
});

export function refusedMove(planned: Planned, world: State, message: string, hint: string): Move {
  const change: ResourceChange = {
    address: planned.resource.address,
    place: planned.resource.place,
    action: 'refused',
    steps: [],
    differences: [],
    contents: [],
    refusal: { message, hint },
  };
  const nothing = { run: undefined, recorded: undefined, retries: undefined, claim: undefined };
  return { change, world, dependant: dependantOf(planned), ...nothing };
}

/** Where a resource's steps run as somebody else, they are who owns what is made without an owner. */
function selfAs(user: string | undefined, world: State): State | Refusal {
  if (user === undefined) return {};
  const login = loginIn(world, user);
  if (login.is === 'absent')
    return { refused: `there is no user ${user} on this host`, hint: 'make that account first' };
  if (login.is === 'may-not') {
    return {
      refused: `${login.as} may not act as ${user} there without a password`,
      hint: `use \`sudo\` for this host, or let ${login.as} become ${user} in sudoers (NOPASSWD)`,
    };
  }
  return { [thingId(selfProbe)]: { is: 'self', user: login.user, group: login.group } };
}

function plannedMove(planned: Planned, world: State): Move {
  const { module, runAs } = planned.resource;
  const self = selfAs(runAs, world);
  if (isRefusal(self)) return refusedMove(planned, world, self.refused, self.hint);
  const now = { ...pick(world, module.read(planned.spec).map(thingId)), ...self };
  const wanted = module.want(planned.spec, now);
  if (isRefusal(wanted)) return refusedMove(planned, world, wanted.refused, wanted.hint);
  return moveTo(planned, world, wanted);
}

export type PlanBasics = {
  readonly project: string;
  readonly host: string;
  readonly run: string;
  readonly policy: Policy;
  readonly runs: readonly RunSummary[];
  readonly kind: HostPlan['kind'];
  /** What starts something when the host comes up. */
  readonly hook: string | undefined;
  readonly undoes: string | undefined;
};

/** Moves in a row, made into what a person approves and what a host is sent. */
export function assemble(basics: PlanBasics, reading: State, moves: readonly Move[]): HostPlan {
  const { kind, policy } = basics;
  const needs = needsOf(moves.map(({ dependant }) => dependant));
  const resources = moves
    .filter((move) => move.run !== undefined)
    .map(({ run, retries }, index) => ({
      ...(run as NonNullable<Move['run']>),
      needs: policy.onFailure === 'continue' && kind === 'apply' ? (needs[index] ?? []) : [],
      retries: retries ?? policy.retries,
    }));
  const ids = [...new Set(resources.flatMap((resource) => resource.forward.map((step) => step.thing)))];
  const before = pick(reading, ids);
  const after = pick(moves.at(-1)?.world ?? reading, ids);
  const refused = moves.some((move) => move.change.action === 'refused');
  const plan = {
    host: basics.host,
    kind: basics.kind,
    changes: withConsequences(moves),
    runs: basics.runs,
    before,
    after,
    confirm: confirmOf(basics),
    undoes: basics.undoes,
  };
  if (refused || resources.length === 0) return { ...plan, request: undefined };
  const recorded = moves.flatMap((move) => move.recorded ?? []);
  const request: RunRequest = {
    kind: 'run',
    run: basics.run,
    project: basics.project,
    before,
    after,
    resources,
    keep: bytesToKeep(ids, before, after),
    record: printRecord({
      version: 1,
      run: basics.run,
      project: basics.project,
      host: basics.host,
      resources: recorded,
    }),
    claims: kind === 'rollback' ? [] : moves.flatMap((move) => move.claim ?? []),
    undoes: basics.undoes,
    // Going back has an order that nothing may be left out of.
    confirmSeconds: policy.confirmSeconds,
    onFailure: kind === 'rollback' && policy.onFailure === 'continue' ? 'stop' : policy.onFailure,
  };
  return { ...plan, request };
}

const confirmOf = ({ policy: { confirmSeconds: seconds }, hook }: PlanBasics): HostPlan['confirm'] =>
  seconds === undefined ? undefined : { seconds, hook: hook === 'none' ? undefined : hook };

function bytesToKeep(ids: readonly ThingId[], before: State, after: State): RunRequest['keep'] {
  return contentChanges(ids, before, after).flatMap(({ path, from }) => (from ? [{ path, ...pickRef(from) }] : []));
}

const pickRef = ({ sha256, size }: { sha256: string; size: number }): { sha256: string; size: number } => ({
  sha256,
  size,
});

/** What is to be done about resources that left the text, given the world that the others leave. */
export type Removals = { readonly now: State; moves(world: State): readonly Move[] };

export function planHost(
  basics: PlanBasics,
  planned: readonly Planned[],
  reading: State,
  removals: Removals,
): HostPlan {
  const moves: Move[] = [];
  let world: State = { ...removals.now, ...reading };
  for (const resource of planned) {
    const move = plannedMove(resource, world);
    moves.push(move);
    world = move.world;
  }
  return assemble(basics, { ...removals.now, ...reading }, [...moves, ...removals.moves(world)]);
}
