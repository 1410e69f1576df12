// What was last seen of a project's hosts, as the data of state.vk.json. Pure: state.ts reads and writes it. It holds
// addresses, counts, times, names of runs and what was asked of hosts for the text; nothing of their files, and no secret.
import type { Action, ApplyResult, HostPlan, ProjectPlan } from '../engine/result.ts';
import type { Json, JsonObject } from '../modules/contract.ts';
import type { Imported } from './legacy/migrate.ts';

export const STATE_VERSION = 2;
/** Of so many resources on a host it is noted which run touched them last; those that were not touched for longest go first. */
const TOUCHED_MAX = 2000;

export type SeenPlan = {
  readonly at: string;
  readonly counts: { readonly [action in Action]: number };
  readonly resources: { readonly [address: string]: Action };
};

export type SeenRun = {
  readonly id: string;
  readonly kind: HostPlan['kind'];
  readonly outcome: string;
  readonly at: string;
  /** The run that it took back. */
  readonly undoes?: string;
  /** A mark of what the text asked of this host: the same mark is the same wish. */
  readonly wish?: string;
  /** The same for each resource, by address. */
  readonly asked?: { readonly [address: string]: string };
};

/** What the text asks of a host, as marks. */
export type Wish = { readonly mark: string; readonly resources: { readonly [address: string]: string } };

/** What was found of each data, by address. */
export type SeenData = { readonly at: string; readonly found: { readonly [address: string]: Json } };

/** What a host told of itself, for texts that depend on it. */
export type SeenFacts = { readonly at: string; readonly found: JsonObject };

/** The facts of hosts, and when they were asked for. */
export type AskedFacts = { readonly known: ReadonlyMap<string, JsonObject>; readonly at: number };

export type SeenHost = {
  readonly plan?: SeenPlan;
  readonly run?: SeenRun;
  /** The last run from here that was to change each resource, by address. */
  readonly touched?: { readonly [address: string]: string };
  readonly data?: SeenData;
  readonly facts?: SeenFacts;
};

export type SeenState = {
  readonly version: typeof STATE_VERSION;
  readonly project: string;
  readonly hosts: { readonly [host: string]: SeenHost };
  /** What was taken over from the first viki. */
  readonly imported?: Imported;
};

export const nothingSeen = (project: string): SeenState => ({ version: STATE_VERSION, project, hosts: {} });

export const seenHost = (state: SeenState, host: string): SeenHost =>
  Object.hasOwn(state.hosts, host) ? (state.hosts[host] ?? {}) : {};

const timeText = (milliseconds: number): string => new Date(milliseconds).toISOString();

function withHosts(state: SeenState, seen: ReadonlyMap<string, SeenHost>): SeenState {
  const hosts = Object.entries(state.hosts).map(([name, host]) => [name, { ...host, ...seen.get(name) }] as const);
  const others = [...seen].filter(([name]) => !Object.hasOwn(state.hosts, name));
  return { ...state, hosts: Object.fromEntries([...hosts, ...others]) };
}

function seenPlan({ changes }: HostPlan, at: string): SeenPlan {
  const count = (action: Action): number => changes.filter((change) => change.action === action).length;
  const counts = {
    none: count('none'),
    create: count('create'),
    change: count('change'),
    remove: count('remove'),
    refused: count('refused'),
  };
  return { at, counts, resources: Object.fromEntries(changes.map(({ address, action }) => [address, action])) };
}

function seenData({ data = [] }: HostPlan, at: string): SeenData | undefined {
  const found = data.flatMap((one): [string, Json][] => ('found' in one ? [[one.address, one.found]] : []));
  return found.length === 0 ? undefined : { at, found: Object.fromEntries(found) };
}

/** The last run of this project that a host tells of: who begins anew, or never ran anything from here, has it from there. */
function toldRun({ runs }: HostPlan, project: string): SeenRun | undefined {
  const own = runs.filter((run) => run.project === project && !UNTOLD.has(run.outcome));
  const last = own.at(-1);
  if (!last) return undefined;
  const { run: id, outcome, startedAt, undoes } = last;
  const kind = undoes === undefined ? 'apply' : 'rollback';
  return { id, kind, outcome, at: timeText(startedAt * 1000), ...(undoes === undefined ? {} : { undoes }) };
}

/** These have not ended, or were none. */
const UNTOLD: ReadonlySet<string> = new Set(['running', 'unfinished', 'stale', 'locked']);

/** A plan was made. Hosts that did not answer keep what was seen of them; a preview of a rollback tells nothing of the text. */
export function withPlan(state: SeenState, plan: ProjectPlan, now: number): SeenState {
  const seen = new Map<string, SeenHost>();
  for (const { host, result } of plan.hosts) {
    if (!('plan' in result) || result.plan.kind !== 'apply') continue;
    const run = seenHost(state, host).run ?? toldRun(result.plan, state.project);
    const data = seenData(result.plan, timeText(now));
    seen.set(host, { plan: seenPlan(result.plan, timeText(now)), ...(run && { run }), ...(data && { data }) });
  }
  return withHosts(state, seen);
}

/** With the run that these changes were made by, in the order in which resources were touched. */
function touchedWith({ touched = {} }: SeenHost, { changes }: HostPlan, run: string): NonNullable<SeenHost['touched']> {
  const now = changes.filter(({ action }) => action !== 'none' && action !== 'refused').map(({ address }) => address);
  const others = Object.entries(touched).filter(([address]) => !now.includes(address));
  return Object.fromEntries([...others, ...now.map((address) => [address, run])].slice(-TOUCHED_MAX));
}

/** Runs have ended. Nothing is noted where no run began. */
export function withResults(
  state: SeenState,
  plan: ProjectPlan,
  results: readonly ApplyResult[],
  wishes: ReadonlyMap<string, Wish>,
  now: number,
): SeenState {
  const seen = new Map<string, SeenHost>();
  for (const { host, run, outcome } of results) {
    const planned = plan.hosts.find((candidate) => candidate.host === host)?.result;
    if (run === undefined || planned === undefined || !('plan' in planned)) continue;
    const { kind, undoes } = planned.plan;
    const wish = wishes.get(host);
    const optional = {
      ...(undoes === undefined ? {} : { undoes }),
      ...(wish && { wish: wish.mark, asked: wish.resources }),
    };
    const touched = UNTOLD.has(outcome) ? {} : { touched: touchedWith(seenHost(state, host), planned.plan, run) };
    seen.set(host, { run: { id: run, kind, outcome, at: timeText(now), ...optional }, ...touched });
  }
  return withHosts(state, seen);
}

/** Hosts were asked for their facts. */
export function withToldFacts(state: SeenState, { known, at }: AskedFacts): SeenState {
  const seen = [...known].map(([host, found]) => [host, { facts: { at: timeText(at), found } }] as const);
  return withHosts(state, new Map(seen));
}

/** Hosts that left the text are forgotten: they have kept their own memory. */
export function onlyHosts(state: SeenState, names: ReadonlySet<string>): SeenState {
  return { ...state, hosts: Object.fromEntries(Object.entries(state.hosts).filter(([name]) => names.has(name))) };
}
