// "Open the Walkthrough": the steps from nothing to the first rollback, which package.json declares.
import * as vscode from 'vscode';

const WALKTHROUGH = 'viki.viki#viki.first';

export async function walkthroughCommand(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH, false);
}
