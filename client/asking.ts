// Questions on the way to a host, asked at the editor: a password in an input box, a new host key in a dialog that shows
// its fingerprint. What is told stays in memory; nothing of it is logged or kept.
import * as vscode from 'vscode';
import type { Asker, HostKeyQuestion, SecretQuestion } from '../hosts/asker.ts';

async function askSecret({ host, prompt }: SecretQuestion): Promise<string | undefined> {
  return await vscode.window.showInputBox({
    title: `viki: ${host}`,
    prompt: `${prompt}. It is kept in memory only.`,
    password: true,
    // It is often fetched from another window.
    ignoreFocusOut: true,
  });
}

async function askHostKey({ host, place, type, fingerprint }: HostKeyQuestion): Promise<boolean> {
  const button = 'Trust This Key';
  const detail = `${type}\n${fingerprint}\n\nAt the host itself, ssh-keygen -lf FILE says it of each /etc/ssh/ssh_host_*.pub. A key that you trust is written to known_hosts.`;
  const message = `The key of ${host} (${place}) is not known yet. Is this its key?`;
  const answer = await vscode.window.showWarningMessage(message, { modal: true, detail }, button);
  return answer === button;
}

let last: Promise<unknown> = Promise.resolve();

/** The editor has one input box: a second question would put the first away, whichever project it comes from. */
function inTurn<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  const answer = last.then(ask);
  last = answer.catch(() => undefined);
  return answer;
}

export const editorAsker: Asker = {
  secret: (question) => inTurn(() => askSecret(question)),
  acceptHostKey: (question) => inTurn(() => askHostKey(question)),
};
