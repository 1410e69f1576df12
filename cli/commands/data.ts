// `viki data`: asks the hosts what they are and what the text wants to know of them, and changes nothing.
import { failuresOf, plansOf } from '../../client/folds/words.ts';
import { withPlan } from '../../disk/seen.ts';
import { factsOf } from '../../engine/data.ts';
import type { HostPlan } from '../../engine/result.ts';
import { type Ending, EXIT, type Invocation } from '../command.ts';
import { failureData } from '../data.ts';
import { dataLines } from '../data-lines.ts';
import { failureLines } from '../plan-lines.ts';
import { atResources, note } from '../work.ts';

function foundData({ host, data = [] }: HostPlan): object {
  const found = data.flatMap((one) => ('found' in one ? [[one.address, one.found] as const] : []));
  const missing = data.flatMap((one) => ('missing' in one ? [[one.address, one.missing] as const] : []));
  return { host, found: Object.fromEntries(found), missing: Object.fromEntries(missing) };
}

export function run(invocation: Invocation): Promise<Ending> {
  return atResources(invocation, async (desk) => {
    const { project, contents, operator, options, progress, terminal } = desk;
    const facts = factsOf([...project.hosts.keys()]);
    progress.begin('plan', options.hosts);
    const plan = await operator.plan({ ...project, data: [facts, ...(project.data ?? [])] }, contents, options);
    progress.end();
    await note(desk, (state) => withPlan(state, plan, Date.now()));
    for (const { host, data = [] } of plansOf(plan)) terminal.say(...dataLines(host, data, terminal.paint));
    const failures = failuresOf(plan);
    for (const failure of failures) terminal.say(...failureLines(failure, terminal.paint));
    const data = [
      ...plansOf(plan).map(foundData),
      ...failures.map((failure) => ({ host: failure.host, failure: failureData(failure) })),
    ];
    return { exit: failures.length > 0 ? EXIT.failed : EXIT.done, document: { project: project.name, data } };
  });
}
