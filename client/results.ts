// How runs ended, told: one message with what a person would do next, all of it in the log, the lines that failed marked.
// It starts nothing by itself.
import * as vscode from 'vscode';
import type { ApplyResult } from '../engine/result.ts';
import type { Desk } from './desk.ts';
import { tellFailures } from './failures.ts';
import { nextSteps } from './folds/next.ts';
import { resultsHeadline, wentWell } from './folds/words.ts';
import { type Button, showLogButton, tellInfo, tellWarning } from './messages.ts';
import type { Ready } from './ready.ts';

type Work = 'apply' | 'rollback';

export function tellResults(desk: Desk, ready: Ready, work: Work, results: readonly ApplyResult[]): void {
  const headline = `${ready.project.name}: ${resultsHeadline(results, work)}.`;
  const failures = results.flatMap(({ failure }) => (failure ? [failure] : []));
  const buttons = nextSteps(results, work).map(({ title, command, hosts }): Button => {
    const action = () => vscode.commands.executeCommand(command, { folder: ready.folder, hosts });
    return { title, action };
  });
  if (wentWell(results)) tellInfo(headline, ...buttons, showLogButton(desk.log));
  // What a person asked for is no failure.
  else if (failures.every(({ kind }) => kind === 'cancelled'))
    tellWarning(headline, ...buttons, showLogButton(desk.log));
  else tellFailures(desk, ready.folder, failures, ...buttons);
}
