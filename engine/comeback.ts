// A host that restarts when its run has ended is waited for: until it tells of another start than the run had, over new
// connections, and not for ever. It awaits hosts.
import { quote, type ThingId } from '../modules/contract.ts';
import { readProgram } from './compile.ts';
import type { Connections } from './connections.ts';
import { failure, failureOf } from './failure.ts';
import type { RunFollower } from './follow.ts';
import { HostError, type RunRequest } from './host.ts';
import type { Dependencies } from './operator.ts';
import type { HostSettings } from './project.ts';
import type { ApplyResult, HostFailure } from './result.ts';

const LIMIT_MILLISECONDS = 600_000;
const PAUSE_MILLISECONDS = 1000;
const START: ThingId = 'reboot:';

/** Does a resource restart the host that has come to its turn? */
const restarts = ({ resources }: RunRequest, { failed, skipped }: Performed['follower']): boolean =>
  resources.some(
    ({ address, forward, acts }) =>
      ![...failed, ...skipped].includes(address) && [...forward, ...acts].some(({ thing }) => thing === START),
  );

/** Has the host started anew since that run? No while it can't be asked. */
async function isBack(connections: Connections, settings: HostSettings, run: string): Promise<boolean> {
  const told = `read -r v_q <"$v_home/runs/"${quote(run)}/boot && v_boot && [ "$v_q" != "$v_boot_id" ] && v_say restarted`;
  const nothing = { project: '', confirm: false, addresses: [], probes: [] };
  let found = false;
  try {
    await connections.runAnew(settings, readProgram({ kind: 'read', ...nothing, data: [told] }), (line) => {
      found ||= line === 'restarted';
    });
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    // (a host key that has changed will not be another one in a moment)
    if (!error.mayPass && !['unreachable', 'lost', 'no-shell'].includes(error.kind)) throw error;
  }
  return found;
}

type Needed = Pick<Dependencies, 'emit' | 'now' | 'wait'>;

/** Waits until the host has started anew; why not, if it does not come back. */
async function comeback(
  connections: Connections,
  settings: HostSettings,
  run: string,
  { emit, now, wait }: Needed,
): Promise<HostFailure | undefined> {
  if (!wait) return undefined;
  const host = settings.name;
  const until = now() + LIMIT_MILLISECONDS;
  while (now() < until) {
    emit({ host, what: 'retrying', why: 'the host restarts', milliseconds: PAUSE_MILLISECONDS });
    await wait(PAUSE_MILLISECONDS, undefined);
    if (await isBack(connections, settings, run)) return undefined;
  }
  const minutes = LIMIT_MILLISECONDS / 60_000;
  const message = `the run is done, but the host has not come back within ${minutes} minutes of its restart`;
  return failure(host, 'unreachable', message, 'look at its console');
}

type Performed = {
  readonly request: RunRequest;
  readonly follower: Pick<RunFollower, 'failed' | 'skipped'>;
  readonly result: Result;
};
type Result = Omit<ApplyResult, 'host' | 'milliseconds'>;

/** What came of a run, once its host is there again where it restarts. */
export async function afterRestart(
  connections: Connections,
  settings: HostSettings,
  { request, follower, result }: Performed,
  needed: Needed,
): Promise<Result> {
  if (!restarts(request, follower) || (result.outcome !== 'done' && result.outcome !== 'partly')) return result;
  const failed = await comeback(connections, settings, request.run, needed).catch((error: unknown) =>
    failureOf(settings.name, error),
  );
  return failed && result.failure === undefined ? { ...result, failure: failed } : result;
}
