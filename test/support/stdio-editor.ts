// A plain editor for tests: starts a language server by its command line, and speaks the protocol over stdin and stdout.
import { type ChildProcess, spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

export class StdioEditor {
  readonly connection: ProtocolConnection;
  readonly process: ChildProcess;
  readonly registered: unknown[] = [];
  private readonly told = new Map<string, PublishDiagnosticsParams>();
  private readonly waiting = new Set<() => void>();

  constructor(words: readonly string[], folder: string, environment: NodeJS.ProcessEnv = process.env) {
    const [program = '', ...rest] = words;
    this.process = spawn(program, rest, { cwd: folder, env: environment, stdio: ['pipe', 'pipe', 'inherit'] });
    const { stdin, stdout } = this.process;
    if (!stdin || !stdout) throw new Error('the server has no stdin or stdout');
    this.connection = createProtocolConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.told.set(params.uri, params);
      for (const wake of this.waiting) wake();
    });
    this.connection.onRequest('client/registerCapability', (params: unknown) => {
      this.registered.push(params);
      return null;
    });
    this.connection.listen();
  }

  async ready(
    folder: string,
    capabilities: object = {},
    initializationOptions: object = {},
  ): Promise<InitializeResult> {
    const rootUri = pathToFileURL(folder).href;
    const params = { processId: process.pid, rootUri, capabilities, initializationOptions };
    const result = await this.connection.sendRequest<InitializeResult>('initialize', params);
    await this.connection.sendNotification('initialized', {});
    return result;
  }

  open(uri: string, text: string, version = 1): Promise<void> {
    const textDocument = { uri, languageId: 'viki', version, text };
    return this.connection.sendNotification('textDocument/didOpen', { textDocument });
  }

  /** What the server last told of a file, as `line:character code`. */
  problems(uri: string): readonly string[] | undefined {
    return this.told
      .get(uri)
      ?.diagnostics.map(({ range: { start }, code }) => `${start.line}:${start.character} ${code}`);
  }

  /** Waits until what is told satisfies; the test's time limit ends it. */
  until(isSo: () => boolean, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const wake = (): void => {
        if (isSo()) resolve();
      };
      this.waiting.add(wake);
      signal.addEventListener('abort', () => {
        const told = [...this.told.keys()].map((uri) => `${uri}: ${this.problems(uri)?.join(', ')}`);
        reject(new Error(`the server told only:\n${told.join('\n')}`));
      });
      wake();
    });
  }

  async close(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.process.once('exit', resolve));
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    const code = await ended;
    this.connection.dispose();
    return code;
  }
}
