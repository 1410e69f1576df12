// What is known of one project and its hosts, as plain data; every view is a function of it. In here is what it is, and what
// the text and work that begins or ends make of it; what the engine tells is folded in news.ts. Pure: it may not import
// vscode, and asks neither hosts nor the clock.
import type { HostSettings, Place, Project, Resource } from '../../engine/project.ts';
import type { ApplyResult, DataFound, HostFailure, HostPlan, ResourceChange, RunSummary } from '../../engine/result.ts';

export type Work = 'plan' | 'apply' | 'rollback';

/** Where a host is in the work that goes on, or how the last work on it ended. */
export type Phase =
  | 'not-asked'
  | 'waiting'
  | 'connecting'
  /** It could not be connected to, and is tried again. */
  | 'retrying'
  | 'reading'
  | 'planned'
  | 'sending'
  | 'applying'
  | 'verifying'
  /** All is done, and goes back unless a new connection confirms it. */
  | 'awaiting'
  | 'confirmed'
  | 'walking-back'
  | 'recovering'
  | 'done'
  | 'failed';

export type ResourceState =
  | 'unknown'
  | 'same'
  | 'create'
  | 'change'
  | 'remove'
  | 'refused'
  | 'running'
  | 'changed'
  | 'taken-back'
  /** What it builds upon failed. */
  | 'skipped'
  | 'failed';

export type ResourceRow = {
  readonly address: string;
  readonly place: Place | undefined;
  readonly state: ResourceState;
  readonly change: ResourceChange | undefined;
};

/** What a host remembers of runs, as it was last told. */
export type History = {
  /** The newest last. */
  readonly runs: readonly RunSummary[];
  /** The run that waits to be confirmed. */
  readonly awaiting: string | undefined;
  /** There were older ones, which can't be taken back any more. */
  readonly dropped: boolean;
};

export type HostProgress = {
  readonly address: string;
  readonly number: number;
  readonly of: number;
  /** How often the step was tried again. */
  readonly retries: number;
};

export type HostRow = {
  readonly name: string;
  readonly place: Place | undefined;
  readonly groups: readonly string[];
  /** A change of it must be confirmed by its name. */
  readonly protected: boolean;
  readonly phase: Phase;
  /** Why it is connected to once more, while it is. */
  readonly retrying: string | undefined;
  /** It could not be reached, and is left alone for a while. */
  readonly leftAlone: boolean;
  readonly resources: readonly ResourceRow[];
  readonly plan: HostPlan | undefined;
  readonly result: ApplyResult | undefined;
  readonly failure: HostFailure | undefined;
  readonly progress: HostProgress | undefined;
  /** How long the host waits to be confirmed. */
  readonly confirmSeconds: number | undefined;
  readonly history: History | undefined;
  /** The last run from here that was to change each resource, by address. */
  readonly touched: ReadonlyMap<string, string>;
  /** What was found of the data that the text asks for. */
  readonly data: readonly DataFound[];
};

export type Board = {
  readonly folder: string;
  readonly name: string;
  /** Errors in the text: while there are any, nothing can be planned and `hosts` is as it last was. */
  readonly errors: number;
  readonly hosts: readonly HostRow[];
  readonly working:
    | { readonly work: Work; readonly hosts: readonly string[]; readonly cancelling: boolean }
    | undefined;
  /** The last work that ended, when, and a mark of the text that it was about. */
  readonly last: { readonly work: Work; readonly at: number; readonly text: string } | undefined;
  /** A mark of the text as it is now. */
  readonly text: string;
  /** What only a person can tell, in words: a plan that nobody clicked for needs it, and did not ask. */
  readonly needed: string | undefined;
};

export const emptyBoard = (folder: string, name: string): Board => ({
  folder,
  name,
  errors: 0,
  hosts: [],
  working: undefined,
  last: undefined,
  text: '',
  needed: undefined,
});

