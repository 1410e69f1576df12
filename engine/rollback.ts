// A rollback is a plan like any other: from what is now to what was before a run. Pure.
import { type JsonObject, probeOf, type State, type ThingId, thingId } from '../modules/contract.ts';
import { moduleBack } from './by-record.ts';
import { failure, noAnswers } from './failure.ts';
import { type Inside, type Kept, keptFolders, keptText, parseInside } from './kept.ts';
import { differencesBetween, forcedMove, isSame, type Move, moveTo, type Planned, refusedMove } from './move.ts';
import { assemble, type PlanBasics } from './plan.ts';
import type { Project } from './project.ts';
import { parseReading } from './reading.ts';
import { parseRecord, partOf, type RecordedResource, type RunRecord } from './record.ts';
import type { HostFailure, HostPlan, RunSummary } from './result.ts';

export type RecordAnswer = {
  readonly record: RunRecord;
  readonly now: State;
  readonly runs: readonly RunSummary[];
  readonly hook: string | undefined;
  readonly inside: Inside;
};

const INSIDE = 'inside ';
const RECORD_LINE = /^record (\S+) (.*)$/s;

/** The record of a run and what its things are now, as a host tells them. */
export function parseRecordAnswer(
  host: string,
  run: string | undefined,
  lines: readonly string[],
): RecordAnswer | { readonly failure: HostFailure } {
  const found = lines.map((line) => RECORD_LINE.exec(line)).find((match) => match !== null);
  if (!found) {
    const message =
      run === undefined
        ? 'there is no run of this project on this host that can be taken back'
        : `this host has no run ${run}, or not any more: older runs are dropped in time`;
    return { failure: failure(host, 'nothing-to-undo', message, '`viki status` shows the runs that it has') };
  }
  const record = parseRecord(found[2] ?? '');
  if ('unreadable' in record) {
    const message = `the record of the run ${found[1]} can't be read: ${record.unreadable}`;
    return { failure: failure(host, 'not-understood', message, "it lies in viki's folder on the host, under runs/") };
  }
  const unknown = record.resources.find((resource) => moduleBack(resource) === undefined);
  if (unknown) {
    const message = `the run ${record.run} used the module ${unknown.module}, which this viki does not have`;
    return {
      failure: failure(host, 'not-understood', message, 'take it back with the viki that made it, or a newer one'),
    };
  }
  const things = thingsOf(record);
  const probes = things.map(probeOf);
  const told = lines.flatMap((line) => (line.startsWith(INSIDE) ? [line.slice(INSIDE.length)] : []));
  const reading = parseReading(probes, lines);
  if (reading.unanswered.length > 0) return { failure: noAnswers(host, reading.unanswered) };
  const { state: now, runs, hook } = reading;
  return { record, now, runs, hook, inside: parseInside(told, things) };
}

/** The things that a run changed, in the order in which its runner asks for them. */
export function thingsOf(record: RunRecord): readonly ThingId[] {
  const ids = record.resources.flatMap((resource) => Object.keys(resource.after) as ThingId[]);
  return [...new Set(ids)].toSorted();
}

/** What each thing was before the whole run, and after it. */
function endsOf(record: RunRecord): { before: State; after: State } {
  const before = Object.assign({}, ...record.resources.toReversed().map((resource) => resource.before)) as State;
  const after = Object.assign({}, ...record.resources.map((resource) => resource.after)) as State;
  return { before, after };
}

export function asPlanned(resource: RecordedResource, host: string): Planned | undefined {
  const module = moduleBack(resource);
  if (!module) return undefined;
  return {
    resource: {
      address: resource.address,
      module,
      name: resource.name,
      spec: resource.spec,
      hosts: [host],
      after: [],
      restartOn: [],
      preventDestroy: false,
      runAs: resource.runAs,
      isTakenBack: true,
      timeoutSeconds: undefined,
      retries: undefined,
      place: resource.place,
    },
    spec: resource.spec,
  };
}

/** What somebody else did since: neither as the run left it, nor as it was before. */
function changedSince(
  resource: RecordedResource,
  now: State,
  ends: { before: State; after: State },
): readonly ThingId[] {
  return (Object.keys(resource.after) as ThingId[]).filter((id) => {
    const [current, before, after] = [now[id], ends.before[id], ends.after[id]];
    return current && before && after && !isSame(id, current, after) && !isSame(id, current, before);
  });
}

type Objection = { readonly message: string; readonly hint: string };

/** What speaks against taking something back; undefined where nothing does. */
function objectionTo(
  { change }: Move,
  others: readonly ThingId[],
  { after, world, later, stays }: { after: State; world: State; later: string; stays: boolean },
): Objection | undefined {
  if (others.length > 0) {
    const what = differencesBetween(others, after, world).map(({ what, from, to }) => `${what} ${from} → ${to}`);
    const where = others.map((id) => probeOf(id).at).join(', ');
    const message = `somebody changed ${where} since that run (${what.join('; ')})${later}`;
    return { message, hint: 'look at it first' };
  }
  if (!stays || change.action !== 'remove') return undefined;
  const message = 'that run created it, and prevent_destroy says that it stays';
  return { message, hint: 'take prevent_destroy out of the text first' };
}

