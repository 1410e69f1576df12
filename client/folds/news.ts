// What the engine tells (events on the way, plans, how a run ended) folded into the board. Pure: it may not import vscode, and
// asks neither hosts nor the clock.
import type {
  ApplyResult,
  EngineEvent,
  HostPlan,
  HostRuns,
  PlanResult,
  ProjectPlan,
  ResourceChange,
  RunSummary,
} from '../../engine/result.ts';
import { type Board, type HostRow, mapHosts, type Phase, type ResourceRow, type ResourceState } from './board.ts';
import { isChange } from './words.ts';

const mapHost = (board: Board, name: string, change: (host: HostRow) => HostRow): Board =>
  mapHosts(board, (host) => (host.name === name ? change(host) : host));

const withState = (host: HostRow, address: string, state: ResourceState): HostRow => ({
  ...host,
  resources: host.resources.map((row) => (row.address === address ? { ...row, state } : row)),
});

/** The resource that failed is walked back too, but stays the one that failed; what no way back can undo stays done. */
const walkedBack = (host: HostRow, address: string): HostRow =>
  host.resources.some(
    (row) => row.address === address && (row.state === 'failed' || (row.change?.outlook?.oneWay.length ?? 0) > 0),
  )
    ? host
    : withState(host, address, 'taken-back');

const PHASES: { readonly [what in EngineEvent['what']]?: Phase } = {
  connecting: 'connecting',
  retrying: 'retrying',
  reading: 'reading',
  planned: 'planned',
  sending: 'sending',
  started: 'applying',
  verifying: 'verifying',
  awaiting: 'awaiting',
  confirmed: 'confirmed',
  unconfirmed: 'walking-back',
  'walking-back': 'walking-back',
  recovering: 'recovering',
};

const UNDER_WAY: ReadonlySet<Phase> = new Set(['applying', 'verifying', 'walking-back']);

function onHost(host: HostRow, event: EngineEvent): HostRow {
  switch (event.what) {
    case 'begin': {
      const { address, number, of } = event;
      return {
        ...withState(host, address, 'running'),
        phase: 'applying',
        progress: { address, number, of, retries: 0 },
      };
    }
    case 'retry': {
      const { address, number, of } = event;
      const retries = (host.progress?.address === address ? host.progress.retries : 0) + 1;
      return { ...withState(host, address, 'running'), progress: { address, number, of, retries } };
    }
    case 'done':
      return withState(host, event.address, 'changed');
    case 'skipped':
      return withState(host, event.address, 'skipped');
    case 'back':
      return walkedBack(host, event.address);
    case 'step-failed':
      return withState(host, event.address, 'failed');
    default: {
      // A second connection, to stop a run or to go on hearing it, does not begin the run anew.
      if (event.what === 'connecting' && UNDER_WAY.has(host.phase)) return host;
      const retrying = event.what === 'retrying' ? event.why : undefined;
      const confirmSeconds = event.what === 'awaiting' ? event.seconds : undefined;
      return { ...host, phase: PHASES[event.what] ?? host.phase, retrying, confirmSeconds };
    }
  }
}

/** Something happened on a host. Outside of work (a diff that asks for a file's bytes) it is no news about the plan. */
export function happened(board: Board, event: EngineEvent): Board {
  if (event.what === 'reach') {
    return mapHost(board, event.host, (host) => ({ ...host, leftAlone: event.reach.state === 'open' }));
  }
  if (!board.working?.hosts.includes(event.host)) return board;
  return mapHost(board, event.host, (host) => onHost(host, event));
}

const stateOf = (change: ResourceChange): ResourceState => (change.action === 'none' ? 'same' : change.action);

/** Rows for what a plan speaks of: also of resources that have left the text. */
function plannedRows(host: HostRow, plan: HostPlan): ResourceRow[] {
  const changes = new Map(plan.changes.map((change) => [change.address, change]));
  const rows = host.resources.map((row): ResourceRow => {
    const change = changes.get(row.address);
    changes.delete(row.address);
    return { ...row, change, state: change ? stateOf(change) : 'unknown' };
  });
  const gone = [...changes.values()].map(
    (change): ResourceRow => ({ address: change.address, place: change.place, change, state: stateOf(change) }),
  );
  return [...rows, ...gone];
}

function plannedHost(host: HostRow, result: PlanResult): HostRow {
  if ('failure' in result) {
    // A host without a run to take back is as well as it was.
    const phase = result.failure.kind === 'nothing-to-undo' ? 'done' : 'failed';
    return { ...host, phase, plan: undefined, failure: result.failure };
  }
  const { plan } = result;
  const { awaiting, dropped } = host.history ?? { awaiting: undefined, dropped: false };
  const history = { runs: plan.runs, awaiting, dropped };
  return {
    ...host,
    phase: 'planned',
    plan,
    resources: plannedRows(host, plan),
    history,
    data: plan.data ?? host.data,
    leftAlone: false,
  };
}

