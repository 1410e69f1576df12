// The command `viki`: finds the command in the table, runs it, and ends with its exit code. Bugs are caught here.
import type { Command, Ending } from './command.ts';
import { EXIT } from './command.ts';
import { COMMON, type CommandLine, type Given, meant, readCommandLine, typed, UsageError } from './flags.ts';
import { commands } from './table.ts';
import { type Streams, Terminal } from './terminal.ts';

type Chosen = { readonly command: Command; readonly words: readonly string[]; readonly given: Given };

function commandNamed(name: string): Command {
  const command = commands.find((candidate) => candidate.name === name);
  const known = commands.map((candidate) => candidate.name);
  if (!command) throw new UsageError(`there is no command ${name}`, meant(name, known));
  return command;
}

/** What people write behind a command without its flag: a run, a folder, a resource, a host. */
function flagFor({ name, flags }: Command, word: string): string {
  if (/\.ya?ml$/i.test(word) && flags.includes('directory')) {
    return 'every *.vk.yaml of the folder is read; another folder is named with `-C DIR`';
  }
  const meant = [
    ...(/^\d{8}t\d{6}z-/.test(word) ? ['run' as const] : []),
    ...(/^\.|\//.test(word) ? ['directory' as const] : []),
    ...(/^\w+\.\w/.test(word) ? ['resource' as const] : []),
    'host' as const,
  ].find((flag) => flags.includes(flag));
  const otherwise = `\`viki help ${name}\` says what it takes`;
  if (meant === undefined) return otherwise;
  return `did you mean \`${meant === 'directory' ? '-C' : typed(meant)} ${word}\`? ${otherwise}`;
}

function choose({ words: [name, ...words], given }: CommandLine): Chosen {
  // (everybody tries it once)
  if (name === undefined) return { command: commandNamed(given.version ? 'version' : 'help'), words: [], given };
  const command = commandNamed(name);
  if (given.help) return { command: commandNamed('help'), words: [name], given };
  const wrong = (Object.keys(given) as (keyof Given)[]).find(
    (flag) => !COMMON.includes(flag) && !command.flags.includes(flag),
  );
  if (wrong !== undefined) {
    const others = commands.filter(({ flags }) => flags.includes(wrong)).map((other) => `viki ${other.name}`);
    throw new UsageError(`\`viki ${name}\` does not take ${typed(wrong)}`, `it is for ${others.join(', ')}`);
  }
  if (words.length > 0 && command.words === undefined) {
    throw new UsageError(`\`viki ${name}\` takes no ${words[0]}`, flagFor(command, words[0] ?? ''));
  }
  return { command, words, given };
}

function usageEnding(terminal: Terminal, { message, hint }: UsageError): Ending {
  terminal.warn(`viki: ${message}; ${hint}`);
  return { exit: EXIT.failed, document: { error: { message, hint } } };
}

function bugEnding(terminal: Terminal, error: unknown): Ending {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.warn(`viki: this is a fault of viki itself; please report it with these lines:\n${stack}`);
  return { exit: EXIT.failed, document: { error: { message: 'a fault of viki itself', hint: stack } } };
}

async function perform(args: readonly string[], streams: Streams): Promise<number> {
  // (a wrong command line may still ask for JSON)
  let terminal = new Terminal(streams, { json: args.includes('--json'), verbose: false });
  let ending: Ending;
  try {
    const { command, words, given } = choose(readCommandLine(args));
    terminal = new Terminal(streams, { json: given.json ?? false, verbose: given.verbose ?? false });
    const { run } = await command.load();
    ending = await run({ terminal, given, words, environment: streams.environment, commands });
  } catch (error) {
    ending = error instanceof UsageError ? usageEnding(terminal, error) : bugEnding(terminal, error);
  }
  terminal.clearStatus();
  terminal.document(ending.document);
  return ending.exit;
}

/** Everything has gone out, or whoever read it is gone. */
async function written(stream: NodeJS.WriteStream): Promise<void> {
  if (stream.writableLength > 0) await new Promise<void>((resolve) => stream.write('', () => resolve()));
}

const { argv, stdin: input, stdout: output, stderr: errors, env: environment } = process;
void perform(argv.slice(2), { input, output, errors, environment }).then(async (code) => {
  await Promise.all([output, errors].map(written));
  // (what is left is not waited for, and none of it taken down piece by piece: the work is done, and all of it is told)
  process.exit(code);
});