function moveBack(resource: RecordedResource, planned: Planned, world: State, kept: Kept): Move {
  // A module may look at things that this run never changed: they stay as the world has them.
  const looked = planned.resource.module.read(planned.spec).map(thingId);
  const known = Object.fromEntries(looked.map((id) => [id, world[id] ?? { is: 'absent' }])) as State;
  const target = Object.entries(resource.before).filter(([id]) => !kept.has(id as ThingId));
  const more = Object.keys(resource.before) as ThingId[];
  const move = moveTo(planned, { ...known, ...world }, { ...known, ...world, ...Object.fromEntries(target) }, { more });
  const staying = move.change.action === 'none' ? stayingText(resource, planned, { ...known, ...world }) : '';
  const note = [keptText(kept, more), staying].filter((text) => text !== '').join('; ');
  return note === '' ? move : { ...move, change: { ...move.change, note } };
}

/** What nobody can take back and is there still; empty where somebody else has taken it away since. */
function stayingText({ before, after }: RecordedResource, { resource, spec }: Planned, world: State): string {
  const isThere = (id: ThingId): boolean => {
    const [now, was, left] = [world[id], before[id], after[id]];
    return now !== undefined && (!was || !isSame(id, now, was) || (left !== undefined && isSame(id, now, left)));
  };
  const ways = resource.module.steps(spec, { ...world, ...before }, { ...world, ...after });
  const reasons = ways.flatMap(({ thing, oneWay }) => (oneWay !== undefined && isThere(thing) ? [oneWay] : []));
  return reasons.length === 0 ? '' : `what it did stays: ${[...new Set(reasons)].join('; ')}`;
}

export const staysIn = ({ resources }: Pick<Project, 'resources'>): ReadonlySet<string> =>
  new Set(resources.filter(({ preventDestroy }) => preventDestroy).map(({ address }) => address));

/** What a run restarted because of its changes is restarted once they are taken back. */
function actAgain(
  moves: Move[],
  chosen: readonly RecordedResource[],
  host: string,
  { world, asked }: { readonly world: State; readonly asked: State },
): void {
  for (const resource of chosen) {
    const { acts } = resource;
    const planned = asPlanned(resource, host);
    if (!planned || !acts) continue;
    const looked = planned.resource.module.read(planned.spec).map(thingId);
    // (a host is asked only for what the run has changed; a service that was only restarted is to run as it did)
    const left = (id: ThingId): JsonObject | undefined => (asked[id] ? world[id] : acts[id]);
    const now = Object.fromEntries(looked.map((id) => [id, left(id) ?? { is: 'absent' }])) as State;
    const acting = moveTo(planned, { ...world, ...now }, { ...world, ...now }, { isTriggered: true });
    if (!acting.recorded) continue;
    const own = moves.findIndex(({ change, run }) => change.address === resource.address && !run);
    if (own >= 0) moves.splice(own, 1);
    moves.push({ ...acting, recorded: { ...acting.recorded, acts } });
  }
}

/** Who has been at work there since, as the host remembers it. */
function laterRuns(runs: readonly RunSummary[], run: string): string {
  const place = runs.findIndex((summary) => summary.run === run);
  const later =
    place < 0 ? [] : runs.slice(place + 1).filter(({ outcome }) => outcome === 'done' || outcome === 'partly');
  return later.length === 0
    ? '; no run of viki did'
    : `; runs there since: ${later.map((summary) => `${summary.run} of ${summary.who}`).join(', ')}`;
}

export type RollbackChoice = {
  readonly force: boolean;
  /** Only these are taken back; the run then counts as not undone. */
  readonly resources: readonly string[] | undefined;
  /** What the text says is never taken away. */
  readonly stays?: ReadonlySet<string>;
};

export function planRollbackOf(
  basics: PlanBasics,
  { record, now, inside }: Pick<RecordAnswer, 'record' | 'now' | 'inside'>,
  choice: RollbackChoice,
): HostPlan {
  const { force, resources, stays } = choice;
  const later = laterRuns(basics.runs, record.run);
  const ends = endsOf(record);
  const moves: Move[] = [];
  let world = now;
  const chosen = record.resources.filter(({ address }) => resources?.includes(address) ?? true);
  const kept = keptFolders(now, endsOf({ ...record, resources: chosen }).before, inside);
  for (const resource of chosen.toReversed()) {
    const planned = asPlanned(resource, basics.host);
    if (!planned) throw new Error(`the run was made with the module ${resource.module}, which this viki does not have`);
    const back = moveBack(resource, planned, world, kept);
    const about = { after: ends.after, world, later, stays: stays?.has(resource.address) ?? false };
    const objection = objectionTo(back, changedSince(resource, now, ends), about);
    const refuse = ({ message, hint }: Objection): Move =>
      force ? forcedMove(back, message) : refusedMove(planned, world, message, hint, 'takes it back all the same');
    const move = objection ? refuse(objection) : back;
    moves.push(move);
    world = move.world;
  }
  if (moves.some(({ run }) => run)) actAgain(moves, chosen, basics.host, { world, asked: now });
  const undoes = chosen.length < record.resources.length ? partOf(record.run) : record.run;
  return assemble(basics, now, moves)({ ...basics, undoes });
}
