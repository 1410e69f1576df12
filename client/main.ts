// What VS Code loads and calls: the rest is in a bundle of its own, read once the editor has had its turn, for other extensions
// are activated at the same moment. It does nothing else.
import { setImmediate } from 'node:timers/promises';
import type * as vscode from 'vscode';
import type { Extension } from './extension.ts';

let extension: Extension | undefined;

/** (the editor runs a command of the extension when this promise is kept) */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  await setImmediate();
  const { openExtension } = await import('./extension.ts');
  extension = openExtension(context);
}

export async function deactivate(): Promise<void> {
  await extension?.close();
  extension = undefined;
}
