// The addresses of documents that can be looked at and not written: `viki-remote:/web-1/etc/motd`.
import * as vscode from 'vscode';
import { type DiffPair, pathOf, type RemoteDocument } from './folds/documents.ts';

export const REMOTE = 'viki-remote';

export const remoteUri = (document: RemoteDocument): vscode.Uri =>
  vscode.Uri.from({ scheme: REMOTE, path: pathOf(document), query: JSON.stringify(document) });

/** Undefined where the address is none that was made here: a link in any text may have such a scheme. */
export function documentOf({ query }: vscode.Uri): RemoteDocument | undefined {
  try {
    const document: unknown = JSON.parse(query);
    const isOne = typeof document === 'object' && document !== null && 'folder' in document && 'is' in document;
    return isOne ? (document as RemoteDocument) : undefined;
  } catch {
    return undefined;
  }
}

export async function showDocument(document: RemoteDocument): Promise<void> {
  await vscode.window.showTextDocument(remoteUri(document), { preview: true });
}

/** One diff in the diff editor, several below each other in one. */
export async function showDiffs(title: string, pairs: readonly DiffPair[]): Promise<void> {
  const [first] = pairs;
  if (!first) return;
  if (pairs.length === 1) {
    await vscode.commands.executeCommand('vscode.diff', remoteUri(first.now), remoteUri(first.wanted), first.title);
    return;
  }
  const resources = pairs.map(({ now, wanted }) => [remoteUri(wanted), remoteUri(now), remoteUri(wanted)]);
  await vscode.commands.executeCommand('vscode.changes', title, resources);
}
