// What a command of the terminal is. Types only: table.ts lists them, main.ts runs them.
import type { FlagName, Given } from './flags.ts';
import type { Terminal } from './terminal.ts';

/** The exit codes that scripts may rely on. */
export const EXIT = { done: 0, failed: 1, changes: 2, textErrors: 3, undone: 4 } as const;

export type Invocation = {
  readonly terminal: Terminal;
  readonly given: Given;
  /** Words after the command. */
  readonly words: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** All commands there are, for the one that tells of them. */
  readonly commands: readonly Command[];
};

/** How a command ended; `document` is what --json prints. */
export type Ending = { readonly exit: number; readonly document: object };

export type Run = (invocation: Invocation) => Promise<Ending> | Ending;

export type Command = {
  readonly name: string;
  readonly summary: string;
  /** Paragraphs for `viki help NAME`. */
  readonly details: readonly string[];
  readonly flags: readonly FlagName[];
  /** What may follow its name. */
  readonly words?: string;
  /** Its file is loaded when it is run: `help` should not wait for what it takes to reach a host. */
  readonly load: () => Promise<{ readonly run: Run }>;
};
