// `viki runs`: what the hosts remember of runs. It asks them, and changes nothing.
import { type Ending, EXIT, type Invocation } from '../command.ts';
import { failureData } from '../data.ts';
import { runsLines } from '../runs-lines.ts';
import { atDesk } from '../work.ts';

export function run(invocation: Invocation): Promise<Ending> {
  return atDesk(invocation, async ({ project, operator, options, progress, terminal }) => {
    progress.begin('plan', options.hosts);
    const remembered = await operator.runs(project, options);
    progress.end();
    terminal.say(...runsLines(remembered, { now: Date.now(), paint: terminal.paint, project: project.name }));
    const document = {
      project: project.name,
      remembered: remembered.map(({ failure, ...host }) => ({ ...host, failure: failure && failureData(failure) })),
    };
    return { exit: remembered.some(({ failure }) => failure) ? EXIT.failed : EXIT.done, document };
  });
}
