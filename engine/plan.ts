// A plan: what is now, what should be, and the way between, for one host. Pure. What an earlier resource will do is
// known when a later one is planned, so that a plan says what apply will do.
import {
  type ContentRef,
  claimOf,
  isRefusal,
  isToGo,
  type Probe,
  probeOf,
  type Refusal,
  type State,
  type ThingId,
  type Tools,
  thingId,
} from '../modules/contract.ts';
import { entriesAfter, knownTo, loginIn, loginProbe, selfProbe } from '../modules/things/index.ts';
import { type Contents, specWithContents } from './contents.ts';
import type { RunRequest } from './host.ts';
import { withinRights } from './login.ts';
import { contentChanges, type Move, type MoveOptions, moveTo, type Planned, pick, refusedMove } from './move.ts';
import { needsOf } from './needs.ts';
import { inOrder } from './order.ts';
import { pathsOfOthers } from './others.ts';
import { withConsequences } from './outlook.ts';
import type { Policy, Project } from './project.ts';
import type { Reading } from './reading.ts';
import { printRecord } from './record.ts';
import type { HostPlan, RunSummary } from './result.ts';
import { type Complaints, passingTrial } from './trial.ts';
import { answeredBy } from './unanswered.ts';

/** What its order is made of. */
function itemOf({ resource, spec }: Planned) {
  const claims = [claimOf(resource.module, spec), ...(resource.module.makes?.(spec) ?? [])];
  return { resource, spec, claims, needs: new Set<string>(resource.module.read(spec).map(thingId)) };
}

