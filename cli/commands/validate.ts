// `viki validate`: what is wrong with the text. It reads local files and reaches no host.
import { plural } from '../../client/folds/spoken.ts';
import { type Ending, EXIT, type Invocation } from '../command.ts';
import { problemData } from '../problems.ts';
import { readText } from '../project.ts';

export async function run(invocation: Invocation): Promise<Ending> {
  const read = await readText(invocation);
  if ('ending' in read) return read.ending;
  const { project, problems, files } = read;
  const size = [
    plural(project.resources.length, 'resource'),
    plural(project.hosts.size, 'host'),
    plural(files, 'file'),
  ].join(', ');
  invocation.terminal.say(`${project.name}: no errors (${size})`);
  return { exit: EXIT.done, document: { ok: true, project: project.name, problems: problems.map(problemData) } };
}
