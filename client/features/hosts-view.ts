// The view "Hosts": groups and hosts with what is known of each. It asks no host.
import * as vscode from 'vscode';
import type { Desk } from '../desk.ts';
import { hostRows } from '../folds/host-rows.ts';
import { followAges, RowProvider } from '../row-view.ts';

export function registerHostsView(desk: Desk): vscode.Disposable {
  const provider = new RowProvider(() => hostRows(desk.boards.all(), Date.now()));
  const view = vscode.window.createTreeView('viki.hosts', { treeDataProvider: provider, showCollapseAll: true });
  return vscode.Disposable.from(
    provider,
    view,
    followAges(desk, view, provider),
    desk.boards.onDidChange(() => provider.refresh()),
  );
}
