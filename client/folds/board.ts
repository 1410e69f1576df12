// What is known of one project and its hosts, as plain data, folded from its text, its plans and the engine's events;
// every view is a function of it. Pure: it may not import vscode, and asks neither hosts nor the clock.
import type { Place, Project } from '../../engine/project.ts';
import type {
  ApplyResult,
  EngineEvent,
  HostFailure,
  HostPlan,
  ProjectPlan,
  ResourceChange,
} from '../../engine/result.ts';

export type Work = 'plan' | 'apply' | 'rollback';

/** Where a host is in the work that goes on, or how the last work on it ended. */
export type Phase =
  | 'not-asked'
  | 'waiting'
  | 'connecting'
  | 'reading'
  | 'planned'
  | 'sending'
  | 'applying'
  | 'verifying'
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
  | 'failed';

export type ResourceRow = {
  readonly address: string;
  readonly place: Place | undefined;
  readonly state: ResourceState;
  readonly change: ResourceChange | undefined;
};

export type HostRow = {
  readonly name: string;
  readonly place: Place | undefined;
  readonly phase: Phase;
  readonly resources: readonly ResourceRow[];
  readonly plan: HostPlan | undefined;
  readonly result: ApplyResult | undefined;
  readonly failure: HostFailure | undefined;
  readonly progress: { readonly address: string; readonly number: number; readonly of: number } | undefined;
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
};

export const emptyBoard = (folder: string, name: string): Board => ({
  folder,
  name,
  errors: 0,
  hosts: [],
  working: undefined,
  last: undefined,
  text: '',
});

const newHost = (name: string): HostRow => ({
  name,
  place: undefined,
  phase: 'not-asked',
  resources: [],
  plan: undefined,
  result: undefined,
  failure: undefined,
  progress: undefined,
});

/** The text has changed: hosts and resources come and go, what is known of those that stay is kept. */
export function declare(board: Board, text: string, project: Project | undefined, errors: number): Board {
  if (!project) return { ...board, text, errors };
  const hosts = [...project.hosts.values()].map((settings): HostRow => {
    const host = board.hosts.find((known) => known.name === settings.name) ?? newHost(settings.name);
    const resources = project.resources
      .filter((resource) => resource.hosts.includes(settings.name))
      .map((resource): ResourceRow => {
        const known = host.resources.find((row) => row.address === resource.address);
        const { address, place } = resource;
        return { address, place, state: known?.state ?? 'unknown', change: known?.change };
      });
    return { ...host, place: settings.place, resources };
  });
  return { ...board, text, errors, name: project.name, hosts };
}

const mapHosts = (board: Board, change: (host: HostRow) => HostRow): Board => ({
  ...board,
  hosts: board.hosts.map(change),
});

const mapHost = (board: Board, name: string, change: (host: HostRow) => HostRow): Board =>
  mapHosts(board, (host) => (host.name === name ? change(host) : host));

/** Work begins on these hosts: how earlier work on them ended no longer counts. */
export function begin(board: Board, work: Work, hosts: readonly string[] | undefined): Board {
  const concerned = board.hosts.map((host) => host.name).filter((name) => hosts?.includes(name) ?? true);
  const waiting = mapHosts(board, (host) =>
    concerned.includes(host.name)
      ? { ...host, phase: 'waiting', failure: undefined, result: undefined, progress: undefined }
      : host,
  );
  return { ...waiting, working: { work, hosts: concerned, cancelling: false } };
}

export const cancelling = (board: Board): Board =>
  board.working ? { ...board, working: { ...board.working, cancelling: true } } : board;

const withState = (host: HostRow, address: string, state: ResourceState): HostRow => ({
  ...host,
  resources: host.resources.map((row) => (row.address === address ? { ...row, state } : row)),
});

/** The resource that failed is walked back too, but stays the one that failed. */
const walkedBack = (host: HostRow, address: string): HostRow =>
  host.resources.some((row) => row.address === address && row.state === 'failed')
    ? host
    : withState(host, address, 'taken-back');

const PHASES: { readonly [what in EngineEvent['what']]?: Phase } = {
  connecting: 'connecting',
  reading: 'reading',
  planned: 'planned',
  sending: 'sending',
  started: 'applying',
  verifying: 'verifying',
  'walking-back': 'walking-back',
  recovering: 'recovering',
};

