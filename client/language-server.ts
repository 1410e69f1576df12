// The language server as the rest of the extension knows it: started when the activation is over, asked how it is, stopped. It
// knows nothing of what the server does.
import { setImmediate } from 'node:timers/promises';
import type * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';

export class LanguageServer {
  #client: LanguageClient | undefined;
  #state: () => string = () => 'starting';
  readonly #started: Promise<void>;

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
    // Nobody waits for the server: commands work without it, and VS Code says by itself when it does not start.
    this.#started = this.#start(context, log).catch((error: unknown) =>
      log.error('the language server did not start', String(error)),
    );
  }

  get state(): string {
    return this.#state();
  }

  async stop(): Promise<void> {
    await this.#started;
    await this.#client?.stop();
  }

  async #start(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Promise<void> {
    // The code of the client is a third of all: commands, views and lenses need not wait while it is read.
    await setImmediate();
    const { languageClient, stateWord } = await import('./language.ts');
    const client = languageClient(context, log);
    this.#client = client;
    this.#state = () => stateWord(client);
    await client.start();
  }
}
