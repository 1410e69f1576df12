// Which changes of a plan are there because the host has changed, and not the text. Pure: what was noted is handed in.
import type { HostPlan, ProjectPlan, ResourceChange } from '../engine/result.ts';
import { type SeenState, seenHost, type Wish } from './seen.ts';

/** The run that left a host as the text says, and what the text asked for then. */
function lastDone(plan: HostPlan, seen: SeenState | undefined): { id: string; asked: Wish['resources'] } | undefined {
  const noted = seen && seenHost(seen, plan.host).run;
  const own = plan.runs.filter(({ project, outcome }) => project === seen?.project && outcome !== 'stale');
  if (noted?.kind !== 'apply' || noted.outcome !== 'done' || noted.asked === undefined) return undefined;
  return own.at(-1)?.run === noted.id ? { id: noted.id, asked: noted.asked } : undefined;
}

function driftOf(plan: HostPlan, seen: SeenState | undefined, wish: Wish | undefined): HostPlan {
  const last = lastDone(plan, seen);
  if (!last || !wish) return plan;
  const changes = plan.changes.map((change): ResourceChange => {
    const { address, action } = change;
    if (action === 'none' || !Object.hasOwn(last.asked, address)) return change;
    return last.asked[address] === wish.resources[address] ? { ...change, drift: last.id } : change;
  });
  return { ...plan, changes };
}

/** Each change whose resource the text asks for as it did at the last run, from here, says which run that was. */
export function withDrift(
  plan: ProjectPlan,
  seen: SeenState | undefined,
  wishes: ReadonlyMap<string, Wish>,
): ProjectPlan {
  const hosts = plan.hosts.map(({ host, result }) => {
    const drifted = 'plan' in result ? { plan: driftOf(result.plan, seen, wishes.get(host)) } : result;
    return { host, result: drifted };
  });
  return { hosts };
}
