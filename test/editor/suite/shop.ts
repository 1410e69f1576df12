// The project `shop` of the workspace as tests inside the editor use it: its text, its lenses, its plans, and the folder on its host.
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { facts, openFile, viki } from './ring.ts';

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
  const file = join(shopFolder(), 'shop.vk.yaml');
  const text = readFileSync(file, 'utf8');
  let editor: vscode.TextEditor;
  setup(async () => {
    editor = await openFile('shop/shop.vk.yaml');
    // (the file activates it, but nobody hears when that is over; an editor asked for lenses before has none)
    await viki().activate();
  });
  teardown(async () => {
    // (not by the editor's own undoing: an editor that saves by itself has nothing to go back to)
    const whole = new vscode.Range(0, 0, editor.document.lineCount, 0);
    const back = new vscode.WorkspaceEdit();
    back.replace(editor.document.uri, whole, text);
    assert.ok(await vscode.workspace.applyEdit(back));
    await editor.document.save();
    assert.equal(readFileSync(file, 'utf8'), text);
    rmSync(inTarget('app'), { recursive: true, force: true });
  });
  return () => editor;
}
