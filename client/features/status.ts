// The item in the status bar: hands what folds/status.ts says of the project at hand to VS Code.
import * as vscode from 'vscode';
import type { Desk } from '../desk.ts';
import type { Board } from '../folds/board.ts';
import { saysAges } from '../folds/headline.ts';
import { say } from '../folds/spoken.ts';
import { statusOf } from '../folds/status.ts';
import { activeFolder } from '../texts.ts';

const PRIORITY = 50;

/** The project that works, else the one that is being edited, else the only one. */
function boardAtHand(desk: Desk): Board | undefined {
  const boards = desk.boards.all();
  const working = boards.find((board) => board.working);
  if (working) return working;
  const folder = activeFolder();
  if (folder !== undefined) return boards.find((board) => board.folder === folder);
  return boards.length === 1 ? boards[0] : undefined;
}

export function registerStatus(desk: Desk): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('viki', vscode.StatusBarAlignment.Left, PRIORITY);
  item.name = 'viki';
  const draw = (): void => {
    const status = statusOf(boardAtHand(desk), Date.now());
    if (!status) {
      item.hide();
      return;
    }
    item.text = status.text;
    item.command = status.plans
      ? { title: say`Plan`, command: 'viki.plan', arguments: [status.plans] }
      : 'viki.hosts.focus';
    item.tooltip = status.tooltip;
    item.backgroundColor = status.warning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.show();
  };
  draw();
  const isShown = (): boolean => {
    const board = boardAtHand(desk);
    return board !== undefined && saysAges(board);
  };
  return vscode.Disposable.from(
    item,
    desk.boards.onDidChange(draw),
    vscode.window.onDidChangeActiveTextEditor(draw),
    desk.ages.follow({ isShown, redraw: draw }, desk.boards.onDidChange, vscode.window.onDidChangeActiveTextEditor),
  );
}
