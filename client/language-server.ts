// The language server as the rest of the extension knows it: started with the first text that it has something to say of,
// asked how it is, stopped. It knows nothing of what the server does.
import { setImmediate } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';

/** `resting`: no text is open that would need it. */
const RESTING = 'resting';

export class LanguageServer {
  #client: LanguageClient | undefined;
  #state: () => string = () => RESTING;
  #started: Promise<void> | undefined;

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
    const look = ({ languageId }: vscode.TextDocument): void => {
      if (languageId !== 'viki' || this.#started !== undefined) return;
      this.#state = () => 'starting';
      // Nobody waits for the server: commands work without it, and VS Code says by itself when it does not start.
      this.#started = this.#start(context, log).catch((error: unknown) =>
        log.error('the language server did not start', String(error)),
      );
    };
    context.subscriptions.push(vscode.workspace.onDidOpenTextDocument(look));
    vscode.workspace.textDocuments.forEach(look);
  }

  get state(): string {
    return this.#state();
  }

  async stop(): Promise<void> {
    await this.#started;
    await this.#client?.stop();
  }

  async #start(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Promise<void> {
    // The code of the client is a bundle of its own: commands, views and lenses need not wait while it is read.
    await setImmediate();
    const { languageClient, stateWord } = await import('./language.ts');
    const client = languageClient(context, log);
    this.#client = client;
    this.#state = () => stateWord(client);
    await client.start();
  }
}
