// A language server in a process of its own, and the editor before it: opens one document, types, and waits for the right
// answers. It knows the protocol and nothing of any server's inside.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  type CompletionItem,
  type CompletionList,
  createProtocolConnection,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type InitializeResult,
  LSPErrorCodes,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { Change } from './edits.ts';

/** A server that says nothing for so long is broken, and so is the run. */
const SILENCE_LIMIT_MILLISECONDS = 60_000;
/** After a wrong answer, how long a right one for the same edit is waited for. */
const SECOND_ANSWER_LIMIT_MILLISECONDS = 1000;
const STOP_LIMIT_MILLISECONDS = 5000;
const ERROR_OUTPUT_LIMIT = 4000;
/** With these a server asks to be asked again. */
const tooEarly: ReadonlySet<number> = new Set([LSPErrorCodes.ServerCancelled, LSPErrorCodes.ContentModified]);

/** What servers ask of an editor that says yes to everything. */
const granted = ['client/registerCapability', 'client/unregisterCapability', 'window/workDoneProgress/create'];

export type Program = {
  /** How tables and the command line call it. */
  readonly name: string;
  /** What `node` is started with. */
  readonly args: readonly string[];
  readonly languageId: string;
  /** What it is told when it asks for its settings, by section. */
  readonly settings: { readonly [section: string]: unknown };
  /** It knows the whole language, and not only YAML and the JSON schema. */
  readonly knowsLanguage: boolean;
};

export type Answer = {
  readonly milliseconds: number;
  readonly isRight: boolean;
  readonly diagnostics: readonly Diagnostic[];
};

export type Judge = (diagnostics: readonly Diagnostic[]) => boolean;

type Waiting = {
  readonly version: number;
  readonly isRight: Judge;
  /** When the first byte of the edit went to the server. */
  started: number | undefined;
  readonly settle: (answer: Answer) => void;
  timer: NodeJS.Timeout;
};

export class Client {
  readonly program: Program;
  readonly started = performance.now();
  private readonly process: ChildProcess;
  private readonly connection: ProtocolConnection;
  private readonly uri: string;
  private version = 0;
  private pulls = false;
  private waiting: Waiting | undefined;
  private lastPulled: { readonly id: string | undefined; readonly items: readonly Diagnostic[] } | undefined;
  private errors = '';
  /** When bytes last came from the server. From the first byte of an edit to this is the server's time, not this client's. */
  private heard = 0;
  private fail: (error: Error) => void = () => undefined;
  /** Never resolves; rejects when the server ends or breaks. */
  private readonly broken: Promise<never>;

  constructor(program: Program, uri: string) {
    this.program = program;
    this.uri = uri;
    this.broken = new Promise((_, reject) => {
      this.fail = reject;
    });
    this.broken.catch(() => undefined);
    this.process = spawn(process.execPath, [...program.args], { stdio: ['pipe', 'pipe', 'pipe'] });
    const { stdin, stdout, stderr } = this.process;
    if (!stdin || !stdout || !stderr) throw new Error(`${program.name} has no pipes`);
    stderr.on('data', (chunk) => {
      this.errors = (this.errors + chunk).slice(-ERROR_OUTPUT_LIMIT);
    });
    stdin.on('error', (error) => this.fail(error));
    this.process.on('exit', (code) => this.fail(new Error(`${program.name} ended with ${code}: ${this.errors}`)));
    stdout.on('data', () => {
      this.heard = performance.now();
    });
    const write = stdin.write.bind(stdin) as (...args: unknown[]) => boolean;
    stdin.write = (...args: unknown[]) => {
      if (this.waiting) this.waiting.started ??= performance.now();
      return write(...args);
    };
    this.connection = createProtocolConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    this.listen();
  }

