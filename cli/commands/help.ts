// `viki help`: how viki, or one of its commands, is used.
import { type Ending, EXIT, type Invocation } from '../command.ts';
import { meant, UsageError } from '../flags.ts';
import { commandHelp, overview } from '../help.ts';

export function run({ terminal, words, commands }: Invocation): Ending {
  const [name] = words;
  if (name === undefined) {
    terminal.say(...overview(commands, terminal.paint));
    const list = commands.map(({ name, summary }) => ({ name, summary }));
    return { exit: EXIT.done, document: { commands: list } };
  }
  const command = commands.find((candidate) => candidate.name === name);
  const known = commands.map((candidate) => candidate.name);
  if (!command) throw new UsageError(`there is no command ${name}`, meant(name, known));
  terminal.say(...commandHelp(command, terminal.paint));
  const { summary, details, flags } = command;
  return { exit: EXIT.done, document: { name, summary, details, flags } };
}
