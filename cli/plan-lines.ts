// A plan as lines of the terminal: per host what would be done to each resource, and what is different. Pure.
import { earlierTexts, openRun } from '../client/folds/earlier.ts';
import { placeText } from '../client/folds/failure.ts';
import { plural } from '../client/folds/spoken.ts';
import { undoneRunText } from '../client/folds/undone.ts';
import { countsText, failureWord, hostNames, isChange } from '../client/folds/words.ts';
import { whatToDo } from '../engine/failure.ts';
import type { Action, HostFailure, HostPlan, PlanResult, ProjectPlan, ResourceChange } from '../engine/result.ts';
import type { Difference } from '../modules/contract.ts';
import type { Diffs } from './diffs.ts';
import type { Paint } from './paint.ts';

/** Beside every colour stands a sign and a word, for whoever sees none. */
const SIGNS: { readonly [action in Action]: { readonly sign: string; readonly colour: keyof Paint } } = {
  none: { sign: '=', colour: 'dim' },
  create: { sign: '+', colour: 'green' },
  change: { sign: '~', colour: 'yellow' },
  remove: { sign: '-', colour: 'red' },
  refused: { sign: '!', colour: 'red' },
};
const ACTION_WORDS: { readonly [action in Action]: string } = {
  none: 'unchanged',
  create: 'create',
  change: 'change',
  remove: 'remove',
  refused: 'not possible',
};

export function changeLines(change: ResourceChange, paint: Paint): string[] {
  const { sign, colour } = SIGNS[change.action];
  const place = change.refusal && change.place ? ` (${placeText(change.place)})` : '';
  const note = noteOf(change, paint);
  const head = `  ${paint[colour](`${sign} ${ACTION_WORDS[change.action]}`)} ${change.address}${place}${note}`;
  if (change.refusal) return [head, `      ${change.refusal.message}: ${whatToDo(change.refusal)}`];
  const steps = change.steps.map((step) => `      ${step}`);
  const differences = differenceLines(change.differences).map((line) => `        ${paint.dim(line)}`);
  return [head, ...steps, ...differences, ...outlookLines(change, paint)];
}

/** What is not as usual of a change: usually it is certain, can be taken back, and restarts nothing. */
function outlookLines({ outlook }: ResourceChange, paint: Paint): string[] {
  if (!outlook) return [];
  const { expected, oneWay, restarts, warnings = [] } = outlook;
  return [
    ...warnings.map((why) => paint.red(`      ! ${why}`)),
    ...expected.map((why) => paint.cyan(`      ? expected, known after the apply: ${why}`)),
    ...oneWay.map((why) => paint.red(`      ! can not be taken back: ${why}`)),
    ...(restarts.length === 0 ? [] : [paint.yellow(`      then again: ${restarts.join(', ')}`)]),
  ];
}

/** What can be said of all changes of a host at once. */
function outlookLine({ changes }: HostPlan, paint: Paint): string[] {
  const outlooks = changes.filter(isChange).map(({ outlook }) => outlook);
  if (outlooks.length === 0 || outlooks.includes(undefined)) return [];
  const count = (of: 'expected' | 'oneWay'): number => outlooks.filter((one) => (one?.[of].length ?? 0) > 0).length;
  const [expected, oneWay] = [count('expected'), count('oneWay')];
  const certain = expected === 0 ? 'certain' : `${plural(expected, 'change')} expected, the others certain`;
  const back = oneWay === 0 ? 'can be taken back' : `${plural(oneWay, 'change')} can not be taken back`;
  return [`  ${paint.dim(`${certain}; ${back}`)}`];
}

function noteOf({ note, drift }: ResourceChange, paint: Paint): string {
  if (drift !== undefined) return paint.yellow(` (changed on the host since the run ${drift})`);
  return note === undefined ? '' : paint.dim(` (${note})`);
}

/** One line for each thing that differs: the first that is said of one that comes or goes is what it is. */
function differenceLines(differences: readonly Difference[]): string[] {
  const lines: string[][] = [];
  for (const { what, from, to } of differences) {
    const text = from === '' ? `${what} ${to}` : `${what} ${from} → ${to}`;
    const line = what === 'is' ? undefined : lines.at(-1);
    if (line === undefined) lines.push([text]);
    else line.push(text);
  }
  return lines.map((parts) => parts.join(', '));
}

