// How a run ended, as a result that says what happened, where and what to do. Pure.
import { probeOf, type State, type ThingId } from '../modules/contract.ts';
import { typeOf } from '../modules/things/index.ts';
import { failure, left } from './failure.ts';
import type { TurnEnd } from './fleet.ts';
import type { RunFollower } from './follow.ts';
import type { RunRequest } from './host.ts';
import { differenceText } from './move.ts';
import type { ApplyResult, HostFailure, HostPlan, RunOutcome } from './result.ts';

type Result = Omit<ApplyResult, 'host' | 'milliseconds'>;

/** What others that come after a host have to go by. */
export function turnEndOf({ outcome, failure: why }: ApplyResult): TurnEnd {
  if (outcome === 'done' || outcome === 'nothing') return 'well';
  if (why?.kind === 'cancelled') return 'cancelled';
  return outcome === 'unreachable' ? 'unreachable' : 'failed';
}

/** A host whose turn did not come, and why. */
export function notBegunResult(host: string, why: string): ApplyResult {
  const because = failure(host, 'not-begun', why, 'nothing was touched here; mend that and apply again');
  return { host, run: undefined, outcome: 'not-begun', changed: 0, milliseconds: 0, failure: because };
}

/** What becomes of a host's result when it was taken back, or was to be, because `culprit` did not end well. */
export function afterTakingBack(result: ApplyResult, back: ApplyResult, culprit: string): ApplyResult {
  const { host } = result;
  const milliseconds = result.milliseconds + back.milliseconds;
  if (back.outcome === 'done' || back.outcome === 'nothing') {
    const words = `${culprit} did not end well, so what was done here was taken back`;
    const why = failure(host, 'taken-back', words, `mend what went wrong on ${culprit} and apply again`);
    const by = back.run === undefined ? {} : { takenBackBy: back.run };
    return { ...result, outcome: 'taken-back', changed: 0, milliseconds, failure: why, ...by };
  }
  const words = `${culprit} did not end well, but this could not be taken back: ${back.failure?.message ?? back.outcome}`;
  const known = back.failure ?? failure(host, 'failed', '', '');
  return { ...result, milliseconds, failure: { ...known, message: words } };
}

/** It could not be connected to, so that nothing has begun there. */
export function failedToOpen(lost: HostFailure): Result {
  const outcome = lost.kind === 'unreachable' ? 'unreachable' : 'failed';
  return { run: undefined, outcome, changed: 0, failure: lost };
}

/** The host can't be heard any more, and the run is on its own there. */
export function unheard(plan: HostPlan, request: RunRequest, lost: HostFailure): Result {
  const hint = `${lost.hint}. If the run ${request.run} had begun, it goes on by itself on the host; \`viki status\` shows how it ended`;
  return { run: request.run, outcome: 'failed', changed: 0, failure: { ...lost, host: plan.host, hint } };
}

export function resultOf(plan: HostPlan, request: RunRequest, follower: RunFollower): Result {
  const { outcome } = follower;
  if (outcome === 'done') {
    return { run: request.run, outcome, changed: request.resources.length, failure: undefined };
  }
  if (outcome === undefined) {
    const why = follower.unknown ? neverBegan(plan) : notBegun(plan, follower);
    return { run: undefined, outcome: 'failed', changed: 0, failure: why };
  }
  const changed = outcome === 'partly' ? follower.done.size : 0;
  const staying = stayingAfter(request, follower, outcome);
  const why = explain(plan, request, follower, {
    outcome,
    end: `${endOf(outcome, staying)}${dueText(stillDue(request, follower, outcome))}`,
  });
  return { run: request.run, outcome, changed, failure: why, ...(staying.length > 0 && { staying }) };
}

const TASKS: { readonly [what: string]: string } = {
  receive: 'take in the content of the files',
  recover: 'finish a run that was left half done',
};

