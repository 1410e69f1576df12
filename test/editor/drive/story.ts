// What a story is: one thing a person does with the installed extension, told step by step. Stories are the files *.story.ts beside this one.
import type { RingFacts } from '../facts.ts';
import type { Workbench } from '../pages/workbench.ts';

/** What a story is played on: a fresh window on the workspace. */
export interface Stage {
  readonly workbench: Workbench;
  /** Closes the window, as a person does: the editor ends what runs in it. The same person can open another one. */
  close(): Promise<void>;
  open(): Promise<Workbench>;
  readonly facts: RingFacts;
  /** How many exec requests sshd has been sent so far. */
  execRequests(): number;
  /** Puts a picture of the window into docs/images, when the ring was asked for pictures; else it does nothing. */
  screenshot(name: string): Promise<void>;
}

export interface Story {
  readonly title: string;
  /** It is played in a workspace that nobody has said to trust. */
  readonly isUntrusted?: boolean;
  /** The window speaks this language, where the extension knows it; VS Code's own words stay English. */
  readonly language?: string;
  play(stage: Stage): Promise<void>;
}
