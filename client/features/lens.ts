// The lenses above documents, hosts, groups and resources: hands those of folds/lens.ts to VS Code, and decides nothing.
import * as vscode from 'vscode';
import type { Desk } from '../desk.ts';
import { saysAges } from '../folds/headline.ts';
import { type Lens, lenses } from '../folds/lens.ts';
import { spansOf } from '../spans.ts';
import { folderOf, isProjectFile } from '../texts.ts';

function lensOf(document: vscode.TextDocument, lens: Lens): vscode.CodeLens {
  const { title, tooltip, command, target } = lens;
  const start = document.positionAt(lens.start);
  return new vscode.CodeLens(new vscode.Range(start, start), { title, tooltip, command, arguments: [target] });
}

function provide(desk: Desk, document: vscode.TextDocument): vscode.CodeLens[] {
  if (!vscode.workspace.isTrusted || !isProjectFile(document.uri)) return [];
  const board = desk.boards.get(folderOf(document.uri));
  return lenses(board, spansOf(document), Date.now()).map((lens) => lensOf(document, lens));
}

export function registerLens(desk: Desk): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  /** "just now" grows old while nobody types. */
  const isShown = (): boolean =>
    vscode.window.visibleTextEditors.some(
      ({ document: { uri } }) => isProjectFile(uri) && saysAges(desk.boards.get(folderOf(uri))),
    );
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document) => provide(desk, document),
  };
  return vscode.Disposable.from(
    changed,
    desk.ages.follow(
      { isShown, redraw: () => changed.fire() },
      desk.boards.onDidChange,
      vscode.window.onDidChangeVisibleTextEditors,
    ),
    vscode.languages.registerCodeLensProvider({ language: 'viki', scheme: 'file' }, provider),
    desk.boards.onDidChange(() => changed.fire()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire()),
  );
}
