// What can be said after `viki`: flags as a table, and how a command line is read by it. It knows no command.
import { parseArgs } from 'node:util';
import { nearest } from '../language/nearest.ts';

export type Flag = {
  readonly type: 'boolean' | 'string';
  readonly short?: string;
  readonly multiple?: boolean;
  /** What stands for the value in help. */
  readonly value?: string;
  readonly summary: string;
};

export const flags = {
  directory: { type: 'string', short: 'C', value: 'DIR', summary: 'the project’s folder (default: this one)' },
  host: { type: 'string', multiple: true, value: 'NAME', summary: 'only this host; may be given several times' },
  out: { type: 'string', short: 'o', value: 'FILE', summary: 'keep the plan in this file, for `viki apply FILE`' },
  run: { type: 'string', value: 'ID', summary: 'the run to take back (default: the last one)' },
  resource: {
    type: 'string',
    multiple: true,
    value: 'ADDRESS',
    summary: 'only this resource; may be given several times',
  },
  diff: { type: 'boolean', summary: 'show what changes inside of files, line by line' },
  force: { type: 'boolean', summary: 'also what somebody else changed since, or what is not to be destroyed' },
  rollback: { type: 'string', value: 'all', summary: 'when a host fails, take back what was done on the others too' },
  yes: { type: 'boolean', short: 'y', summary: 'do it without asking; what is protected has to be named as well' },
  protected: {
    type: 'string',
    multiple: true,
    value: 'NAME',
    summary: 'this protected group or host may be changed; may be given several times',
  },
  'accept-new': { type: 'boolean', summary: 'trust and remember the key of a host that is not known yet' },
  'no-modules': {
    type: 'boolean',
    summary: 'run nothing of the project’s own folder `modules`: for texts of strangers',
  },
  keep: { type: 'boolean', summary: 'leave the playground running, to try things' },
  stdio: { type: 'boolean', summary: 'talk to the editor over stdin and stdout (the only way there is)' },
  json: { type: 'boolean', summary: 'one JSON document on the output, and nothing else there' },
  verbose: { type: 'boolean', short: 'v', summary: 'say more of what goes on' },
  version: { type: 'boolean', short: 'V', summary: 'which viki this is; the same as `viki version`' },
  help: { type: 'boolean', short: 'h', summary: 'how to use the command' },
} as const satisfies Readonly<Record<string, Flag>>;

export type FlagName = keyof typeof flags;

/** Flags that every command takes. */
export const COMMON: readonly FlagName[] = ['json', 'verbose', 'help'];

/** The flags of a command line, by name. */
export type Given = {
  readonly directory?: string;
  readonly host?: readonly string[];
  readonly out?: string;
  readonly run?: string;
  readonly resource?: readonly string[];
  readonly diff?: boolean;
  readonly force?: boolean;
  readonly rollback?: string;
  readonly yes?: boolean;
  readonly protected?: readonly string[];
  readonly 'accept-new'?: boolean;
  readonly 'no-modules'?: boolean;
  readonly keep?: boolean;
  readonly stdio?: boolean;
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly version?: boolean;
  readonly help?: boolean;
};

export type CommandLine = { readonly words: readonly string[]; readonly given: Given };

/** What is wrong with a command line, and what to type instead. */
export class UsageError extends Error {
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.name = 'UsageError';
    this.hint = hint;
  }
}

const names = Object.keys(flags) as FlagName[];
const SEE_HELP = '`viki help` lists what there is';

export const meant = (word: string, known: readonly string[], otherwise = SEE_HELP): string => {
  const near = nearest(word, known);
  return near === undefined ? otherwise : `did you mean \`${near}\`?`;
};

/** The letters of `-C`, the words of `--host`: as they are typed. */
export const typed = (name: FlagName): string => `--${name}`;

export function readCommandLine(args: readonly string[]): CommandLine {
  const options = Object.fromEntries(names.map((name) => [name, optionOf(flags[name])]));
  const { tokens, values, positionals } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) if (token.kind === 'option') checkOption(token);
  return { words: positionals, given: values as Given };
}

function optionOf(flag: Flag): { type: Flag['type']; short?: string; multiple?: boolean } {
  const { type, short, multiple } = flag;
  return { type, ...(short === undefined ? {} : { short }), ...(multiple ? { multiple } : {}) };
}

type OptionToken = { readonly name: string; readonly rawName: string; readonly value: string | undefined };

function checkOption({ name, rawName, value }: OptionToken): void {
  const flag: Flag | undefined = names.includes(name as FlagName) ? flags[name as FlagName] : undefined;
  if (flag === undefined) throw new UsageError(`there is no flag ${rawName}`, meant(`--${name}`, names.map(typed)));
  if (flag.type === 'boolean' && value !== undefined) {
    throw new UsageError(`${rawName} takes no value`, `write just ${rawName}`);
  }
  if (flag.type === 'string' && (value === undefined || value === '' || value.startsWith('-'))) {
    throw new UsageError(`${rawName} needs a value`, `write ${rawName} ${flag.value ?? 'VALUE'}`);
  }
}
