// The view of hosts and resources: hands the rows of folds/tree.ts to VS Code, and decides nothing.
import * as vscode from 'vscode';
import type { Desk } from '../desk.ts';
import { type TreeRow, treeRows } from '../folds/tree.ts';
import { rangeOf, uriOf } from '../messages.ts';

function icon({ name, color }: TreeRow['icon']): vscode.ThemeIcon {
  return new vscode.ThemeIcon(name, color === undefined ? undefined : new vscode.ThemeColor(color));
}

function openCommand(row: TreeRow): vscode.Command | undefined {
  if (row.kind === 'note') return { title: 'Show Problems', command: 'workbench.actions.view.problems' };
  if (!row.place) return undefined;
  const selection = rangeOf(row.place);
  return {
    title: 'Open Line',
    command: 'vscode.open',
    arguments: [uriOf(row.target.folder, row.place), { selection }],
  };
}

function itemOf(row: TreeRow): vscode.TreeItem {
  const { None, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(row.label, row.children.length === 0 ? None : Expanded);
  const command = openCommand(row);
  item.id = row.id;
  item.description = row.description;
  item.tooltip = row.tooltip;
  item.iconPath = icon(row.icon);
  item.contextValue = row.context;
  item.accessibilityInformation = { label: row.spoken, role: 'treeitem' };
  if (command) item.command = command;
  return item;
}

export function registerTree(desk: Desk): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.TreeDataProvider<TreeRow> = {
    onDidChangeTreeData: changed.event,
    getTreeItem: itemOf,
    getChildren: (row) => [...(row?.children ?? treeRows(desk.boards.all(), Date.now()))],
  };
  return vscode.Disposable.from(
    changed,
    vscode.window.createTreeView('viki.hosts', { treeDataProvider: provider, showCollapseAll: true }),
    desk.boards.onDidChange(() => changed.fire()),
  );
}