export function failureLines(failure: HostFailure, paint: Paint): string[] {
  const { host, kind, message, hint, address, place, output } = failure;
  const about = address === undefined || message.includes(address) ? '' : `${address}: `;
  return [
    `${paint.bold(host)}: ${paint.red(failureWord(kind))}`,
    `  ${about}${message}${place ? ` (${placeText(place)})` : ''}`,
    ...output.map((line) => `    | ${line}`),
    ...(hint === '' ? [] : [`  ${paint.dim('=')} ${hint}`]),
  ];
}

function diffLines(host: string, { contents }: ResourceChange, diffs: Diffs | undefined, paint: Paint): string[] {
  if (!diffs) return [];
  const colours = new Map([
    ['-', paint.red],
    ['+', paint.green],
    ['@', paint.cyan],
  ]);
  return contents.flatMap(({ path }) => {
    const lines = diffs
      .linesOf(host, path)
      .map((line) => `        ${(colours.get(line.charAt(0)) ?? paint.dim)(line)}`);
    return contents.length > 1 ? [`      ${path}`, ...lines] : lines;
  });
}

/** What is the same for several hosts is said once. */
function bodyOf(plan: HostPlan, { isVerbose, now, paint, diffs }: Showing): string[] {
  const shown = plan.changes.filter((change) => isVerbose || isChange(change) || change.refusal || change.note);
  return [
    ...earlierLines(plan, now, paint),
    ...shown.flatMap((change) => [...changeLines(change, paint), ...diffLines(plan.host, change, diffs, paint)]),
    ...outlookLine(plan, paint),
    ...confirmLines(plan, paint),
  ];
}

function earlierLines(plan: HostPlan, now: number, paint: Paint): string[] {
  const how = openRun(plan)?.outcome === 'running' ? 'follows it' : 'does that now';
  return earlierTexts(plan, now).map((text, index, texts) => {
    const isOpen = openRun(plan) !== undefined && index === texts.length - 1;
    return paint.yellow(`  ! ${text}${isOpen ? `; \`viki attach\` ${how}` : ''}`);
  });
}

function confirmLines({ confirm, request }: HostPlan, paint: Paint): string[] {
  if (!confirm || !request) return [];
  const seconds = plural(confirm.seconds, 'second');
  const goesBack = `  confirm: goes back by itself unless a new connection works within ${seconds} after it`;
  const warning =
    '  ! this would not survive a reboot in between: nothing there starts at boot for us (systemd, cron, ...)';
  return confirm.hook === undefined ? [goesBack, paint.yellow(warning)] : [goesBack];
}

function headOf(plan: HostPlan, paint: Paint): string {
  const same = plan.changes.filter((change) => change.action === 'none').length;
  const total = plan.changes.length;
  const counts = countsText(plan);
  if (same === total) return paint.green(`${counts} (${plural(total, 'resource')})`);
  const back = plan.undoes === undefined ? '' : `takes back ${undoneRunText(plan.undoes)}: `;
  return `${back}${counts}${same === 0 ? '' : `, ${same} unchanged`}`;
}

function resultLines(result: PlanResult, showing: Showing): { head: string; body: string[] } {
  const { paint } = showing;
  if ('failure' in result) {
    const { kind, message } = result.failure;
    if (kind === 'nothing-to-undo') return { head: message, body: [] };
    // (the name of the host is put in front of the head)
    const [, ...body] = failureLines(result.failure, paint);
    return { head: paint.red(failureWord(result.failure.kind)), body };
  }
  return { head: headOf(result.plan, paint), body: bodyOf(result.plan, showing) };
}

/** `now` is for what is told of earlier runs. */
export type Showing = {
  readonly isVerbose: boolean;
  readonly now: number;
  readonly paint: Paint;
  readonly diffs?: Diffs | undefined;
};

export function planLines(plan: ProjectPlan, showing: Showing): readonly string[] {
  const { paint } = showing;
  const groups = new Map<string, { hosts: string[]; head: string; body: string[] }>();
  for (const { host, result } of plan.hosts) {
    const { head, body } = resultLines(result, showing);
    const key = [head, ...body].join('\n');
    const group = groups.get(key) ?? { hosts: [], head, body };
    group.hosts.push(host);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ hosts, head, body }) => {
    const names = hosts.length > 3 ? `${hostNames(hosts)} (${hosts.join(', ')})` : hostNames(hosts);
    return [`${paint.bold(names)}: ${head}`, ...body];
  });
}
