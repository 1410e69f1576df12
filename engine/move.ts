// A move: one resource on the way of a plan, from the world as it is to the states that its things should have. Pure.
import type { Difference, JsonObject, Spec, State, Step, ThingId } from '../modules/contract.ts';
import { isGone, isToGo, probeOf, thingId } from '../modules/contract.ts';
import { answersTo, knownTo, typeOf } from '../modules/things/index.ts';
import type { RunResource } from './host.ts';
import type { Dependant } from './needs.ts';
import { outlookOf } from './outlook.ts';
import type { Resource } from './project.ts';
import type { RecordedResource } from './record.ts';
import type { Action, ContentChange, ResourceChange } from './result.ts';

export type Planned = { readonly resource: Resource; readonly spec: Spec };

export const pick = (state: State, ids: readonly ThingId[]): State =>
  Object.fromEntries(ids.flatMap((id) => (state[id] ? [[id, state[id]]] : []))) as State;

export const isSame = (id: ThingId, left: JsonObject, right: JsonObject): boolean => {
  const { print } = typeOf(id);
  const [one, other] = [print(left), print(right)];
  return answersTo(one, other) || answersTo(other, one);
};

export function differencesBetween(ids: readonly ThingId[], from: State, to: State): readonly Difference[] {
  return ids.flatMap((id) => typeOf(id).differences(from[id] ?? {}, to[id] ?? {}));
}

/** How a thing that should be one way is another, in a line. */
export const differenceText = (id: ThingId, was: JsonObject, is: JsonObject): string =>
  differencesBetween([id], { [id]: was }, { [id]: is })
    .map(({ what, from, to }) => (from === '' ? `${what} ${to}` : `${what} ${from} → ${to}`))
    .join(', ');

export function contentChanges(ids: readonly ThingId[], from: State, to: State): readonly ContentChange[] {
  return ids.flatMap((id): ContentChange[] => {
    const { type, at } = probeOf(id);
    if (type !== 'path') return [];
    const [before] = typeOf(id).needs(from[id] ?? {});
    const [after] = typeOf(id).needs(to[id] ?? {});
    return before?.sha256 === after?.sha256 ? [] : [{ path: at, from: before, to: after }];
  });
}

function actionOf(key: ThingId, from: State, to: State): Action {
  const gone = (state: State): boolean => isGone(state[key]);
  const untold = typeOf(key).isUntold?.(from[key] ?? {}) ?? false;
  if ((gone(from) || untold) && !gone(to)) return 'create';
  return gone(to) && !gone(from) ? 'remove' : 'change';
}

/** One resource on the way of a plan: what it changes, and the world afterwards. */
export type Move = {
  readonly change: ResourceChange;
  readonly world: State;
  readonly run: Omit<RunResource, 'needs' | 'retries'> | undefined;
  readonly dependant: Dependant;
  /** The things that it changes for good. */
  readonly oneWay: readonly ThingId[];
  /** How often it says that it is tried again. */
  readonly retries: number | undefined;
  readonly recorded: RecordedResource | undefined;
  /** What plans to come will know of it. */
  readonly claim: string | undefined;
};

/** `created file.site`; what may not be destroyed says so, for when the text does not any more. */
function claimOf({ address, preventDestroy, module, spec }: Resource, action: Action, makesSome: boolean): string {
  if (isToGo(module, spec)) return `removed ${address}`;
  const kind = action === 'create' ? 'created' : makesSome ? 'grown' : 'adopted';
  return `${kind}${preventDestroy ? '-kept' : ''} ${address}`;
}

const isMade = (id: ThingId, from: State, to: State): boolean =>
  from[id]?.['is'] === 'absent' && to[id] !== undefined && to[id]['is'] !== 'absent';

export type MoveOptions = {
  readonly isTriggered?: boolean;
  readonly more?: readonly ThingId[];
  readonly claimed?: ReadonlySet<ThingId>;
};

/**
 * The way of one resource from the world as it is to the given states of its things. `isTriggered`: something that it
 * waits for changes, so what it does about that (a restart) is on the way as well. `more`: things that it has had to do with
 * as it was before. `claimed`: the things that the text speaks of; what its steps bring beside those is there
 * for whatever comes after it.
 */
