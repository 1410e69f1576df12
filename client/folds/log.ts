// What the engine tells, as lines for a log that people read. Pure: it may not import vscode; no line has a secret in it,
// because nothing that it is made from has.
import type { ApplyResult, EngineEvent, HostFailure, ProjectPlan } from '../../engine/result.ts';
import { placeText } from './failure.ts';
import { changeLines } from './rows.ts';
import { countsText, isChange, outcomeText } from './words.ts';

export type LogLine = { readonly level: 'debug' | 'info' | 'error'; readonly text: string };

const info = (text: string): LogLine => ({ level: 'info', text });
const debug = (text: string): LogLine => ({ level: 'debug', text });
const error = (text: string): LogLine => ({ level: 'error', text });

const REACH_WORDS = {
  closed: 'can be reached again',
  open: 'can not be reached, and is left alone for a while',
  'half-open': 'is asked once, to see whether it is there again',
} as const;

export function eventLine(event: EngineEvent): LogLine[] {
  const { host, what } = event;
  switch (what) {
    case 'begin':
      return [info(`${host}: ${event.address} (${event.number} of ${event.of})`)];
    case 'done':
      return [debug(`${host}: ${event.address} done`)];
    case 'back':
      return [info(`${host}: ${event.address} taken back`)];
    case 'skipped':
      return [info(`${host}: ${event.address} skipped: what it builds upon failed (${event.number} of ${event.of})`)];
    case 'retry':
      return [info(`${host}: ${event.address} is tried again`)];
    case 'awaiting':
      return [info(`${host}: a new connection confirms it within ${event.seconds} s, or the host goes back`)];
    case 'confirmed':
      return [info(`${host}: confirmed`)];
    case 'unconfirmed':
      return [error(`${host}: not confirmed`)];
    case 'step-failed':
      return [error(`${host}: ${event.address} failed`), ...event.output.map((line) => error(`${host}:   ${line}`))];
    case 'retrying':
      return [info(`${host}: ${event.why}; tried again in ${event.milliseconds} ms`)];
    case 'reach':
      return [info(`${host}: ${REACH_WORDS[event.reach.state]}`)];
    case 'started':
      return [info(`${host}: run ${event.run} has begun`)];
    case 'ended':
      return [info(`${host}: ended, ${event.outcome}`)];
    case 'verifying':
      return [debug(`${host}: checking what was done`)];
    case 'walking-back':
      return [info(`${host}: going back`)];
    case 'recovering':
      return [info(`${host}: mending what an earlier run left`)];
    case 'connecting':
    case 'reading':
    case 'planned':
    case 'sending':
      return [debug(`${host}: ${what}`)];
  }
}

export function failureLines(failure: HostFailure): LogLine[] {
  const { host, message, hint, address, place, output } = failure;
  const about = address === undefined || message.includes(address) ? '' : `${address}: `;
  const where = place ? ` at ${placeText(place)}` : '';
  return [
    error(`${host}: ${about}${message}${where}`),
    ...output.map((line) => error(`${host}:   ${line}`)),
    ...(hint === '' ? [] : [error(`${host}: what to do: ${hint}`)]),
  ];
}

/** A whole plan, each change with its steps and what is different. */
export function planLines(name: string, plan: ProjectPlan): LogLine[] {
  return plan.hosts.flatMap(({ host, result }) => {
    if ('failure' in result) return failureLines(result.failure);
    const changes = result.plan.changes.filter((change) => isChange(change) || change.refusal !== undefined);
    const lines = changes.flatMap((change) => [
      info(`${host}:   ${change.action} ${change.address}`),
      ...(change.refusal ? [] : change.steps.map((step) => info(`${host}:     ${step}`))),
      ...changeLines(change).map((line) => debug(`${host}:       ${line}`)),
    ]);
    return [info(`${host}: ${name}, ${countsText(result.plan)}`), ...lines];
  });
}

export function resultLines(results: readonly ApplyResult[], work: 'apply' | 'rollback'): LogLine[] {
  return results.flatMap((result) => {
    const run = result.run === undefined ? '' : ` (run ${result.run}, ${result.milliseconds} ms)`;
    const line = `${result.host}: ${outcomeText(result, work)}${run}`;
    return result.failure ? [error(line), ...failureLines(result.failure)] : [info(line)];
  });
}
