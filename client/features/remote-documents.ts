// Documents that can be looked at and not written: what is on a host is fetched from it when somebody looks, what is wanted are
// the bytes of the last plan. Nothing is fetched before, and nothing is written.

import * as vscode from 'vscode';
import type { Desk } from '../desk.ts';
import { type Side, sideText } from '../folds/diff.ts';
import { outputText, type RemoteDocument, resourceText, runText, stateText } from '../folds/documents.ts';
import { failureMessage } from '../folds/failure.ts';
import { planLines } from '../folds/log.ts';
import { say } from '../folds/spoken.ts';
import { plansOf } from '../folds/words.ts';
import { documentOf, REMOTE } from '../remote.ts';
import { readText } from '../texts.ts';

type Of<Is extends RemoteDocument['is']> = Extract<RemoteDocument, { readonly is: Is }>;

const planOn = (desk: Desk, folder: string, host: string) =>
  plansOf(desk.plans.get(folder)?.plan ?? { hosts: [] }).find((plan) => plan.host === host);

async function nowText(desk: Desk, { folder, host, path }: Of<'file'>): Promise<string> {
  const kept = desk.plans.get(folder);
  if (!kept) return say`(plan again to see what is there now)\n`;
  const answer = await desk.operators.use(folder, kept.project, (operator) => operator.bytes(kept.project, host, path));
  return 'failure' in answer ? `(${failureMessage(answer.failure)})\n` : sideText(answer, host, path);
}

function wantedSide(desk: Desk, { folder, host, path }: Of<'file'>): Side {
  const changes = planOn(desk, folder, host)?.changes ?? [];
  const to = changes.flatMap(({ contents }) => contents).find((content) => content.path === path)?.to;
  if (!to) return { missing: 'no-file' };
  const bytes = desk.plans.get(folder)?.contents?.bytes(to.sha256);
  return bytes ? { bytes } : { missing: 'not-kept' };
}

async function recordedText(desk: Desk, { folder, host, run }: Of<'run'>): Promise<string> {
  const { project } = await readText(folder);
  if (!project?.hosts.has(host)) return say`(the text has errors, or no host ${host} any more)\n`;
  const record = await desk.operators.use(folder, project, (operator) => operator.record(project, host, run));
  return 'failure' in record ? `(${failureMessage(record.failure)})\n` : runText(record.resources);
}

function textOf(desk: Desk, document: RemoteDocument): string | Promise<string> {
  const { folder } = document;
  switch (document.is) {
    case 'file': {
      const { host, path, side } = document;
      return side === 'now' ? nowText(desk, document) : sideText(wantedSide(desk, document), host, path);
    }
    case 'resource': {
      const changes = planOn(desk, folder, document.host)?.changes ?? [];
      const change = changes.find(({ address }) => address === document.address);
      return resourceText(change, document.side);
    }
    case 'state': {
      const plan = planOn(desk, folder, document.host);
      return stateText((document.side === 'now' ? plan?.before : plan?.after) ?? {});
    }
    case 'plan': {
      const kept = desk.plans.get(folder);
      const lines = kept ? planLines(kept.project.name, kept.plan) : [];
      return lines.map(({ text }) => `${text}\n`).join('');
    }
    case 'output':
      return outputText(desk.boards.get(folder).hosts.find(({ name }) => name === document.host)?.failure);
    case 'run':
      return recordedText(desk, document);
  }
}

/** An address may come from a link in anybody's text: hosts are asked only where that is allowed, for what is a project here. */
function provide(desk: Desk, document: RemoteDocument | undefined): string | Promise<string> {
  if (!vscode.workspace.isTrusted) return say`(viki reaches hosts only from a workspace that you trust)\n`;
  const isKnown = desk.boards.all().some(({ folder }) => folder === document?.folder);
  return document && isKnown ? textOf(desk, document) : say`(this is no document of a project of this window)\n`;
}

/** The document, if it may be another one by now: what a run did does not change any more. */
function agingDocument(uri: vscode.Uri): RemoteDocument | undefined {
  const document = uri.scheme === REMOTE ? documentOf(uri) : undefined;
  return document?.is === 'run' ? undefined : document;
}

export function registerRemoteDocuments(desk: Desk): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => provide(desk, documentOf(uri)),
  };
  const shownAt = new Map<string, number>();
  // What is open says what the latest work has found; that the text is being typed in is no reason to ask a host.
  const renew = (): void => {
    for (const { uri } of vscode.workspace.textDocuments) {
      const document = agingDocument(uri);
      if (!document) continue;
      const { working, last } = desk.boards.get(document.folder);
      if (working || !last || shownAt.get(uri.toString()) === last.at) continue;
      if (shownAt.has(uri.toString())) changed.fire(uri);
      shownAt.set(uri.toString(), last.at);
    }
  };
  return vscode.Disposable.from(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(REMOTE, provider),
    desk.boards.onDidChange(renew),
    vscode.workspace.onDidOpenTextDocument(renew),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => shownAt.delete(uri.toString())),
  );
}
