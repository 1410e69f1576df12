// The view "Hosts" as rows: groups, hosts, and what is known of each: whether it is reached, who works there, its last run,
// drift, data. Pure: it may not import vscode; the time is handed in.

import type { RunOutcome, RunSummary } from '../../engine/result.ts';
import type { Board, HostRow } from './board.ts';
import { whenText } from './headline.ts';
import { hostText, phaseWord } from './progress.ts';
import {
  BAD,
  BUSY,
  byProject,
  errorRow,
  failureLines,
  type Icon,
  isAtWork,
  isUnheard,
  limited,
  MODIFIED,
  type TreeRow,
} from './rows.ts';
import { plural, say } from './spoken.ts';
import { ago, failureWord, runText } from './words.ts';

/** How a run stands, for people. */
const OUTCOME_WORDS: { readonly [outcome in RunOutcome | 'running' | 'unfinished']: string } = {
  done: say`done`,
  // (whether all is as before, no host remembers: some commands can't be taken back)
  undone: say`failed; walked back`,
  stopped: say`stopped halfway`,
  partly: say`done in part`,
  stuck: say`could not go back`,
  stale: say`nothing touched`,
  locked: say`nothing touched`,
  running: say`goes on`,
  unfinished: say`broken off`,
};

export const runWord = ({ outcome, undoneBy }: RunSummary): string =>
  undoneBy === undefined ? OUTCOME_WORDS[outcome] : say`taken back since`;

/** The newest run that touched anything. */
export const lastRun = ({ history }: HostRow): RunSummary | undefined =>
  history?.runs.findLast(({ outcome }) => outcome !== 'stale' && outcome !== 'locked');

const openRun = ({ history }: HostRow): RunSummary | undefined =>
  history?.runs.findLast(({ outcome }) => outcome === 'running' || outcome === 'unfinished');

/** The resources that somebody changed on the host since the last run. */
export const drifted = (host: HostRow): readonly string[] =>
  host.resources.flatMap(({ address, change, state }) =>
    change?.drift !== undefined && (state === 'change' || state === 'create' || state === 'remove') ? [address] : [],
  );

/** Whether it can't be worked on as it is, and what is known of the way to it. */
function reachOf(host: HostRow): { readonly isAway: boolean; readonly text: string } {
  if (host.leftAlone) return { isAway: true, text: say`not reached, left alone for a while` };
  if (host.failure && isUnheard(host)) return { isAway: true, text: failureWord(host.failure.kind) };
  if (host.plan || host.result) return { isAway: false, text: say`reached` };
  if (host.failure) return { isAway: true, text: failureWord(host.failure.kind) };
  return { isAway: false, text: say`not asked yet` };
}

function lockText(run: RunSummary | undefined, now: number): string {
  if (!run) return say`free`;
  const whose = runText(run, now);
  return run.outcome === 'running' ? say`held by ${whose}` : say`a run of ${whose} was broken off`;
}

export const lastRunText = (run: RunSummary, now: number): string =>
  [...(run.undoes === undefined ? [] : [say`rollback`]), runWord(run), ago(run.startedAt * 1000, now), run.who]
    .filter((word) => word !== '')
    .join(' · ');

type Fact = {
  readonly label: string;
  readonly text: string;
  readonly icon: Icon;
  readonly context: string;
  readonly lines?: readonly string[];
};

function factRow(board: Board, host: HostRow, fact: Fact, id: string): TreeRow {
  const { label, text, icon, context, lines = [] } = fact;
  return {
    id: `${id}\n${label}`,
    label,
    description: text,
    tooltip: () => limited([`${host.name}: ${label}: ${text}`, ...lines]),
    spoken: say`${label} of ${host.name}: ${[text, ...lines].join(', ')}`,
    icon,
    context,
    opens: host.place,
    target: { folder: board.folder, host: host.name },
    isOpen: false,
    children: undefined,
    data: text,
  };
}

function dataFacts({ data }: HostRow): Fact[] {
  return data.map((one): Fact => {
    const text = 'missing' in one ? one.missing : JSON.stringify(one.found);
    return { label: one.address, text, icon: { name: 'database' }, context: 'data' };
  });
}

/** What is known of a host, each with a name: nobody has to guess what an icon means. */
function factsOf(host: HostRow, now: number): Fact[] {
  const reach = reachOf(host);
  const facts: Fact[] = [
    {
      label: say`Connection`,
      text: reach.text,
      icon: reach.isAway ? { name: 'debug-disconnect', color: BAD } : { name: 'plug' },
      context: 'connection',
      lines: failureLines(host),
    },
  ];
  if (!host.history) return [...facts, ...dataFacts(host)];
  const open = openRun(host);
  const last = lastRun(host);
  const drift = drifted(host);
  const lockIcon: Icon = open
    ? { name: open.outcome === 'running' ? 'lock' : 'warning', color: BAD }
    : { name: 'unlock' };
  const { awaiting } = host.history;
  facts.push(
    { label: say`Lock`, text: lockText(open, now), icon: lockIcon, context: open ? 'lock.held' : 'lock' },
    ...(awaiting === undefined
      ? []
      : [{ label: say`Confirm`, text: say`the run ${awaiting} waits for it`, icon: BUSY, context: 'lock.held' }]),
    {
      label: say`Last run`,
      text: last ? lastRunText({ ...last, who: '' }, now) : say`none`,
      icon: { name: 'history' },
      context: last ? 'last-run' : 'no-run',
      lines: last?.who ? [say`by ${last.who}`] : [],
    },
  );
  if (host.plan || drift.length > 0) {
    const text = drift.length === 0 ? say`none since the last run` : drift.join(', ');
    const icon: Icon = drift.length === 0 ? { name: 'check' } : { name: 'git-compare', color: MODIFIED };
    facts.push({ label: say`Drift`, text, icon, context: drift.length === 0 ? 'drift' : 'drift.some' });
  }
  return [...facts, ...dataFacts(host)];
}

