// Commands as things: whether one has done its work, as its `check` and `creates` say. The shell is in command.sh.
import { type ContentRef, type JsonObject, OPEN_ANSWER, quote, type ThingType } from '../contract.ts';
import { bytesLibrary, commandLibrary } from './shell.generated.ts';

/** What is run, by the sums of its bytes. */
export type CommandRun = {
  readonly command: ContentRef;
  readonly environment?: ContentRef;
  readonly stdin?: ContentRef;
  readonly directory?: string;
};

export type CommandState = {
  /** `absent`: its work is not done. `any`: nothing can tell. `ran`: nothing could tell, and now it has run. */
  readonly is: 'absent' | 'done' | 'any' | 'ran';
  /** What leads to this state. */
  readonly run?: CommandRun;
  /** What will take it back: its bytes must come along. */
  readonly undo?: CommandRun;
};

/** What tells one command from another, and whether it has done its work. */
export type CommandPlace = {
  readonly check: string;
  readonly creates: string;
  readonly directory: string;
  readonly command: string;
};

/** (what is not given is left out) */
export const commandAt = (place: CommandPlace): string =>
  JSON.stringify(Object.fromEntries(Object.entries(place).filter(([, value]) => value !== '')));

const ANSWERS = { absent: 'due', done: 'done', any: 'any', ran: `${OPEN_ANSWER}any` } as const;

function runText({ command, environment, stdin, directory = '' }: CommandRun): string {
  const sum = (ref: ContentRef | undefined): string => (ref ? `${ref.isSecret ? 'secret:' : ''}${ref.sha256}` : '');
  return `v_command ${[command.sha256, sum(environment), sum(stdin), directory].map(quote).join(' ')}`;
}

const placeWords = (at: string): string => {
  const { check = '', creates = '', directory = '' } = JSON.parse(at) as Partial<CommandPlace>;
  return [check, creates, directory].map(quote).join(' ');
};

const refsOf = (run: CommandRun | undefined): readonly ContentRef[] =>
  [run?.command, run?.environment, run?.stdin].filter((ref) => ref !== undefined);

export const commandThing: ThingType = {
  type: 'command',
  library: `${bytesLibrary}\n${commandLibrary}`,
  ask: (commands) => commands.map(({ index, at }) => `v_command_told ${index} ${placeWords(at)}`).join('\n'),
  parse(answer) {
    if (answer === 'done') return { is: 'done' };
    if (answer === 'due') return { is: 'absent' };
    return /^any\d*$/.test(answer) ? { is: 'any' } : undefined;
  },
  print: (state: JsonObject) => ANSWERS[(state as CommandState).is],
  set(at, state: JsonObject) {
    const { is, run } = state as CommandState;
    if (!run) return ':';
    return is === 'done' ? `{ v_command_is_done ${placeWords(at)} || ${runText(run)}; }` : runText(run);
  },
  act: (_at, what) => runText(what as CommandRun),
  needs(to) {
    const { run, undo, command } = to as CommandState & Partial<CommandRun>;
    return [...refsOf(run), ...refsOf(undo), ...(command ? refsOf(to as CommandRun) : [])];
  },
  differences: () => [],
  suspect: 'it ran: does it do what its `check` or `creates` looks for?',
};
