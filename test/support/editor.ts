// An editor with a folder, as far as the server can tell: it speaks the protocol to a server process of its own.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import {
  type ClientCapabilities,
  createProtocolConnection,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { FilesMethod, FilesParams, FilesResult } from '../../server/protocol.ts';

const FOLDER = 'file:///srv/my%20shop';
const FILES_METHOD: FilesMethod = 'viki/files';
const root = join(import.meta.dirname, '../..');
/** The server as it is written, and as it is shipped. */
export const entries = ['server/main.ts', 'dist/server.cjs'];

/** An editor with a folder: it answers what the server asks, and keeps what the server tells. */
export class Editor {
  readonly connection: ProtocolConnection;
  readonly process: ChildProcess;
  readonly capabilities: Promise<InitializeResult>;
  /** The files that are on disk, by name. */
  readonly disk = new Map<string, string>();
  readonly watched: unknown[] = [];
  private readonly told = new Map<string, PublishDiagnosticsParams>();
  private readonly waiting = new Set<() => void>();

  private readonly timeout: AbortSignal;

  constructor(entry: string, timeout: AbortSignal, abilities: ClientCapabilities) {
    this.timeout = timeout;
    this.process = spawn(process.execPath, [join(root, entry), '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const { stdin, stdout } = this.process;
    assert.ok(stdin && stdout);
    this.connection = createProtocolConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.told.set(params.uri, params);
      for (const wake of this.waiting) wake();
    });
    this.connection.onRequest(FILES_METHOD, ({ folder }: FilesParams): FilesResult => {
      assert.equal(folder, FOLDER);
      return { files: [...this.disk].map(([name, text]) => ({ uri: uriOf(name), text })) };
    });
    this.connection.onRequest('client/registerCapability', (params: unknown) => {
      this.watched.push(params);
      return null;
    });
    this.connection.listen();
    this.capabilities = this.connection.sendRequest<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: null,
      initializationOptions: { files: true },
      capabilities: {
        textDocument: { completion: { completionItem: { snippetSupport: true } }, ...abilities.textDocument },
        workspace: { didChangeWatchedFiles: { dynamicRegistration: true }, ...abilities.workspace },
      },
    });
  }

  async ready(): Promise<InitializeResult> {
    const result = await this.capabilities;
    await this.connection.sendNotification('initialized', {});
    return result;
  }

  open(name: string, text: string): Promise<void> {
    const textDocument = { uri: uriOf(name), languageId: 'viki', version: 1, text };
    return this.connection.sendNotification('textDocument/didOpen', { textDocument });
  }

  /** Waits until what the server last told of a file begins with these words; at the test's time limit, says what it told. */
  async expectProblems(name: string, expected: readonly string[]): Promise<void> {
    const found = (): readonly string[] =>
      (this.told.get(uriOf(name))?.diagnostics ?? []).map(
        ({ range: { start }, code, message }) => `${start.line}:${start.character} ${code}: ${message}`,
      );
    const isThere = (): boolean => {
      const lines = found();
      return (
        this.told.has(uriOf(name)) &&
        lines.length === expected.length &&
        lines.every((line, index) => line.startsWith(expected[index] ?? ''))
      );
    };
    await new Promise<void>((resolve, reject) => {
      const wake = (): void => {
        if (isThere()) resolve();
      };
      this.waiting.add(wake);
      this.timeout.addEventListener('abort', () =>
        reject(new assert.AssertionError({ actual: found(), expected, operator: 'is told' })),
      );
      wake();
    });
  }

  at<Result>(method: string, name: string, line: number, character: number): Promise<Result> {
    const params = { textDocument: { uri: uriOf(name) }, position: { line, character } };
    return this.connection.sendRequest<Result>(method, params);
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

export const uriOf = (name: string): string => `${FOLDER}/${name}`;

export async function withEditor(
  t: TestContext,
  entry: string,
  use: (editor: Editor) => Promise<void>,
  abilities: ClientCapabilities = {},
): Promise<void> {
  if (!existsSync(join(root, entry))) {
    t.skip(`${entry} is not built (npm run build)`);
    return;
  }
  const editor = new Editor(entry, t.signal, abilities);
  // (also when the test runs out of time and never gets past its `await`)
  t.after(() => editor.process.kill());
  await use(editor);
  assert.equal(await editor.close(), 0);
}

export const TIMEOUT = { timeout: 30_000 };