/** Something happened on a host. Outside of work (a diff that asks for a file's bytes) it is no news about the plan. */
export function happened(board: Board, event: EngineEvent): Board {
  if (!board.working?.hosts.includes(event.host)) return board;
  return mapHost(board, event.host, (host) => {
    if (event.what === 'begin') {
      const { address, number, of } = event;
      return { ...withState(host, address, 'running'), phase: 'applying', progress: { address, number, of } };
    }
    if (event.what === 'done') return withState(host, event.address, 'changed');
    if (event.what === 'back') return walkedBack(host, event.address);
    if (event.what === 'step-failed') return withState(host, event.address, 'failed');
    return { ...host, phase: PHASES[event.what] ?? host.phase };
  });
}

const stateOf = (change: ResourceChange): ResourceState => (change.action === 'none' ? 'same' : change.action);

/** Rows for what a plan speaks of; a rollback may speak of resources that have left the text. */
function plannedRows(host: HostRow, plan: HostPlan): ResourceRow[] {
  const rows = host.resources.map((row): ResourceRow => {
    const change = plan.changes.find((candidate) => candidate.address === row.address);
    return { ...row, change, state: change ? stateOf(change) : 'unknown' };
  });
  const gone = plan.changes.filter((change) => !host.resources.some((row) => row.address === change.address));
  return [
    ...rows,
    ...gone.map((change) => ({ address: change.address, place: change.place, change, state: stateOf(change) })),
  ];
}

/** A plan has come in. */
export function planned(board: Board, plan: ProjectPlan, text: string, at: number): Board {
  const byHost = new Map(plan.hosts.map(({ host, result }) => [host, result]));
  const work = plan.hosts.some(({ result }) => 'plan' in result && result.plan.kind === 'rollback')
    ? 'rollback'
    : 'plan';
  const folded = mapHosts(board, (host): HostRow => {
    const result = byHost.get(host.name);
    if (!result) return host;
    if ('failure' in result) {
      // A host without a run to take back is as well as it was.
      const phase = result.failure.kind === 'nothing-to-undo' ? 'done' : 'failed';
      return { ...host, phase, plan: undefined, failure: result.failure };
    }
    return { ...host, phase: 'planned', plan: result.plan, resources: plannedRows(host, result.plan) };
  });
  return { ...folded, last: { work, at, text } };
}

/** How each resource stands when a run has ended: what the events told, and what follows from the outcome. */
function endedRow(row: ResourceRow, result: ApplyResult, rollback: boolean): ResourceRow {
  const { outcome } = result;
  if (result.failure?.address === row.address) return { ...row, state: 'failed' };
  if (outcome === 'done' && row.change && row.state !== 'same' && row.state !== 'refused') {
    return { ...row, state: rollback ? 'taken-back' : 'changed' };
  }
  // Walked back: what had been changed is as before; a row that never ran still is what the plan said of it.
  if (outcome === 'undone' && (row.state === 'changed' || row.state === 'running')) {
    return { ...row, state: 'taken-back' };
  }
  return row.state === 'running' ? { ...row, state: 'failed' } : row;
}

/** An apply, or a rollback, has ended. The plans that it was about are used up. */
export function ended(
  board: Board,
  work: 'apply' | 'rollback',
  results: readonly ApplyResult[],
  text: string,
  at: number,
): Board {
  const byHost = new Map(results.map((result) => [result.host, result]));
  const folded = mapHosts(board, (host): HostRow => {
    const result = byHost.get(host.name);
    if (!result) return host;
    const good = result.outcome === 'done' || result.outcome === 'nothing';
    return {
      ...host,
      phase: good ? 'done' : 'failed',
      plan: undefined,
      result,
      failure: result.failure,
      progress: undefined,
      resources: host.resources.map((row) => endedRow(row, result, work === 'rollback')),
    };
  });
  return { ...folded, last: { work, at, text } };
}

/** Nothing goes on any more; a host that was on its way when the work broke off is not waited for. */
export function rest(board: Board): Board {
  const resting = (phase: Phase) =>
    phase === 'not-asked' || phase === 'planned' || phase === 'done' || phase === 'failed';
  const rested = mapHosts(board, (host) =>
    resting(host.phase) ? host : { ...host, phase: 'not-asked', progress: undefined },
  );
  return { ...rested, working: undefined };
}

/** Whether what is shown is about the text as it is now. */
export const isCurrent = (board: Board): boolean => board.last !== undefined && board.last.text === board.text;