/** A plan has come in. */
export function planned(board: Board, plan: ProjectPlan, text: string, at: number): Board {
  const byHost = new Map(plan.hosts.map(({ host, result }) => [host, result]));
  const work = plan.hosts.some(({ result }) => 'plan' in result && result.plan.kind === 'rollback')
    ? 'rollback'
    : 'plan';
  const folded = mapHosts(board, (host): HostRow => {
    const result = byHost.get(host.name);
    return result ? plannedHost(host, result) : host;
  });
  return { ...folded, last: { work, at, text } };
}

/** Of the plan that is shown, only a part is to be done: the rest stays as it was planned. */
export function narrowed(board: Board, part: ProjectPlan): Board {
  const byHost = new Map(part.hosts.map(({ host, result }) => [host, result]));
  return mapHosts(board, (host): HostRow => {
    const result = byHost.get(host.name);
    return result && 'plan' in result ? { ...host, plan: result.plan } : host;
  });
}

/** How each resource stands when a run has ended: what the events told, and what follows from the outcome. */
function endedRow(
  row: ResourceRow,
  change: ResourceChange | undefined,
  result: ApplyResult,
  back: boolean,
): ResourceRow {
  const { outcome } = result;
  if (result.failure?.address === row.address) return { ...row, state: 'failed' };
  const isWork = change !== undefined && change.action !== 'none' && change.action !== 'refused';
  if (outcome === 'done' && isWork) return { ...row, state: back ? 'taken-back' : 'changed' };
  // Walked back: what had been changed is as before; a row that never ran still is what the plan said of it.
  const isBefore = outcome === 'undone' || outcome === 'taken-back';
  if (result.staying?.includes(row.address)) return { ...row, state: 'changed' };
  if (isBefore && (row.state === 'changed' || row.state === 'running')) return { ...row, state: 'taken-back' };
  return row.state === 'running' ? { ...row, state: 'failed' } : row;
}

/** What this run was to change, it was the last to touch: also where it went back. */
function touchedBy({ touched, plan }: HostRow, { run, outcome }: ApplyResult): HostRow['touched'] {
  if (run === undefined || !plan || outcome === 'stale' || outcome === 'locked') return touched;
  return new Map([...touched, ...plan.changes.filter(isChange).map(({ address }) => [address, run] as const)]);
}

function endedHost(host: HostRow, result: ApplyResult, back: boolean): HostRow {
  const changes = new Map(host.plan?.changes.map((change) => [change.address, change]));
  const good = result.outcome === 'done' || result.outcome === 'nothing';
  return {
    ...host,
    phase: good ? 'done' : 'failed',
    plan: undefined,
    touched: touchedBy(host, result),
    result,
    failure: result.failure,
    progress: undefined,
    retrying: undefined,
    confirmSeconds: undefined,
    resources: host.resources.map((row) => endedRow(row, changes.get(row.address), result, back)),
  };
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
    return result ? endedHost(host, result, work === 'rollback') : host;
  });
  return { ...folded, last: { work, at, text } };
}

/** Hosts have told what they remember of runs. */
export function remembered(board: Board, told: readonly HostRuns[]): Board {
  const byHost = new Map(told.map((runs) => [runs.host, runs]));
  return mapHosts(board, (host): HostRow => {
    const found = byHost.get(host.name);
    if (!found || found.failure) return host;
    const { runs, awaiting, dropped } = found;
    return { ...host, history: { runs, awaiting, dropped }, leftAlone: false };
  });
}

/** What this machine noted of the runs on a host. */
export type Noted = { readonly run: RunSummary; readonly touched: ReadonlyMap<string, string> };

/** It is good for hosts that have not told yet; which run touched what, no host tells. */
export function noted(board: Board, notes: ReadonlyMap<string, Noted>): Board {
  return mapHosts(board, (host): HostRow => {
    const note = notes.get(host.name);
    if (!note) return host;
    const history = host.history ?? { runs: [note.run], awaiting: undefined, dropped: false };
    return { ...host, history, touched: new Map([...note.touched, ...host.touched]) };
  });
}

/** A plan that was only looked at is put away: all is as `before`, but for what hosts told of themselves meanwhile. */
export function putAway(now: Board, before: Board): Board {
  const told = new Map(now.hosts.map((host) => [host.name, host]));
  const hosts = before.hosts.map((host): HostRow => {
    const { history = host.history, leftAlone = host.leftAlone } = told.get(host.name) ?? {};
    return { ...host, history, leftAlone };
  });
  return { ...before, hosts };
}