function notBegun(plan: HostPlan, follower: RunFollower): HostFailure {
  const [what = '', ...words] = (follower.unprepared ?? '').split(' ');
  const said = words.join(' ') || 'it ended without a word';
  const task = TASKS[what] ?? 'prepare the run in its own folder';
  return failure(
    plan.host,
    'failed',
    `the host could not ${task}: ${said}`,
    "nothing was touched; make room or give viki's folder to this login, then apply again",
    {
      output: follower.output,
    },
  );
}

/** The resources whose way back was walked, and could not take away what they had done. */
function stayingAfter(
  { resources, oneWay }: RunRequest,
  { walkedBack }: RunFollower,
  outcome: RunOutcome,
): readonly string[] {
  if (outcome !== 'undone' && outcome !== 'partly') return [];
  return resources
    .filter(({ address, forward }) => walkedBack.has(address) && forward.some(({ thing }) => oneWay.includes(thing)))
    .map(({ address }) => address);
}

/** What was to be restarted or run again, and the run did not come to: the host remembers it. */
function stillDue({ resources }: RunRequest, { done, failed }: RunFollower, outcome: RunOutcome): readonly string[] {
  if (outcome !== 'partly' && outcome !== 'stopped') return [];
  // (a run that was cancelled before its first step owes nothing)
  if (done.size === 0 && failed.length === 0) return [];
  return resources.filter(({ acts, address }) => acts.length > 0 && !done.has(address)).map(({ address }) => address);
}

const dueText = (due: readonly string[]): string =>
  due.length === 0 ? '' : `; still to be restarted or run again, by the next apply: ${due.join(', ')}`;

const endOf = (outcome: RunOutcome, staying: readonly string[]): string =>
  staying.length === 0
    ? left(outcome)
    : `${left(outcome)}, but for what ${staying.join(', ')} did: that can not be taken back`;

type End = { readonly outcome: RunOutcome; readonly end: string };

function explain(plan: HostPlan, request: RunRequest, follower: RunFollower, { outcome, end }: End): HostFailure {
  if (outcome === 'locked') return locked(plan, follower);
  if (outcome === 'stale' && follower.recovered) return recoveredFirst(plan, follower.recovered);
  if (outcome === 'stale') {
    const { name, how, where } = firstDiffering(plan, request, follower, request.before);
    const message = `${name} changed since the plan was made${how === '' ? '' : `: ${how}`}`;
    return failure(plan.host, 'stale', message, 'nothing was touched; plan again', where);
  }
  if (follower.cancelled) return failure(plan.host, 'cancelled', `cancelled: ${end}`, 'apply again when you are ready');
  if (follower.unconfirmed) return unconfirmed(plan, request, end);
  if (follower.interrupted) {
    return failure(plan.host, 'failed', `the run was ended before it was done; ${end}`, 'plan again', {
      output: follower.output,
    });
  }
  if (follower.failed.length > 0) return stepFailed(plan, follower, { outcome, end });
  return unlike(plan, request, follower, end);
}

/** Every step was content, and yet something is not as it should be. */
function unlike(plan: HostPlan, request: RunRequest, follower: RunFollower, end: string): HostFailure {
  const { differing, cause } = follower;
  const output = cause.length > 0 ? cause : follower.output;
  const { name, how, where, suspect } = firstDiffering(plan, request, follower, request.after);
  const last = output.at(-1);
  const words = `${name} was not as planned after the run${how === '' ? '' : ` (${how})`}`;
  const message = `${differing.length === 0 && last !== undefined ? last : words}; ${end}`;
  return failure(plan.host, 'failed', message, suspect, { ...where, output });
}

function unconfirmed(plan: HostPlan, request: RunRequest, end: string): HostFailure {
  const message = `nobody confirmed it over a new connection within ${request.confirmSeconds} s; ${end}`;
  return failure(plan.host, 'unconfirmed', message, 'does what it changes let new logins in? Then apply again');
}

/** What programs say in all their ways where somebody has not the right to do it. */
const LACKS_RIGHT = /denied|permission|not permitted|privilege|\broot\b|authenti/i;

