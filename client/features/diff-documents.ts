// The two sides of a diff as read-only documents: `viki-now:` is fetched from the host when it is looked at,
// `viki-wanted:` are the bytes of the last plan. Nothing is fetched before, and nothing is written.
import * as vscode from 'vscode';
import type { Desk } from '../desk.ts';
import { type Side, sideText } from '../folds/diff.ts';
import { failureMessage } from '../folds/failure.ts';
import { plansOf } from '../folds/words.ts';

const NOW = 'viki-now';
const WANTED = 'viki-wanted';

type FileOnHost = { readonly folder: string; readonly host: string; readonly path: string };

/** The address keeps the file's ending, so that the editor colours both sides as what they are. */
export function diffUris(file: FileOnHost): { readonly now: vscode.Uri; readonly wanted: vscode.Uri } {
  const parts = { path: `/${file.host}${file.path}`, query: JSON.stringify(file) };
  return { now: vscode.Uri.from({ scheme: NOW, ...parts }), wanted: vscode.Uri.from({ scheme: WANTED, ...parts }) };
}

const fileOf = (uri: vscode.Uri): FileOnHost => JSON.parse(uri.query) as FileOnHost;

async function nowText(desk: Desk, { folder, host, path }: FileOnHost): Promise<string> {
  const kept = desk.plans.get(folder);
  if (!kept) return '(plan again to see what is there now)\n';
  const answer = await desk.operators.use(folder, kept.project, (operator) => operator.bytes(kept.project, host, path));
  return 'failure' in answer ? `(${failureMessage(answer.failure)})\n` : sideText(answer, host, path);
}

function wantedSide(desk: Desk, { folder, host, path }: FileOnHost): Side {
  const kept = desk.plans.get(folder);
  const changes = plansOf(kept?.plan ?? { hosts: [] }).find((plan) => plan.host === host)?.changes ?? [];
  const to = changes.flatMap(({ contents }) => contents).find((content) => content.path === path)?.to;
  if (!to) return { missing: 'no-file' };
  const bytes = kept?.contents?.bytes(to.sha256);
  return bytes ? { bytes } : { missing: 'not-kept' };
}

class Documents implements vscode.TextDocumentContentProvider {
  readonly #textOf: (file: FileOnHost) => string | Promise<string>;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();

  readonly onDidChange = this.#changed.event;

  constructor(textOf: (file: FileOnHost) => string | Promise<string>) {
    this.#textOf = textOf;
  }

  provideTextDocumentContent(uri: vscode.Uri): string | Promise<string> {
    return this.#textOf(fileOf(uri));
  }

  renew(uri: vscode.Uri): void {
    this.#changed.fire(uri);
  }
}

export function registerDiffDocuments(desk: Desk): vscode.Disposable {
  const now = new Documents((file) => nowText(desk, file));
  const wanted = new Documents((file) => sideText(wantedSide(desk, file), file.host, file.path));
  const shownAt = new Map<string, number>();
  // A diff that is open says what the latest work has found; that the text is being typed in is no reason to ask a host.
  const renew = (): void => {
    for (const { uri } of vscode.workspace.textDocuments) {
      if (uri.scheme !== NOW && uri.scheme !== WANTED) continue;
      const { working, last } = desk.boards.get(fileOf(uri).folder);
      if (working || !last || shownAt.get(uri.toString()) === last.at) continue;
      if (shownAt.has(uri.toString())) (uri.scheme === NOW ? now : wanted).renew(uri);
      shownAt.set(uri.toString(), last.at);
    }
  };
  const opened = vscode.workspace.onDidOpenTextDocument(renew);
  const closed = vscode.workspace.onDidCloseTextDocument(({ uri }) => shownAt.delete(uri.toString()));
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(NOW, now),
    vscode.workspace.registerTextDocumentContentProvider(WANTED, wanted),
    desk.boards.onDidChange(renew),
    opened,
    closed,
  );
}