const isBad = ({ outcome }: RunSummary): boolean =>
  outcome === 'undone' || outcome === 'stopped' || outcome === 'partly' || outcome === 'stuck';

function hostDescription(host: HostRow, now: number): string {
  if (isAtWork(host)) return `${host.phase === 'applying' ? `${phaseWord(host.phase)} ` : ''}${hostText(host)}…`;
  const open = openRun(host);
  const last = lastRun(host);
  const drift = drifted(host);
  const reach = reachOf(host).text;
  const parts = [
    ...(last && !host.plan && !host.result && !host.failure && !host.leftAlone ? [] : [reach]),
    ...(open ? [open.outcome === 'running' ? say`locked` : say`a run was broken off`] : []),
    ...(drift.length > 0 ? [say`${drift.length} drifted`] : []),
    // (there is room for so much; the rest stands below)
    ...(last && !open && drift.length === 0
      ? [isBad(last) ? say`last run failed` : say`last run ${ago(last.startedAt * 1000, now)}`]
      : []),
    ...(host.protected ? [say`protected`] : []),
  ];
  return parts.join(' · ');
}

function standIcon(host: HostRow): Icon {
  if (isAtWork(host)) return BUSY;
  if (host.leftAlone || isUnheard(host)) return { name: 'debug-disconnect', color: BAD };
  if (host.failure) return { name: 'error', color: BAD };
  if (openRun(host)) return { name: 'lock', color: BAD };
  if (drifted(host).length > 0) return { name: 'git-compare', color: MODIFIED };
  return { name: host.plan || host.result ? 'vm-active' : 'vm' };
}

function hostRow(board: Board, host: HostRow, now: number, group: string): TreeRow {
  const description = hostDescription(host, now);
  const id = `${board.folder}\n${group}\n${host.name}`;
  const context = isAtWork(host) ? 'host.busy' : openRun(host) || host.history?.awaiting ? 'host.open' : 'host';
  return {
    id,
    label: host.name,
    description,
    tooltip: () => limited([`${host.name}: ${description}`, ...failureLines(host)]),
    spoken: say`host ${host.name}: ${description}`,
    icon: standIcon(host),
    context,
    opens: host.place,
    target: { folder: board.folder, host: host.name },
    isOpen: false,
    children: () => factsOf(host, now).map((fact) => factRow(board, host, fact, id)),
    data: host,
  };
}

function groupRow(board: Board, name: string, hosts: readonly HostRow[], now: number): TreeRow {
  const bad = hosts.filter((host) => host.phase === 'failed').length;
  const drift = hosts.filter((host) => drifted(host).length > 0).length;
  const parts = [
    plural(hosts.length, 'host'),
    ...(bad > 0 ? [say`${bad} in trouble`] : []),
    ...(drift > 0 ? [say`${drift} drifted`] : []),
  ];
  const description = parts.join(' · ');
  return {
    id: `${board.folder}\n${name}`,
    label: name,
    description,
    tooltip: () => limited([say`group ${name}: ${description}`, ...hosts.map((host) => host.name)]),
    spoken: say`group ${name}: ${description}`,
    icon: { name: 'server-environment' },
    context: hosts.some(isAtWork) ? 'group.busy' : 'group',
    opens: undefined,
    target: { folder: board.folder, hosts: hosts.map((host) => host.name) },
    isOpen: true,
    children: () => hosts.map((host) => hostRow(board, host, now, name)),
    data: hosts,
  };
}

function projectRows(board: Board, now: number): TreeRow[] {
  const groups = new Map<string, HostRow[]>();
  for (const host of board.hosts) for (const name of host.groups) groups.set(name, [...(groups.get(name) ?? []), host]);
  const alone = board.hosts.filter((host) => host.groups.length === 0);
  return [
    ...(board.errors > 0 ? [errorRow(board)] : []),
    ...[...groups].map(([name, hosts]) => groupRow(board, name, hosts, now)),
    ...alone.map((host) => hostRow(board, host, now, '')),
  ];
}

export const hostRows = (boards: readonly Board[], now: number): readonly TreeRow[] =>
  byProject(
    boards,
    (board) => whenText(board, now),
    (board) => projectRows(board, now),
  );
