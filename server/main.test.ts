// The server as an editor meets it: a process, and the protocol over its stdin and stdout.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  type CodeAction,
  type CompletionItem,
  type CompletionList,
  createProtocolConnection,
  type DocumentLink,
  type DocumentSymbol,
  type Hover,
  type InitializeResult,
  type Location,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type SelectionRange,
  StreamMessageReader,
  StreamMessageWriter,
  type SymbolInformation,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { FilesMethod, FilesParams, FilesResult } from './protocol.ts';

const FOLDER = 'file:///srv/my%20shop';
const FILES_METHOD: FilesMethod = 'viki/files';
const root = join(import.meta.dirname, '..');
const entries = ['server/main.ts', 'dist/server.cjs'];

/** An editor with a folder: it answers what the server asks, and keeps what the server tells. */
class Editor {
  readonly connection: ProtocolConnection;
  readonly process: ChildProcess;
  readonly capabilities: Promise<InitializeResult>;
  /** The files that are on disk, by name. */
  readonly disk = new Map<string, string>();
  readonly watched: unknown[] = [];
  private readonly told = new Map<string, PublishDiagnosticsParams>();
  private readonly waiting = new Set<() => void>();

  private readonly timeout: AbortSignal;

  constructor(entry: string, timeout: AbortSignal) {
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
        textDocument: { completion: { completionItem: { snippetSupport: true } } },
        workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
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

const uriOf = (name: string): string => `${FOLDER}/${name}`;

async function withEditor(t: TestContext, entry: string, use: (editor: Editor) => Promise<void>): Promise<void> {
  if (!existsSync(join(root, entry))) {
    t.skip(`${entry} is not built (npm run build)`);
    return;
  }
  const editor = new Editor(entry, t.signal);
  // (also when the test runs out of time and never gets past its `await`)
  t.after(() => editor.process.kill());
  await use(editor);
  assert.equal(await editor.close(), 0);
}

const MODS = 'viki:\n  mods:\n    mkdir:\n      app: { pth: /opt/app, on: web }\n';
const TIMEOUT = { timeout: 30_000 };

for (const entry of entries) {
  test(`${entry}: typing`, TIMEOUT, (t) =>
    withEditor(t, entry, async (editor) => {
      editor.disk.set('hosts.vk.yaml', 'viki:\n  hosts: { web: { addres: x } }\n');
      const { capabilities } = await editor.ready();
      assert.equal(capabilities.hoverProvider, true);
      await editor.open('mods.vk.yaml', MODS);
      await editor.expectProblems('mods.vk.yaml', ['3:13 unknown-key: `pth` is not a field of `mkdir`']);
      await editor.expectProblems('hosts.vk.yaml', ['1:18 unknown-key: `addres` is not a field of a host']);

      const textDocument = { uri: uriOf('mods.vk.yaml') };
      const position = { line: 3, character: 14 };
      const actions = await editor.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
        textDocument,
        range: { start: position, end: position },
        context: { diagnostics: [] },
      });
      assert.deepEqual(
        actions.map(({ title }) => title),
        ['Change to `path`'],
      );
      const edits = actions[0]?.edit?.changes?.[textDocument.uri] ?? [];
      await editor.connection.sendNotification('textDocument/didChange', {
        textDocument: { ...textDocument, version: 2 },
        contentChanges: edits.map(({ range, newText }) => ({ range, text: newText })),
      });
      await editor.expectProblems('mods.vk.yaml', []);

      const hover = await editor.at<Hover>('textDocument/hover', 'mods.vk.yaml', 3, 14);
      assert.match(JSON.stringify(hover.contents), /Where the folder is/);
      const { items } = await editor.at<CompletionList>('textDocument/completion', 'mods.vk.yaml', 3, 13);
      assert.deepEqual(items.map(({ label }) => label).slice(0, 3), ['path', 'mode', 'owner']);
      const resolved = await editor.connection.sendRequest<CompletionItem>('completionItem/resolve', items[0]);
      assert.match(JSON.stringify(resolved.documentation), /Where the folder is/);
    }),
  );

  test(`${entry}: another name, across files`, TIMEOUT, (t) =>
    withEditor(t, entry, async (editor) => {
      editor.disk.set('hosts.vk.yaml', 'viki:\n  hosts: { web: {}, db: {} }\n');
      await editor.ready();
      await editor.open('mods.vk.yaml', MODS.replace('pth', 'path'));
      await editor.expectProblems('mods.vk.yaml', []);
      const [definition] = await editor.at<Location[]>('textDocument/definition', 'mods.vk.yaml', 3, 36);
      assert.deepEqual(definition?.range, { start: { line: 1, character: 11 }, end: { line: 1, character: 14 } });
      const renamed = (newName: string) =>
        editor.connection.sendRequest<WorkspaceEdit>('textDocument/rename', {
          textDocument: { uri: uriOf('mods.vk.yaml') },
          position: { line: 3, character: 36 },
          newName,
        });
      const { changes = {} } = await renamed('front');
      const told = Object.entries(changes).map(([uri, edits]) => [uri, edits.map(({ newText }) => newText)]);
      assert.deepEqual(told, [
        [uriOf('hosts.vk.yaml'), ['front']],
        [uriOf('mods.vk.yaml'), ['front']],
      ]);
      await assert.rejects(renamed('db'), /There is already a host `db`, in line 2 of hosts\.vk\.yaml\./);
    }),
  );

