// A plan that is kept to be applied later: what was shown, bound to what the text asked for and to how the hosts were. Pure.
// It holds marks (sums) of the text, states of things and the lines that people saw; no bytes, and nothing secret.
import { type ContentRef, probeOf, type State, type ThingId } from '../modules/contract.ts';
import { type Contents, specWithContents } from './contents.ts';
import { differenceText, isSame } from './move.ts';
import type { HostSettings, Place, Project, Resource } from './project.ts';
import type { HostPlan, ResourceChange } from './result.ts';

/** The same mark is the same text: a sum, made outside of here. */
export type Marker = (text: string) => string;

export type SavedResource = {
  readonly mark: string;
  /** The bytes that it asks for. */
  readonly content?: ContentRef;
  /** What its secrets come to, as it was hidden. */
  readonly secrets?: string;
};

export type SavedHost = {
  /** How it is reached. */
  readonly mark: string;
  /** What the text asks of it, by address. */
  readonly resources: { readonly [address: string]: SavedResource };
  readonly changes: readonly ResourceChange[];
  readonly before: State;
  readonly after: State;
  /** What would be sent to it: every step, in order, and what a failure means. */
  readonly deed: string;
};

export type SavedPlan = {
  readonly version: 1;
  readonly project: string;
  /** When it was made, by the clock of whoever made it. */
  readonly madeAt: string;
  /** What its secrets were hidden with; a plan without secrets has none. */
  readonly salt?: string;
  /** Only these resources were planned; left out where all were. */
  readonly only?: readonly string[];
  readonly hosts: { readonly [host: string]: SavedHost };
};

/** What is not as it was when the plan was made. `isDone`: that is because all is there already that it wanted. */
export type Stale = {
  readonly host: string;
  readonly what: string;
  readonly place: Place | undefined;
  readonly isDone?: true;
};

/** The specs of resources have maps and lists in an order that means nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)]));
}

const markOf = (value: unknown, marker: Marker): string => marker(JSON.stringify(sorted(value)));

/** Where a host is and who we are there; never what lets us in. */
function hostMark({ via, address, port, user, jump, sudo }: HostSettings, marker: Marker): string {
  return markOf({ via, address, port, user, jump, sudo: sudo !== undefined }, marker);
}

function savedResource(resource: Resource, contents: Contents, marker: Marker): SavedResource {
  const whole = Object.entries(specWithContents(resource, contents));
  const spec = Object.fromEntries(whole.filter(([, value]) => !isHidden(value)));
  const hidden = whole.filter(([, value]) => isHidden(value));
  const secrets = hidden.length === 0 ? {} : { secrets: markOf(hidden, marker) };
  const isRead = Object.values(resource.module.spec.fields).some(({ bytes }) => bytes !== undefined);
  const { content, ...fields } = spec;
  const { address, after, restartOn, runAs, timeoutSeconds, retries, preventDestroy } = resource;
  const others = { address, after, restartOn, runAs, timeoutSeconds, retries, preventDestroy };
  if (!isRead || content === undefined) return { mark: markOf([spec, others], marker), ...secrets };
  return { mark: markOf([fields, others], marker), content: content as ContentRef, ...secrets };
}

const isHidden = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && (value as Partial<ContentRef>).isSecret === true;

function resourcesOn(project: Project, host: string, contents: Contents, marker: Marker): Map<string, SavedResource> {
  const there = project.resources.filter(({ hosts }) => hosts.includes(host));
  return new Map(there.map((resource) => [resource.address, savedResource(resource, contents, marker)]));
}

/** (The run's name and its record are new with every plan; everything that is done is in here.) */
function deedOf({ request }: HostPlan, marker: Marker): string {
  if (!request) return markOf(undefined, () => 'nothing');
  const { resources, keep, onFailure, confirmSeconds, undoes } = request;
  return markOf({ resources, keep, onFailure, confirmSeconds, undoes }, marker);
}

export function savePlan(
  project: Project,
  contents: Contents,
  plans: readonly HostPlan[],
  { madeAt, salt, marker }: { readonly madeAt: string; readonly salt: string; readonly marker: Marker },
): SavedPlan {
  const hosts = plans.map((plan): readonly [string, SavedHost] => {
    const settings = project.hosts.get(plan.host);
    if (!settings) throw new Error(`the project has no host ${plan.host}`);
    const resources = Object.fromEntries(resourcesOn(project, plan.host, contents, marker));
    const { changes, before, after } = plan;
    return [
      plan.host,
      { mark: hostMark(settings, marker), resources, changes, before, after, deed: deedOf(plan, marker) },
    ];
  });
  const hiding = project.resources.some(({ secrets }) => secrets) ? { salt } : {};
  const only = project.part && { only: project.part.names };
  return { version: 1, project: project.name, madeAt, ...hiding, ...only, hosts: Object.fromEntries(hosts) };
}

