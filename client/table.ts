// All features of the extension: its commands and its views. A command's bug is caught here and nowhere else: it is said,
// logged, and ends only that command.

import * as vscode from 'vscode';
import type { Desk } from './desk.ts';
import { applyCommand } from './features/apply.ts';
import { applyPartCommand } from './features/apply-part.ts';
import { attachCommand, registerAttach } from './features/attach.ts';
import { cancelCommand } from './features/cancel.ts';
import { compareRunsCommand, showRunCommand } from './features/compare-runs.ts';
import { diagnosticsCommand, doctorCommand, registerReports } from './features/doctor.ts';
import { forgetSecretsCommand } from './features/forget-secrets.ts';
import { registerHints } from './features/hints.ts';
import { registerHostsView } from './features/hosts-view.ts';
import { registerLens } from './features/lens.ts';
import { newProjectCommand } from './features/new-project.ts';
import { openDiffCommand, openPlanCommand, openRemoteCommand, openStateCommand } from './features/open-diff.ts';
import { planCommand, refreshCommand } from './features/plan.ts';
import { registerPlanOnSave } from './features/plan-on-save.ts';
import {
  clearFilter,
  filterCommand,
  registerPlanView,
  showAll,
  showByHost,
  showByResource,
  showOnlyChanges,
  toggleRowCommand,
} from './features/plan-view.ts';
import { onPlayground, playgroundCommand } from './features/playground.ts';
import { registerProjects } from './features/projects.ts';
import { registerRemoteDocuments } from './features/remote-documents.ts';
import { rollbackCommand } from './features/rollback.ts';
import { refreshRunsCommand, registerRunsView } from './features/runs-view.ts';
import { registerStatus } from './features/status.ts';
import { registerTools } from './features/tools.ts';
import { walkthroughCommand } from './features/walkthrough.ts';
import { type Asked, askedFor, isAboutPlayground } from './folds/request.ts';
import { say } from './folds/spoken.ts';
import { showLogButton, tellError } from './messages.ts';
import { folderOf, isProjectFile } from './texts.ts';

type Command = (desk: Desk, asked: Asked) => Promise<void> | void;

/**
 * A button in the title of a view is about the project, but VS Code hands it the row that has the focus, as it does for the
 * menu of that row. So it has a command of its own, which is told nothing.
 */
const ofProject =
  (command: Command): Command =>
  (desk) =>
    command(desk, {});

const COMMANDS: { readonly [id: string]: Command } = {
  'viki.plan': planCommand,
  'viki.planProject': ofProject(planCommand),
  'viki.apply': applyCommand,
  'viki.applyProject': ofProject(applyCommand),
  'viki.applyChecked': ofProject(applyPartCommand),
  'viki.applyRow': applyPartCommand,
  'viki.toggleRow': toggleRowCommand,
  'viki.rollback': rollbackCommand,
  'viki.rollbackProject': ofProject(rollbackCommand),
  'viki.attach': attachCommand,
  'viki.refresh': refreshCommand,
  'viki.refreshProject': ofProject(refreshCommand),
  'viki.cancel': cancelCommand,
  'viki.cancelProject': ofProject(cancelCommand),
  'viki.refreshRuns': refreshRunsCommand,
  'viki.refreshProjectRuns': ofProject(refreshRunsCommand),
  'viki.showByHost': showByHost,
  'viki.showByResource': showByResource,
  'viki.showAll': showAll,
  'viki.showOnlyChanges': showOnlyChanges,
  'viki.filter': filterCommand,
  'viki.clearFilter': clearFilter,
  'viki.openDiff': openDiffCommand,
  'viki.openProjectDiffs': ofProject(openDiffCommand),
  'viki.openRemote': openRemoteCommand,
  'viki.openState': openStateCommand,
  'viki.openPlan': openPlanCommand,
  'viki.showRun': showRunCommand,
  'viki.compareRuns': compareRunsCommand,
  'viki.forgetSecrets': forgetSecretsCommand,
  'viki.doctor': doctorCommand,
  'viki.diagnostics': diagnosticsCommand,
  'viki.newProject': newProjectCommand,
  'viki.playground': playgroundCommand,
  'viki.walkthrough': walkthroughCommand,
  'viki.showOutput': (desk) => desk.log.show(),
};

const VIEWS: readonly ((desk: Desk) => vscode.Disposable)[] = [
  registerProjects,
  registerAttach,
  registerHostsView,
  registerPlanView,
  registerRunsView,
  registerLens,
  registerHints,
  registerPlanOnSave,
  registerStatus,
  registerRemoteDocuments,
  registerTools,
  registerReports,
];

/** A menu of an editor hands over the file's address. */
function fromAddress(argument: unknown): Asked | undefined {
  if (!(argument instanceof vscode.Uri)) return undefined;
  return isProjectFile(argument) ? { folder: folderOf(argument) } : {};
}

/** A menu of a view hands over the row that was clicked, and all that were selected with it. */
const selectedIn = (rows: unknown): Pick<Asked, 'selected'> =>
  Array.isArray(rows) && rows.length > 1 ? { selected: rows.map(askedFor) } : {};

async function runCommand(desk: Desk, id: string, command: Command, ...given: readonly unknown[]): Promise<void> {
  const [argument, rows] = given;
  try {
    if (isAboutPlayground(argument)) await onPlayground(desk, command);
    else await command(desk, fromAddress(argument) ?? { ...askedFor(argument), ...selectedIn(rows) });
  } catch (bug) {
    const message = bug instanceof Error ? bug.message : String(bug);
    desk.log.error(`a bug in ${id}`, bug instanceof Error ? bug : message);
    const sentence = say`viki has a bug: ${id} broke off (${message}). The log has the details; please report it.`;
    tellError(sentence, showLogButton(desk.log));
  }
}

export function registerFeatures(desk: Desk): vscode.Disposable {
  const commands = Object.entries(COMMANDS).map(([id, command]) =>
    vscode.commands.registerCommand(id, (...given: unknown[]) => runCommand(desk, id, command, ...given)),
  );
  return vscode.Disposable.from(...commands, ...VIEWS.map((register) => register(desk)));
}