  test(`${entry}: ways through a project`, TIMEOUT, (t) =>
    withEditor(t, entry, async (editor) => {
      editor.disk.set('hosts.vk.yaml', 'viki:\n  hosts: { web: {} }\n');
      await editor.ready();
      await editor.open('mods.vk.yaml', MODS.replace('pth', 'path'));
      await editor.expectProblems('mods.vk.yaml', []);
      const [host] = await editor.at<CallHierarchyItem[]>('textDocument/prepareCallHierarchy', 'mods.vk.yaml', 3, 36);
      assert.equal(host?.uri, uriOf('hosts.vk.yaml'));
      const calls = { item: host };
      const [caller] = await editor.connection.sendRequest<CallHierarchyIncomingCall[]>(
        'callHierarchy/incomingCalls',
        calls,
      );
      assert.equal(caller?.from.name, 'mkdir.app');
      const back = { item: caller?.from };
      const [callee] = await editor.connection.sendRequest<CallHierarchyOutgoingCall[]>(
        'callHierarchy/outgoingCalls',
        back,
      );
      assert.deepEqual(callee?.to, host);
      assert.deepEqual(callee?.fromRanges, caller?.fromRanges);

      const params = { textDocument: { uri: uriOf('mods.vk.yaml') }, positions: [{ line: 3, character: 21 }] };
      const [viki] = await editor.connection.sendRequest<DocumentSymbol[]>('textDocument/documentSymbol', params);
      assert.equal(viki?.children?.[0]?.children?.[0]?.children?.[0]?.detail, '/opt/app');
      const [selected] = await editor.connection.sendRequest<SelectionRange[]>('textDocument/selectionRange', params);
      assert.ok(selected?.parent?.parent);
      const links = await editor.connection.sendRequest<DocumentLink[]>('textDocument/documentLink', params);
      assert.deepEqual(links, []);
      const found = await editor.connection.sendRequest<SymbolInformation[]>('workspace/symbol', { query: 'web' });
      assert.deepEqual(
        found.map(({ location }) => location.uri),
        [uriOf('hosts.vk.yaml')],
      );
    }),
  );

  test(`${entry}: files that come, change and go`, TIMEOUT, (t) =>
    withEditor(t, entry, async (editor) => {
      await editor.ready();
      await editor.open('mods.vk.yaml', MODS.replace('pth', 'path'));
      await editor.expectProblems('mods.vk.yaml', [
        '1:2 missing-host: No host is declared that this could go to',
        '3:33 unknown-host: There is no host or group `web`',
      ]);
      assert.match(JSON.stringify(editor.watched), /\*\.vk\.yaml/);

      editor.disk.set('hosts.vk.yaml', 'viki:\n  hosts: { web: {} }\n  nam: x\n');
      const changes = [{ uri: uriOf('hosts.vk.yaml'), type: 1 }];
      await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
      await editor.expectProblems('mods.vk.yaml', []);
      await editor.expectProblems('hosts.vk.yaml', ['2:2 unknown-key: `nam` is not a field of `viki`']);

      await editor.connection.sendNotification('textDocument/didClose', {
        textDocument: { uri: uriOf('mods.vk.yaml') },
      });
      await editor.expectProblems('hosts.vk.yaml', []);
      await editor.expectProblems('mods.vk.yaml', []);
      assert.equal(await editor.at('textDocument/hover', 'mods.vk.yaml', 3, 14), null);
    }),
  );

  test(`${entry}: many keystrokes at once end in one state`, TIMEOUT, (t) =>
    withEditor(t, entry, async (editor) => {
      await editor.ready();
      await editor.open('one.vk.yaml', 'viki:\n  \n');
      const typed = 'name: [shop]';
      const sent = [...typed].map((text, index) => {
        const position = { line: 1, character: 2 + index };
        return editor.connection.sendNotification('textDocument/didChange', {
          textDocument: { uri: uriOf('one.vk.yaml'), version: 2 + index },
          contentChanges: [{ range: { start: position, end: position }, text }],
        });
      });
      await Promise.all(sent);
      await editor.expectProblems('one.vk.yaml', ['1:8 wrong-type: `name` must be a text, not a list']);
    }),
  );
}
