// What would change, beside the lines of the editors that are shown: hands the hints of folds/hints.ts to VS Code.
import * as vscode from 'vscode';
import type { Desk } from '../desk.ts';
import { type Hint, hints } from '../folds/hints.ts';
import { spansOf } from '../spans.ts';
import { folderOf, isProjectFile } from '../texts.ts';

const isWanted = (uri: vscode.Uri): boolean =>
  vscode.workspace.getConfiguration('viki', uri).get<boolean>('hints.enabled', true);

function styleOf(color: string): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    after: { margin: '0 0 0 2em', color: new vscode.ThemeColor(color), fontStyle: 'italic' },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedOpen,
  });
}

function decoration(document: vscode.TextDocument, { end, text, details }: Hint): vscode.DecorationOptions {
  const at = document.positionAt(end);
  const hoverMessage = new vscode.MarkdownString().appendCodeblock(details, 'text');
  return { range: new vscode.Range(at, at), hoverMessage, renderOptions: { after: { contentText: text } } };
}

export function registerHints(desk: Desk): vscode.Disposable {
  const change = styleOf('editorCodeLens.foreground');
  const drift = styleOf('editorWarning.foreground');
  const drawIn = (editor: vscode.TextEditor): void => {
    const { document } = editor;
    if (!isProjectFile(document.uri)) return;
    const board = desk.boards.get(folderOf(document.uri));
    const found = isWanted(document.uri) ? hints(board, spansOf(document), document.getText()) : [];
    const of = (isDrift: boolean) =>
      found.filter((hint) => hint.isDrift === isDrift).map((hint) => decoration(document, hint));
    editor.setDecorations(change, of(false));
    editor.setDecorations(drift, of(true));
  };
  const draw = (): void => vscode.window.visibleTextEditors.forEach(drawIn);
  draw();
  return vscode.Disposable.from(
    change,
    drift,
    desk.boards.onDidChange(draw),
    vscode.window.onDidChangeVisibleTextEditors(draw),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('viki.hints')) draw();
    }),
  );
}
