// `viki apply`: plans, shows, asks, and does exactly that plan.
import { hostsToChange } from '../../client/folds/approval.ts';
import { wishes } from '../../disk/wish.ts';
import { approveAndRun, endingOf } from '../approve.ts';
import { type Ending, EXIT, type Invocation } from '../command.ts';
import { planData } from '../data.ts';
import { atDesk } from '../work.ts';
import { isImpossible, makePlan, showPlan } from './plan.ts';

export function run(invocation: Invocation): Promise<Ending> {
  return atDesk(invocation, async (desk) => {
    const { terminal, project, contents } = desk;
    const plan = await makePlan(desk);
    showPlan(desk, plan);
    const isWhole = !isImpossible(plan);
    if (hostsToChange(plan).length === 0) {
      if (isWhole) terminal.say('nothing to do');
      const document = { project: project.name, hosts: planData(plan), results: [] };
      return { exit: isWhole ? EXIT.done : EXIT.failed, document };
    }
    const done = await approveAndRun(invocation, desk, plan, wishes(project, contents));
    if ('ending' in done) return done.ending;
    if (done.results.some(({ outcome }) => outcome === 'done' || outcome === 'stopped')) {
      const { directory, host = [] } = invocation.given;
      const words = ['viki rollback', directory && `-C ${directory}`, ...host.map((name) => `--host ${name}`)];
      terminal.say(`To take it back: ${words.filter((word) => word !== undefined).join(' ')}`);
    }
    return endingOf(desk, plan, done.results, isWhole);
  });
}