/** What the text asks for now and did not then, or the other way round. No host has to be asked for this. */
export function staleText(saved: SavedPlan, project: Project, contents: Contents, marker: Marker): readonly Stale[] {
  return Object.entries(saved.hosts).flatMap(([host, then]): readonly Stale[] => {
    const settings = project.hosts.get(host);
    if (!settings) return [{ host, what: `the text has no host ${host} any more`, place: undefined }];
    const stale: Stale[] = [];
    const tell = (what: string, place: Place | undefined): void => {
      stale.push({ host, what, place });
    };
    if (hostMark(settings, marker) !== then.mark) tell('the way to it is another one', settings.place);
    const now = resourcesOn(project, host, contents, marker);
    for (const [address, resource] of now) {
      const what = textDifference(address, then.resources, resource);
      if (what !== undefined) tell(what, project.resources.find((one) => one.address === address)?.place);
    }
    for (const address of Object.keys(then.resources)) {
      if (!now.has(address)) tell(`${address} is not in the text any more`, undefined);
    }
    return stale;
  });
}

function textDifference(address: string, then: SavedHost['resources'], now: SavedResource): string | undefined {
  const known = Object.hasOwn(then, address) ? then[address] : undefined;
  if (!known) return `${address} is new in the text`;
  if (known.mark !== now.mark) return `the text says something else of ${address}`;
  if (known.secrets !== now.secrets) return `a secret of ${address} is another`;
  return known.content?.sha256 === now.content?.sha256 ? undefined : `the content of ${address} is another`;
}

const isNothing = (changes: readonly ResourceChange[]): boolean => changes.every(({ action }) => action === 'none');

function doneAlready({ host, runs }: HostPlan, project: string): Stale {
  const made = runs.filter((run) => run.project === project && run.undoes === undefined && run.undoneBy === undefined);
  const last = made.findLast(({ outcome }) => outcome === 'done');
  const by = last ? ` (the last run was ${last.run}, by ${last.who})` : '';
  return { host, what: `all is there already that this plan wanted${by}`, place: undefined, isDone: true };
}

/** What a person calls a thing; some are named by what only a program reads, and of some there is only one on a host. */
function nameOf(id: ThingId): string {
  const { type, at } = probeOf(id);
  if (type === 'path') return at;
  return at === '' || /^[[{]/.test(at) ? type : `${type} ${at}`;
}

const toldOnce = (stale: readonly Stale[]): readonly Stale[] => [
  ...new Map(stale.map((one) => [one.what, one])).values(),
];

/** What is otherwise on a host, seen from a plan that was made just now. */
export function staleHost(then: SavedHost, now: HostPlan, project: string, marker: Marker): readonly Stale[] {
  const { host } = now;
  if (isNothing(now.changes) && !isNothing(then.changes)) return [doneAlready(now, project)];
  const ids = [...new Set([...Object.keys(then.before), ...Object.keys(now.before)])] as ThingId[];
  const stale = ids.flatMap((id): Stale[] => {
    const [was, is] = [then.before[id], now.before[id]];
    if (was && is && isSame(id, was, is)) return [];
    if (was && is)
      return [{ host, what: `${nameOf(id)} is not as it was: ${differenceText(id, was, is)}`, place: undefined }];
    const what = is ? `${nameOf(id)} would be changed as well` : `${nameOf(id)} would not be changed any more`;
    return [{ host, what, place: undefined }];
  });
  if (stale.length > 0) return toldOnce(stale);
  const otherwise = now.changes.filter((change) => {
    const planned = then.changes.find(({ address }) => address === change.address);
    return planned?.action !== change.action || planned.steps.join('\n') !== change.steps.join('\n');
  });
  if (otherwise.length > 0) {
    return otherwise.map(({ address, place }) => ({ host, what: `${address} would be done otherwise`, place }));
  }
  if (deedOf(now, marker) === then.deed) return [];
  return [{ host, what: 'what would be done is not the same: another policy, or another viki', place: undefined }];
}
