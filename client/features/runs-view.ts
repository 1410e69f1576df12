// The view "Runs": what hosts remember of runs, as they last told; "Refresh Runs" asks them.
import * as vscode from 'vscode';
import type { Desk } from '../desk.ts';
import { tellFailures } from '../failures.ts';
import type { Asked } from '../folds/request.ts';
import { runRows } from '../folds/run-rows.ts';
import { askHistory } from '../history.ts';
import { onProject } from '../ready.ts';
import { followAges, RowProvider } from '../row-view.ts';

const VIEW = 'viki.runs';

export function registerRunsView(desk: Desk): vscode.Disposable {
  const provider = new RowProvider(() => runRows(desk.boards.all(), Date.now()));
  const view = vscode.window.createTreeView(VIEW, {
    treeDataProvider: provider,
    showCollapseAll: true,
    // Two of them can be compared.
    canSelectMany: true,
  });
  return vscode.Disposable.from(
    provider,
    view,
    followAges(desk, view, provider),
    desk.boards.onDidChange(() => provider.refresh()),
  );
}

export const refreshRunsCommand = (desk: Desk, asked: Asked): Promise<void> =>
  onProject(desk, asked, async ({ folder, project, hosts }) => {
    const failures = await vscode.window.withProgress({ location: { viewId: VIEW } }, () =>
      askHistory(desk, folder, project, hosts),
    );
    tellFailures(desk, folder, failures);
  });