  /** Answers what servers ask of editors; anything that is only told is dropped. */
  private listen(): void {
    this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      if (params.uri === this.uri) this.answered(params.version, params.diagnostics);
    });
    this.connection.onRequest('workspace/configuration', ({ items }: { items: { section?: string }[] }) =>
      items.map(({ section }) => this.program.settings[section ?? ''] ?? null),
    );
    this.connection.onRequest('workspace/diagnostic/refresh', () => {
      if (this.waiting) this.pull(this.waiting.version).catch(this.fail);
      return null;
    });
    for (const method of granted) this.connection.onRequest(method, () => null);
    this.connection.onError(([error]) => this.fail(error));
    this.connection.listen();
  }

  async initialize(): Promise<void> {
    const params = {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        general: { positionEncodings: ['utf-16'] },
        textDocument: {
          synchronization: { dynamicRegistration: false },
          publishDiagnostics: { versionSupport: true, relatedInformation: true },
          diagnostic: { dynamicRegistration: false, relatedDocumentSupport: false },
          completion: { completionItem: { snippetSupport: true } },
        },
        workspace: { configuration: true, diagnostics: { refreshSupport: true } },
      },
    };
    const { capabilities } = await this.alive(this.connection.sendRequest<InitializeResult>('initialize', params));
    this.pulls = capabilities.diagnosticProvider !== undefined;
    await this.connection.sendNotification('initialized', {});
  }

  /** Opens the document; the answer is the first right one. */
  async open(text: string, isRight: Judge): Promise<Answer> {
    this.version = 1;
    const { uri, version } = this;
    const textDocument = { uri, languageId: this.program.languageId, version, text };
    return await this.ask(() => this.connection.sendNotification('textDocument/didOpen', { textDocument }), isRight);
  }

  /** One edit; the answer is the first right one to it, or the last wrong one. */
  async edit(change: Change, isRight: Judge): Promise<Answer> {
    this.version += 1;
    return await this.ask(() => this.send(change), isRight);
  }

  /** One edit, and help asked for at its end in the same moment: the milliseconds until it comes. */
  async complete(change: Change, isRight: Judge): Promise<{ milliseconds: number; labels: readonly string[] }> {
    this.version += 1;
    const position = { line: change.line, character: change.character + change.inserted.length };
    const settled = this.ask(() => this.send(change), isRight);
    const { waiting } = this;
    const params = { textDocument: { uri: this.uri }, position };
    const request = this.connection.sendRequest<CompletionList | CompletionItem[] | null>(
      'textDocument/completion',
      params,
    );
    const result = await this.alive(request);
    const milliseconds = this.heard - (waiting?.started ?? Number.NaN);
    await settled;
    const items = Array.isArray(result) ? result : (result?.items ?? []);
    return { milliseconds, labels: items.map(({ label }) => label) };
  }

  get processId(): number | undefined {
    return this.process.pid;
  }

  async stop(): Promise<void> {
    const hasEnded = this.process.exitCode !== null || this.process.signalCode !== null;
    const ended = hasEnded ? Promise.resolve() : once(this.process, 'exit');
    const timer = setTimeout(() => this.process.kill('SIGKILL'), STOP_LIMIT_MILLISECONDS);
    const asked = this.connection.sendRequest('shutdown').then(() => this.connection.sendNotification('exit'));
    // A server that is broken can't be asked; the time limit ends it.
    asked.catch(() => undefined);
    await ended;
    clearTimeout(timer);
    this.connection.dispose();
  }

  private send({ line, character, removed, inserted }: Change): Promise<void> {
    const { uri, version } = this;
    const range = { start: { line, character }, end: { line, character: character + removed } };
    const contentChanges = [{ range, text: inserted }];
    return this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  private async ask(send: () => Promise<void>, isRight: Judge): Promise<Answer> {
    const { version } = this;
    const answer = new Promise<Answer>((settle) => {
      const silent = () => this.fail(new Error(`${this.program.name} did not answer to version ${version}`));
      const timer = setTimeout(silent, SILENCE_LIMIT_MILLISECONDS);
      this.waiting = { version, isRight, started: undefined, settle, timer };
    });
    const sent = send();
    if (this.pulls) this.pull(version).catch(this.fail);
    await this.alive(sent);
    return await this.alive(answer);
  }

  /** Asks for diagnostics, as editors do of servers that offer it. */
  private async pull(version: number): Promise<void> {
    const previous = this.lastPulled?.id;
    const params = {
      textDocument: { uri: this.uri },
      ...(previous === undefined ? {} : { previousResultId: previous }),
    };
    try {
      const report = await this.connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', params);
      const items = report.kind === 'full' ? report.items : (this.lastPulled?.items ?? []);
      this.lastPulled = { id: report.resultId, items };
      this.answered(version, items);
    } catch (error) {
      const isTooEarly = error instanceof ResponseError && tooEarly.has(error.code);
      if (!isTooEarly) throw error;
      if (this.waiting?.version === version) await this.pull(version);
    }
  }

  /** Diagnostics came. A server that names no version answers to the only edit that has no answer yet. */
  private answered(version: number | undefined, diagnostics: readonly Diagnostic[]): void {
    const { waiting } = this;
    if (waiting === undefined || (version !== undefined && version !== waiting.version)) return;
    const answer = {
      milliseconds: this.heard - (waiting.started ?? Number.NaN),
      isRight: waiting.isRight(diagnostics),
      diagnostics,
    };
    const settle = () => {
      if (this.waiting === waiting) this.waiting = undefined;
      waiting.settle(answer);
    };
    clearTimeout(waiting.timer);
    if (answer.isRight) settle();
    else waiting.timer = setTimeout(settle, SECOND_ANSWER_LIMIT_MILLISECONDS);
  }

  private alive<Value>(promise: Promise<Value>): Promise<Value> {
    return Promise.race([promise, this.broken]);
  }
}
