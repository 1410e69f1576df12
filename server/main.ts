// The language server's process: wires the protocol to the features, over --stdio or --node-ipc. It touches no disk.
import {
  CodeActionKind,
  createConnection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { Folders, folderOf } from './folders.ts';
import type { FilesMethod, FilesParams, FilesResult, InitializationOptions } from './protocol.ts';
import { Publisher } from './publisher.ts';
import { answerRequests } from './requests.ts';

const FILES_METHOD: FilesMethod = 'viki/files';
const WATCHED_FILES = '**/*.vk.yaml';
/** What a completion is asked for after, beside the letters of words. */
const TRIGGER_CHARACTERS = [' ', ':', '{', '[', ',', '"', "'", '.'];

const connection = createConnection();
const folders = new Folders();
const publisher = new Publisher(
  folders,
  (uri, version, diagnostics) => {
    const params = { uri, diagnostics, ...(version === undefined ? {} : { version }) };
    connection.sendDiagnostics(params).catch(tellBug);
  },
  tellBug,
);
/** What this client can do; told once, when it initializes. */
let client = { files: false, snippets: false, watches: false };

function tellBug(error: unknown): void {
  connection.console.error(
    `viki has a bug: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
}

connection.onInitialize(({ capabilities, initializationOptions }: InitializeParams): InitializeResult => {
  const options = (initializationOptions ?? {}) as InitializationOptions;
  client = {
    files: options.files === true,
    snippets: capabilities.textDocument?.completion?.completionItem?.snippetSupport === true,
    watches: capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
  };
  return {
    serverInfo: { name: 'viki' },
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      hoverProvider: true,
      completionProvider: { triggerCharacters: TRIGGER_CHARACTERS },
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
    },
  };
});

connection.onInitialized(() => {
  if (!client.watches || !client.files) return;
  const watchers = [{ globPattern: WATCHED_FILES }];
  connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(tellBug);
});

/** The latest request for each folder's files: an answer to an earlier one comes too late. */
const asked = new Map<string, number>();
let requests = 0;
/** Folders whose other files are not known yet: what would be told of them now might be wrong. */
const unknown = new Set<string>();

async function readFiles(folder: string): Promise<void> {
  requests += 1;
  const number = requests;
  asked.set(folder, number);
  try {
    const params: FilesParams = { folder };
    const { files } = await connection.sendRequest<FilesResult>(FILES_METHOD, params);
    if (asked.get(folder) === number) folders.setClosed(folder, files);
  } catch (error) {
    connection.console.error(`viki could not get the files of ${folder}: ${String(error)}`);
  }
  unknown.delete(folder);
  changed(folder);
}

const hasFiles = (folder: string): boolean => client.files && folder.startsWith('file:');

function changed(folder: string): void {
  if (!unknown.has(folder)) publisher.changed(folder);
}

connection.onDidChangeWatchedFiles(({ changes }) => {
  const touched = new Set(changes.map(({ uri }) => folderOf(uri)));
  for (const folder of folders.uris()) if (touched.has(folder) && hasFiles(folder)) readFiles(folder).catch(tellBug);
});

connection.onDidOpenTextDocument(({ textDocument: { uri, version, text } }) => {
  const folder = folderOf(uri);
  const isNew = !folders.uris().includes(folder);
  folders.open(uri, version, text);
  if (isNew && hasFiles(folder)) {
    unknown.add(folder);
    readFiles(folder).catch(tellBug);
  }
  changed(folder);
});

connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
  folders.change(uri, version, contentChanges);
  changed(folderOf(uri));
});

connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
  const folder = folderOf(uri);
  const isForgotten = folders.close(uri);
  // What is on disk may differ from what was typed.
  if (!isForgotten && hasFiles(folder)) readFiles(folder).catch(tellBug);
  changed(folder);
});

answerRequests(connection, folders, () => client);

connection.listen();