const whatToMend = ({ login }: HostPlan, cause: readonly string[]): string =>
  login !== undefined && LACKS_RIGHT.test(cause.join('\n'))
    ? `viki is ${login} there, not root: set \`sudo: true\` for this host, or mend the cause; then apply again`
    : 'mend the cause and apply again';

/** With what a command ended, as command.sh says it, behind all that the command said. */
const ENDED_WITH = /^exit code: \d+$/;

function lastWords(cause: readonly string[]): string | undefined {
  const [said, last] = cause.slice(-2);
  return said !== undefined && last !== undefined && ENDED_WITH.test(last) ? `${said} (${last})` : cause.at(-1);
}

function stepFailed(plan: HostPlan, follower: RunFollower, { outcome, end }: End): HostFailure {
  const { failed, skipped, late, cause } = follower;
  const [address] = failed;
  const place = plan.changes.find((change) => change.address === address)?.place;
  const why = late === undefined ? lastWords(cause) : `it took longer than ${late} s and was ended`;
  const without = skipped.length === 0 ? '' : `; skipped, because they build upon it: ${skipped.join(', ')}`;
  const message = `${failed.join(', ')} failed${why === undefined ? '' : `: ${why}`}${without}; ${end}`;
  // (what else was said, of steps that went well and of the way back, would only hide it)
  const output = outcome === 'stuck' || failed.length > 1 ? [...cause, ...follower.output] : cause;
  return failure(plan.host, 'failed', message, whatToMend(plan, cause), { address, place, output });
}

function recoveredFirst(plan: HostPlan, earlier: RunOutcome): HostFailure {
  const message = `an earlier run was left half done there (now: ${left(earlier)}), so this plan is not true any more`;
  return failure(plan.host, 'stale', message, 'nothing else was touched; plan again');
}

function neverBegan(plan: HostPlan): HostFailure {
  return failure(plan.host, 'lost', 'the connection was lost before the run began', 'nothing was touched; apply again');
}

function locked(plan: HostPlan, follower: RunFollower): HostFailure {
  const [run = '', since = '', ...who] = (follower.lockedBy ?? '').split(' ');
  const time =
    Number(since) > 0
      ? new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone: 'UTC' }).format(
          Number(since) * 1000,
        )
      : 'some time';
  return failure(
    plan.host,
    'locked',
    `${who.join(' ') || 'somebody'} runs ${run} there since ${time} UTC`,
    'nothing was touched; wait for it to end, then plan again',
  );
}

type Differing = {
  /** What people call it. */
  readonly name: string;
  /** What of it is otherwise; empty where that has no words. */
  readonly how: string;
  readonly where: { readonly address?: string; readonly place?: HostFailure['place'] };
  /** What to look at. */
  readonly suspect: string;
};

const SOMEBODY = 'does something else on the host change it too?';

/** The first thing that a host said is not as expected. */
function firstDiffering(plan: HostPlan, request: RunRequest, { differing }: RunFollower, expected: State): Differing {
  const [line = ''] = differing;
  const id = (Object.keys(request.before) as ThingId[]).toSorted()[Number.parseInt(line, 10)];
  if (id === undefined) return { name: 'something', how: '', where: {}, suspect: SOMEBODY };
  const { parse, suspect = SOMEBODY } = typeOf(id);
  const [should, is] = [expected[id], parse(line.slice(line.indexOf('\t') + 1))];
  const { at } = probeOf(id);
  const resource = request.resources.find(({ forward }) => forward.some(({ thing }) => thing === id));
  // (some are named by what only a program reads)
  const name = /^[[{]/.test(at) ? (resource?.address ?? 'something') : at;
  const how = should && is ? differenceText(id, should, is) : '';
  if (!resource) return { name, how, where: {}, suspect };
  const { address } = resource;
  return { name, how, suspect, where: { address, place: plan.changes.find((one) => one.address === address)?.place } };
}

/** What a run has left on a host is there to be taken back. */
export const isChanged = ({ outcome, run }: ApplyResult): boolean =>
  run !== undefined && (outcome === 'done' || outcome === 'partly' || outcome === 'stopped');
