// How viki is used, as lines made from the tables of commands and flags. Pure.
import type { Command } from './command.ts';
import { COMMON, type Flag, type FlagName, flags } from './flags.ts';
import type { Paint } from './paint.ts';

const COLUMN_GAP = 3;

function table(rows: readonly (readonly [string, string])[], paint: Paint): string[] {
  const width = Math.max(...rows.map(([left]) => left.length)) + COLUMN_GAP;
  return rows.map(([left, right]) => `  ${paint.bold(left)}${' '.repeat(width - left.length)}${right}`);
}

function flagRow(name: FlagName): readonly [string, string] {
  const { short, value, summary }: Flag = flags[name];
  const long = name === 'directory' ? '' : `--${name}`;
  const words = [short === undefined ? '' : `-${short}`, long].filter((word) => word !== '').join(', ');
  return [value === undefined ? words : `${words} ${value}`, summary];
}

export function overview(commands: readonly Command[], paint: Paint): readonly string[] {
  return [
    'viki: say what servers look like in *.vk.yaml, see what would change, change it, and always go back.',
    '',
    'viki COMMAND [FLAGS]',
    '',
    ...table(
      commands.map(({ name, words, summary }) => [words === undefined ? name : `${name} ${words}`, summary]),
      paint,
    ),
    '',
    'Every command takes:',
    ...table(COMMON.map(flagRow), paint),
    '',
    'Exit codes: 0 done, or nothing to do; 1 failed; 2 `plan` found changes; 3 the text has errors; 4 hosts went back by themselves.',
    'Flags of a command: viki help COMMAND. To see it all at work: viki demo',
  ];
}

export function commandHelp(command: Command, paint: Paint): readonly string[] {
  const { name, words, summary, details } = command;
  return [
    `viki ${name}${words === undefined ? '' : ` ${words}`}: ${summary}`,
    '',
    ...details,
    '',
    ...table([...command.flags, ...COMMON].map(flagRow), paint),
  ];
}
