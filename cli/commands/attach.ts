// `viki attach`: follows runs that go on, and has what dead ones left mended.
import type { ApplyResult } from '../../engine/result.ts';
import { exitOf } from '../approve.ts';
import { type Ending, EXIT, type Invocation } from '../command.ts';
import { resultsData } from '../data.ts';
import { UsageError } from '../flags.ts';
import { resultLines } from '../result-lines.ts';
import { atDesk } from '../work.ts';

export function run(invocation: Invocation): Promise<Ending> {
  const [run, ...more] = invocation.words;
  if (more.length > 0) throw new UsageError('`viki attach` takes one run', 'without one, it finds those that go on');
  return atDesk(invocation, async ({ project, operator, options, progress, terminal }) => {
    const hosts = options.hosts ?? [...project.hosts.keys()];
    progress.begin('apply', hosts);
    const results = await Promise.all(hosts.map((host) => operator.attach(project, host, run)));
    progress.end();
    // A host on which nothing goes on is as well as it was.
    const found = results.filter(
      ({ outcome, failure }) => outcome !== 'not-begun' && failure?.kind !== 'nothing-to-undo',
    );
    if (found.length === 0)
      terminal.say(run === undefined ? 'no run goes on, and none was broken off' : `no host has a run ${run}`);
    else terminal.say(...resultLines(found, 'apply', terminal.paint));
    return { exit: exitFor(found, run), document: { project: project.name, attached: resultsData(results) } };
  });
}

const exitFor = (found: readonly ApplyResult[], run: string | undefined): number =>
  found.length === 0 && run !== undefined ? EXIT.failed : exitOf(found, true);
