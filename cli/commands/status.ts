// `viki status`: how the hosts stand, and what they remember of runs. It asks them, and changes nothing, here or there.
import { failuresOf, plansOf } from '../../client/folds/words.ts';
import { withDrift } from '../../disk/drift.ts';
import { readState } from '../../disk/state.ts';
import { wishes } from '../../disk/wish.ts';
import { type Ending, EXIT, type Invocation } from '../command.ts';
import { failureData, planData } from '../data.ts';
import { type Reached, reachedOf, type Standing, standingOf, statusLines } from '../status-lines.ts';
import { atResources } from '../work.ts';

const standingData = ({ host, state, plan }: Standing): object => ({
  host,
  state,
  runs: plan.runs,
  dropped: plan.dropped ?? false,
});

export function run(invocation: Invocation): Promise<Ending> {
  return atResources(invocation, async ({ folder, project, contents, operator, options, progress, terminal }) => {
    const { state: seen, warnings } = await readState(folder, project.name);
    for (const warning of warnings) terminal.warn(`viki: ${warning}`);
    progress.begin('plan', options.hosts);
    const read = await operator.plan(project, contents, options);
    progress.end();
    const marks = wishes(project, contents);
    const plan = withDrift(read, seen, marks);
    const standings = plansOf(plan).map((host) => standingOf(host, seen, marks.get(host.host)?.mark));
    const now = Date.now();
    const reachOf = (host: string): Reached => reachedOf(operator.reach(project, host), now);
    terminal.say(...statusLines(plan, standings, { now, paint: terminal.paint, project: project.name, reachOf }));
    const failures = failuresOf(plan);
    const document = {
      project: project.name,
      status: [
        ...standings.map((standing) => ({ ...standingData(standing), reach: reachOf(standing.host) })),
        ...failures.map((failure) => ({ failure: failureData(failure), reach: reachOf(failure.host) })),
      ],
      hosts: planData(plan),
    };
    return { exit: failures.length > 0 ? EXIT.failed : EXIT.done, document };
  });
}
