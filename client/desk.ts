// What the features of the extension share: the boards, the work that goes on, the log, and how a plan is kept until it
// is applied. It holds things and does nothing by itself.
import type * as vscode from 'vscode';
import type { Contents } from '../engine/contents.ts';
import type { Project } from '../engine/project.ts';
import type { ProjectPlan } from '../engine/result.ts';
import type { Ages } from './ages.ts';
import type { Askers } from './asking.ts';
import type { Boards } from './boards.ts';
import type { GoingRuns } from './going.ts';
import type { Operators } from './operators.ts';
import type { PlanChoice } from './plan-choice.ts';
import type { Readings } from './readings.ts';
import type { Remembered } from './remembered.ts';
import type { ProjectText } from './texts.ts';
import type { Works } from './works.ts';

/** A plan with all that it was made from: apply does exactly this. */
export type Planned = {
  readonly project: Project;
  readonly plan: ProjectPlan;
  readonly contents: Contents | undefined;
  /** The mark of the text. */
  readonly mark: string;
};

export type Environments = Map<string, NodeJS.ProcessEnv>;

export type Desk = {
  readonly log: vscode.LogOutputChannel;
  readonly boards: Boards;
  /** Texts that are read for the boards. */
  readonly readings: Readings<ProjectText>;
  readonly ages: Ages;
  readonly works: Works;
  readonly operators: Operators;
  /** How plans are shown, and what was unchecked of them. */
  readonly choice: PlanChoice;
  /** What was set going on hosts, for whoever comes back after the window was closed. */
  readonly going: GoingRuns;
  readonly remembered: Remembered;
  /** What was told in this window, by project. */
  readonly askers: Askers;
  /** How the language server is, in a word. */
  readonly languageState: () => string;
  /** The last plan of each project's folder. */
  readonly plans: Map<string, Planned>;
  /** What each project's `.env` and this process set: secrets may be among it. */
  readonly environments: Environments;
  /** Failures of the last run at their places in the text. */
  readonly failures: vscode.DiagnosticCollection;
};
