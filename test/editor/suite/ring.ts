// What tests inside the editor use to meet the ring and to wait for the editor. It may wait for events only, never for a length of time.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { FACTS_VARIABLE, type RingFacts } from '../facts.ts';

const WAIT_LIMIT_MILLISECONDS = 20_000;

/** What the ring has prepared for this editor: workspace, sshd, target folder. */
export function facts(): RingFacts {
  const file = process.env[FACTS_VARIABLE];
  if (!file) throw new Error(`${FACTS_VARIABLE} is not set: run this suite by npm run test:editor`);
  return JSON.parse(readFileSync(file, 'utf8')) as RingFacts;
}

/** The extension under test, as it was installed from its package. */
export function viki(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension('viki.viki');
  if (!extension) throw new Error('the extension viki.viki is not installed in this editor');
  return extension;
}

/** Opens a file of the workspace in an editor. */
export async function openFile(path: string): Promise<vscode.TextEditor> {
  return await vscode.window.showTextDocument(vscode.Uri.file(join(facts().workspace, path)));
}

/**
 * Resolves with the first answer of `look` that is not undefined: asked now, and again after each `event`.
 * Rejects, saying `what` was waited for, when the time is over.
 */
export function until<Answer>(
  what: string,
  event: vscode.Event<unknown>,
  look: () => Answer | undefined | Thenable<Answer | undefined>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      subscription.dispose();
      finish();
    };
    const ask = async () => {
      try {
        const answer = await look();
        if (answer !== undefined) settle(() => resolve(answer));
      } catch (error) {
        settle(() => reject(error));
      }
    };
    const timer = setTimeout(
      () => settle(() => reject(new Error(`waited ${WAIT_LIMIT_MILLISECONDS / 1000} s in vain for ${what}`))),
      WAIT_LIMIT_MILLISECONDS,
    );
    const subscription = event(ask);
    void ask();
  });
}

/** The problems shown for a document, as soon as some of them satisfies `wanted`. */
export function problems(
  document: vscode.TextDocument,
  wanted: (problem: vscode.Diagnostic) => boolean,
): Promise<vscode.Diagnostic[]> {
  return until(`a problem in ${document.fileName}`, vscode.languages.onDidChangeDiagnostics, () => {
    const shown = vscode.languages.getDiagnostics(document.uri);
    return shown.some(wanted) ? shown : undefined;
  });
}
