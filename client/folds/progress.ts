// How far work has come, as a sentence and a fraction: for the progress notification and the status bar. Pure: it may
// not import vscode.

import type { Board, HostRow, Phase, Work } from './board.ts';
import { plural, say } from './spoken.ts';

const WORK_WORDS: { readonly [work in Work]: string } = {
  plan: say`Planning`,
  apply: say`Applying`,
  rollback: say`Rolling back`,
};

export const workWord = (work: Work): string => WORK_WORDS[work];

const PHASE_WORDS: { readonly [phase in Phase]: string } = {
  'not-asked': '',
  waiting: say`waiting`,
  connecting: say`connecting`,
  retrying: say`not reached yet, trying again`,
  reading: say`reading`,
  planned: say`planned`,
  sending: say`sending the changes`,
  applying: say`changing`,
  verifying: say`checking what was done`,
  awaiting: say`waiting to be confirmed over a new connection`,
  confirmed: say`confirmed`,
  'walking-back': say`going back`,
  recovering: say`mending what an earlier run left`,
  done: say`done`,
  failed: say`failed`,
};

export const phaseWord = (phase: Phase): string => PHASE_WORDS[phase];

/** Of the way through an apply, by phase; the steps themselves fill what is between `applying` and `verifying`. */
const APPLY_FRACTIONS: { readonly [phase in Phase]?: number } = {
  connecting: 0.05,
  retrying: 0.05,
  recovering: 0.05,
  sending: 0.1,
  applying: 0.15,
  verifying: 0.95,
  awaiting: 0.95,
  confirmed: 0.95,
  'walking-back': 0.95,
  done: 1,
  failed: 1,
};
const STEPS_FRACTION = 0.8;

function fractionOf(host: HostRow, work: Work): number {
  if (work === 'plan') return host.phase === 'planned' || host.phase === 'failed' ? 1 : 0;
  const base = APPLY_FRACTIONS[host.phase] ?? 0;
  if (host.phase !== 'applying' || !host.progress) return base;
  return base + (STEPS_FRACTION * (host.progress.number - 1)) / Math.max(1, host.progress.of);
}

const AGAIN = ['', say`, tried again`];

/** What goes on on a host: `file.site (2 of 5), tried again`, `waiting to be confirmed …`. */
export function hostText({ phase, progress, retrying, confirmSeconds }: HostRow): string {
  if (phase === 'applying' && progress) {
    const { address, number, of, retries } = progress;
    return say`${address} (${number} of ${of})` + (AGAIN[retries] ?? say`, tried again ${retries} times`);
  }
  if (phase === 'retrying' && retrying !== undefined) return `${phaseWord(phase)} (${retrying})`;
  if (phase === 'awaiting' && confirmSeconds !== undefined) return say`${phaseWord(phase)}, within ${confirmSeconds} s`;
  return phaseWord(phase);
}

export type Progress = { readonly text: string; readonly fraction: number };

/** How far the work has come on the hosts that it is about; undefined when nothing goes on. */
export function progressOf(board: Board): Progress | undefined {
  if (!board.working) return undefined;
  const { work, cancelling } = board.working;
  const hosts = board.hosts.filter((host) => board.working?.hosts.includes(host.name));
  const fraction = hosts.reduce((sum, host) => sum + fractionOf(host, work), 0) / Math.max(1, hosts.length);
  if (cancelling) {
    const text =
      work === 'plan' ? say`stopping` : say`finishing the step on each host, then stopping as the policy says`;
    return { text, fraction };
  }
  const active = hosts.filter((host) => fractionOf(host, work) < 1);
  const [only] = active;
  if (hosts.length === 1 && only) return { text: `${only.name}: ${hostText(only)}`, fraction };
  const finished = hosts.length - active.length;
  const busy = active.find((host) => host.phase !== 'waiting');
  const about = busy ? `, ${busy.name}: ${hostText(busy)}` : '';
  return { text: say`${finished} of ${plural(hosts.length, 'host')}` + about, fraction };
}