export function moveTo(
  planned: Planned,
  world: State,
  to: State,
  { isTriggered = false, more = [], claimed }: MoveOptions = {},
): Move {
  const { resource, spec } = planned;
  const { module } = resource;
  const from = pick(world, [...knownTo(module, spec, world), ...more]);
  const ways = module.steps(spec, from, to);
  const acts = isTriggered ? (module.acts?.(spec, from, to) ?? []) : [];
  const steps = [...ways, ...acts];
  const ids = [...new Set(ways.map((step) => step.thing))];
  const change: ResourceChange = {
    address: resource.address,
    place: resource.place,
    action: steps.length === 0 ? 'none' : ways.length === 0 ? 'change' : actionOf(module.key(spec), from, to),
    steps: steps.map((step) => step.title),
    differences: differencesBetween(ids, from, to),
    contents: contentChanges(ids, from, to),
    outlook: outlookOf(steps),
    refusal: undefined,
  };
  const dependant = { ...dependantOf(planned), changes: ids, acts: acts.length > 0 };
  const { retries, runAs, isTakenBack, timeoutSeconds } = resource;
  if (steps.length === 0)
    return { change, world, run: undefined, recorded: undefined, dependant, oneWay: [], retries, claim: undefined };
  const back = module.steps(spec, to, from);
  return {
    change,
    world: { ...world, ...pick(to, ids), ...predicted(from, to), ...broughtBy(ways, world, claimed) },
    run: {
      address: resource.address,
      forward: ways.map(onlyData),
      back: back.map(({ thing, to: was }) => ({ thing, to: was })),
      acts: acts.map(({ thing, to: what }) => ({ thing, to: what })),
      // (what acts is theirs to do, also once more)
      runAs: isTakenBack && acts.length === 0 ? undefined : runAs,
      backAs: runAs,
      timeoutSeconds,
    },
    dependant,
    oneWay: ways.flatMap((step) => (step.oneWay === undefined ? [] : [step.thing])),
    retries,
    claim:
      ways.length === 0
        ? undefined
        : claimOf(
            resource,
            change.action,
            ids.some((id) => isMade(id, from, to)),
          ),
    recorded: {
      address: resource.address,
      module: module.name,
      name: resource.name,
      place: resource.place,
      spec,
      before: pick(from, ids),
      after: pick(to, ids),
      ...(module.acts && resource.restartOn.length > 0 ? { acts: settable({ ...from, ...to }) } : {}),
      ...(runAs === undefined ? {} : { runAs }),
    },
  };
}

function broughtBy(steps: readonly Step[], world: State, claimed: MoveOptions['claimed']): State {
  const brought = steps.flatMap(({ brings = {} }) => Object.entries(brings) as [ThingId, JsonObject][]);
  return Object.fromEntries(
    brought.filter(([id]) => claimed?.has(id) === false && world[id]?.['is'] === 'absent'),
  ) as State;
}

const settable = (state: State): State =>
  pick(
    state,
    (Object.keys(state) as ThingId[]).filter((id) => typeOf(id).set),
  );

/** What is only read and follows from what is set: the text of a file that gets another content, the account of a user. */
function predicted(from: State, to: State): State {
  const ids = Object.keys(to) as ThingId[];
  return pick(
    to,
    ids.filter((id) => to[id] !== from[id] && !typeOf(id).set),
  );
}

const dependantOf = ({ resource, spec }: Planned): Dependant => ({
  address: resource.address,
  after: [...resource.after, ...resource.restartOn],
  restartedBy: resource.restartOn,
  looksAt: new Set(resource.module.read(spec).map(thingId)),
  changes: [],
});

const onlyData = ({ thing, to, validate }: Step): RunResource['forward'][number] => ({
  thing,
  to,
  ...(validate ? { validate } : {}),
});

/** What speaks against it is told with it, where it is forced. */
export function forcedMove(move: Move, objection: string): Move {
  const { expected = [], oneWay = [], restarts = [], warnings = [] } = move.change.outlook ?? {};
  const outlook = { expected, oneWay, restarts, warnings: [...warnings, objection] };
  return { ...move, change: { ...move.change, outlook } };
}

/** `forced`: what is done all the same where that is forced. */
export function refusedMove(planned: Planned, world: State, message: string, hint: string, forced?: string): Move {
  const change: ResourceChange = {
    address: planned.resource.address,
    place: planned.resource.place,
    action: 'refused',
    steps: [],
    differences: [],
    contents: [],
    refusal: { message, hint, ...(forced !== undefined && { forced }) },
  };
  const nothing = { run: undefined, recorded: undefined, oneWay: [], retries: undefined, claim: undefined };
  return { change, world, dependant: dependantOf(planned), ...nothing };
}
