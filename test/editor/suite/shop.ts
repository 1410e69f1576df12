// The project `shop` of the workspace as tests inside the editor use it: its text, its lenses, its plans, and the folder on its host.
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { facts, openFile, until } from './ring.ts';

/** A path below the folder of the host that tests may change. */
export const inTarget = (...names: string[]): string => join(facts().target, ...names);

export const shopFolder = (): string => join(facts().workspace, 'shop');

export const planShop = (): Thenable<unknown> => vscode.commands.executeCommand('viki.plan', { folder: shopFolder() });

export async function lensesOf({ uri }: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  return await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
}

export async function lensTitles(document: vscode.TextDocument): Promise<string[]> {
  return (await lensesOf(document)).map((lens) => lens.command?.title ?? '');
}

export async function replaceText(editor: vscode.TextEditor, from: string, to: string): Promise<void> {
  const start = editor.document.getText().indexOf(from);
  assert.notEqual(start, -1, `${from} is not in the text`);
  const at = (offset: number) => editor.document.positionAt(offset);
  await editor.edit((edit) => edit.replace(new vscode.Range(at(start), at(start + from.length)), to));
}

/** Opens the project for each test of a suite; text and host are as before when the test is over. */
export function withShop(): () => vscode.TextEditor {
  let editor: vscode.TextEditor;
  setup(async () => {
    editor = await openFile('shop/shop.vk.yaml');
  });
  teardown(async () => {
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    // (what the window has taken back is heard of here a moment later)
    const saved = readFileSync(editor.document.uri.fsPath, 'utf8');
    await until('the text as it was saved', vscode.workspace.onDidChangeTextDocument, () =>
      editor.document.getText() === saved ? true : undefined,
    );
    rmSync(inTarget('app'), { recursive: true, force: true });
  });
  return () => editor;
}
