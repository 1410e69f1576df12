// `viki attach`: follows runs that go on, and has what dead ones left mended.
import type { ApplyResult } from '../../engine/result.ts';
import { exitOf } from '../approve.ts';
import { type Ending, EXIT, type Invocation } from '../command.ts';
import { resultsData } from '../data.ts';
import { resultLines } from '../result-lines.ts';
import { atDesk } from '../work.ts';

export function run(invocation: Invocation): Promise<Ending> {
  return atDesk(invocation, async ({ project, operator, options, progress, terminal }) => {
    const hosts = options.hosts ?? [...project.hosts.keys()];
    progress.begin('apply', hosts);
    const [run] = invocation.words;
    const results = await Promise.all(hosts.map((host) => operator.attach(project, host, run)));
    progress.end();
    // A host on which nothing goes on is as well as it was.
    const found = results.filter(({ outcome }) => outcome !== 'not-begun');
    if (found.length === 0) terminal.say('no run goes on, and none was broken off');
    else terminal.say(...resultLines(found, 'apply', terminal.paint));
    return { exit: exitFor(found, run), document: { project: project.name, attached: resultsData(results) } };
  });
}

const exitFor = (found: readonly ApplyResult[], run: string | undefined): number =>
  found.length === 0 && run !== undefined ? EXIT.failed : exitOf(found, true);