/** The resources of one host, in the order in which they will be taken. */
export function resourcesOf(project: Project, host: string, contents: Contents): readonly Planned[] {
  const items = project.resources
    .filter((resource) => resource.hosts.includes(host))
    .map((resource) => answeredBy({ resource, spec: specWithContents(resource, contents) }, itemOf));
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

/** What is left once it is gone, if it may go. */
function absence({ resource, spec }: Planned, now: State, world: State): State | Refusal {
  const { module } = resource;
  const inside = (Object.keys(now) as ThingId[]).flatMap((id) => {
    const { type, at } = probeOf(id);
    const names = now[id]?.['names'];
    if (type !== 'entries' || !Array.isArray(names)) return [];
    return [[id, { is: 'entries', names: entriesAfter(at, names as readonly string[], world) }] as const];
  });
  return module.absent?.(spec, { ...now, ...Object.fromEntries(inside) }) ?? now;
}

/** Why it may not go, whether its module is told by all of them (`absent`) or has a `state` of its own. */
function staysRefusal({ resource, spec }: Planned, now: State, wanted: State): Refusal | undefined {
  const { module, preventDestroy } = resource;
  if (!preventDestroy || spec['state'] !== 'absent' || module.steps(spec, now, wanted).length === 0) return undefined;
  return {
    refused: 'prevent_destroy says that it stays, and `state: absent` that it goes',
    hint: 'take one of the two out of the text',
  };
}

function plannedMove(planned: Planned, world: State, tools: Tools, options: MoveOptions): Move {
  const { module, runAs } = planned.resource;
  const self = selfAs(runAs, world);
  if (isRefusal(self)) return refusedMove(planned, world, self.refused, self.hint);
  const now = { ...pick(world, knownTo(module, planned.spec, world)), ...self };
  const wanted = isToGo(module, planned.spec) ? absence(planned, now, world) : module.want(planned.spec, now, tools);
  if (isRefusal(wanted)) return refusedMove(planned, world, wanted.refused, wanted.hint);
  const stays = staysRefusal(planned, now, wanted);
  if (stays) return refusedMove(planned, world, stays.refused, stays.hint);
  return moveTo(planned, world, wanted, options);
}

export type PlanBasics = {
  readonly project: string;
  readonly host: string;
  readonly run: string;
  readonly policy: Policy;
  readonly runs: readonly RunSummary[];
  readonly dropped?: boolean;
  readonly kind: HostPlan['kind'];
  /** What starts something when the host comes up. */
  readonly hook: string | undefined;
  readonly undoes: string | undefined;
};

/** What hosts with the same moves have in common is worked out once; what is a host's own is put to it. */
export type PlanFor = (basics: PlanBasics) => HostPlan;

/** Moves in a row, made into what a person approves and what a host is sent. */
export function assemble(
  { kind, policy, project }: Pick<PlanBasics, 'kind' | 'policy' | 'project'>,
  reading: State,
  moves: readonly Move[],
): PlanFor {
  const needs = needsOf(moves.map(({ dependant }) => dependant));
  const resources = moves
    .filter((move) => move.run !== undefined)
    .map(({ run, retries }, index) => ({
      ...(run as NonNullable<Move['run']>),
      ...(kind === 'rollback' && run ? { forward: run.forward.map(unchecked) } : {}),
      needs: policy.onFailure === 'continue' && kind === 'apply' ? (needs[index] ?? []) : [],
      retries: retries ?? policy.retries,
    }));
  const ids = [...new Set(resources.flatMap((resource) => resource.forward.map((step) => step.thing)))];
  const oneWay = [...new Set(moves.flatMap((move) => move.oneWay))];
  const before = pick(reading, ids);
  const after = pick(moves.at(-1)?.world ?? reading, ids);
  const isToRun = resources.length > 0 && moves.every((move) => move.change.action !== 'refused');
  const plan = { kind, changes: withConsequences(moves), before, after };
  const recorded = moves.flatMap((move) => move.recorded ?? []);
  const request = {
    ...({ kind: 'run', project, before, after, resources, oneWay } as const),
    keep: bytesToKeep(ids, before, after),
    claims: kind === 'rollback' ? [] : moves.flatMap((move) => move.claim ?? []),
    // Going back has an order that nothing may be left out of.
    confirmSeconds: policy.confirmSeconds,
    onFailure: kind === 'rollback' && policy.onFailure === 'continue' ? 'stop' : policy.onFailure,
  } satisfies Partial<RunRequest>;
  return (basics) => {
    const { host, run, runs, undoes, dropped } = basics;
    const own = {
      ...plan,
      host,
      runs,
      ...(dropped ? { dropped: true as const } : {}),
      confirm: confirmOf(basics),
      undoes,
    };
    const record = (): string => printRecord({ version: 1, run, project, host, resources: recorded });
    return { ...own, request: isToRun ? { ...request, run, undoes, record: record() } : undefined };
  };
}

/** What was there before comes back, whatever anybody thinks of it now. */
const unchecked = ({ thing, to }: RunRequest['resources'][number]['forward'][number]) => ({ thing, to });

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

export type Circumstances = {
  readonly reading: Pick<Reading, 'state' | 'owed' | 'login' | 'proofs'>;
  readonly removals: Removals;
  readonly contents: Pick<Contents, 'make' | 'proofs'>;
  /** What the host's own programs say against what is to be put in place. */
  readonly complaints: Complaints;
  /** What of the text is not planned, and is there all the same. */
  readonly leftOut: readonly Planned[];
};

export function planHost(
  general: Pick<PlanBasics, 'kind' | 'policy' | 'project'>,
  planned: readonly Planned[],
  { reading: { state, owed, login, proofs }, removals, contents, complaints, leftOut }: Circumstances,
): PlanFor {
  const moves: Move[] = [];
  const changed = new Set<string>();
  const claimed = new Set(planned.map(({ resource: { module }, spec }) => module.key(spec)));
  let world: State = { ...removals.now, ...state };
  for (const resource of planned) {
    const { address, restartOn } = resource.resource;
    const isTriggered = owed.includes(address) || restartOn.some((other) => changed.has(other));
    const tools = {
      bytes: (text: string) => contents.make(text),
      changesBefore: changed.size > 0,
      waits: restartOn.length > 0,
      others: (folder: string) => pathsOfOthers([...planned, ...leftOut], resource, folder),
      isKept(secret: ContentRef, id: ThingId) {
        const [kept, own] = [proofs.get(id), contents.proofs?.of(secret)];
        return kept === undefined || own === undefined ? undefined : kept === own;
      },
    };
    const found = plannedMove(resource, world, tools, { isTriggered, claimed });
    const tried = passingTrial(resource, found, {
      complaints,
      changesBefore: changed.size > 0,
      make: contents.make,
      world,
    });
    const move = withinRights(login, resource, tried, { moves, told: state, world });
    if (move.run) changed.add(address);
    moves.push(move);
    world = move.world;
  }
  return assemble(general, { ...removals.now, ...state }, [...moves, ...removals.moves(world)]);
}