const newHost = (name: string): HostRow => ({
  name,
  place: undefined,
  groups: [],
  protected: false,
  phase: 'not-asked',
  retrying: undefined,
  leftAlone: false,
  resources: [],
  plan: undefined,
  result: undefined,
  failure: undefined,
  progress: undefined,
  confirmSeconds: undefined,
  history: undefined,
  touched: new Map(),
  data: [],
});

const isSamePlace = (one: Place | undefined, other: Place | undefined): boolean =>
  one === other || (one?.line === other?.line && one?.column === other?.column && one?.file === other?.file);

const isSameList = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((item, index) => item === other[index]);

/** What an edit did not touch stays the very same data: views draw nothing of it again. */
function declaredHost(known: HostRow, settings: HostSettings, resources: readonly Resource[]): HostRow {
  const rows = new Map(known.resources.map((row) => [row.address, row]));
  const declared = resources.map(({ address, place }): ResourceRow => {
    const row = rows.get(address);
    rows.delete(address);
    if (row && isSamePlace(row.place, place)) return row;
    return { address, place, state: row?.state ?? 'unknown', change: row?.change };
  });
  // What had left the text before this edit is still on the host.
  const left = [...rows.values()].filter(({ change }) => change?.note !== undefined);
  const { place, groups } = settings;
  const now = [...declared, ...left];
  const isSame =
    isSamePlace(known.place, place) &&
    isSameList(known.groups, groups) &&
    known.protected === settings.protected &&
    isSameList(known.resources, now);
  return isSame ? known : { ...known, place, groups, protected: settings.protected, resources: now };
}

/** The text has changed: hosts and resources come and go, what is known of those that stay is kept. */
export function declare(board: Board, text: string, project: Project | undefined, errors: number): Board {
  if (!project) return { ...board, text, errors };
  if (board.text === text && board.errors === errors && board.hosts.length > 0) return board;
  const known = new Map(board.hosts.map((host) => [host.name, host]));
  const resources = new Map<string, Resource[]>([...project.hosts.keys()].map((name) => [name, []]));
  for (const resource of project.resources) for (const host of resource.hosts) resources.get(host)?.push(resource);
  const hosts = [...project.hosts.values()].map((settings): HostRow => {
    const { name } = settings;
    return declaredHost(known.get(name) ?? newHost(name), settings, resources.get(name) ?? []);
  });
  return { ...board, text, errors, name: project.name, hosts };
}

export const mapHosts = (board: Board, change: (host: HostRow) => HostRow): Board => ({
  ...board,
  hosts: board.hosts.map(change),
});

/** What was true of earlier work only. */
const AFRESH = {
  failure: undefined,
  result: undefined,
  progress: undefined,
  retrying: undefined,
  confirmSeconds: undefined,
} as const;

/** Work begins on these hosts: how earlier work on them ended no longer counts. */
export function begin(board: Board, work: Work, hosts: readonly string[] | undefined): Board {
  const concerned = new Set(board.hosts.map((host) => host.name).filter((name) => hosts?.includes(name) ?? true));
  const waiting = mapHosts(board, (host) =>
    concerned.has(host.name) ? { ...host, ...AFRESH, phase: 'waiting' } : host,
  );
  return { ...waiting, working: { work, hosts: [...concerned], cancelling: false }, needed: undefined };
}

export const unanswered = (board: Board, needed: string | undefined): Board => ({ ...board, needed });

export const cancelling = (board: Board): Board =>
  board.working ? { ...board, working: { ...board.working, cancelling: true } } : board;

/** Nothing goes on any more; a host that was on its way when the work broke off is not waited for. */
export function rest(board: Board): Board {
  const resting = (phase: Phase) =>
    phase === 'not-asked' || phase === 'planned' || phase === 'done' || phase === 'failed';
  const rested = mapHosts(board, (host) =>
    resting(host.phase)
      ? host
      : { ...host, phase: 'not-asked', progress: undefined, retrying: undefined, confirmSeconds: undefined },
  );
  return { ...rested, working: undefined };
}

/** Whether what is shown is about the text as it is now. */
export const isCurrent = (board: Board): boolean => board.last !== undefined && board.last.text === board.text;
