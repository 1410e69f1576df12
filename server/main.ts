// The language server's process: wires the protocol to the features, over --stdio or --node-ipc. It touches no disk.
import {
  type CancellationToken,
  CodeActionKind,
  createConnection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { codeActions } from './code-actions.ts';
import { completion } from './completion.ts';
import { type TextOf, toCodeAction, toCompletionItem, toHover, toSpan } from './convert.ts';
import { Folders, folderOf } from './folders.ts';
import { hover } from './hover.ts';
import type { FilesMethod, FilesParams, FilesResult, InitializationOptions } from './protocol.ts';
import { Publisher } from './publisher.ts';

const FILES_METHOD: FilesMethod = 'viki/files';
const WATCHED_FILES = '**/*.vk.yaml';
/** What a completion is asked for after, beside the letters of words. */
const TRIGGER_CHARACTERS = [' ', ':', '{', '[', ',', '"', "'", '.'];

const connection = createConnection();
const texts = new TextDocuments(TextDocument);
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

texts.onDidChangeContent(({ document }) => {
  const folder = folderOf(document.uri);
  const isNew = !folders.uris().includes(folder);
  folders.set(document);
  if (isNew && hasFiles(folder)) {
    unknown.add(folder);
    readFiles(folder).catch(tellBug);
  }
  changed(folder);
});

texts.onDidClose(({ document }) => {
  const folder = folderOf(document.uri);
  const isForgotten = folders.close(document.uri);
  // What is on disk may differ from what was typed.
  if (!isForgotten && hasFiles(folder)) readFiles(folder).catch(tellBug);
  changed(folder);
});

/** A request about a document: nothing when it is not open, and an end when the client does not want it any more. */
function answer<Result>(
  uri: string,
  token: CancellationToken,
  feature: (found: NonNullable<ReturnType<Folders['file']>>) => Result,
): Result | null | ResponseError<void> {
  if (token.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
  const found = folders.file(uri);
  return found === undefined ? null : feature(found);
}

const textOf: TextOf = (uri) => folders.file(uri)?.file.text;

connection.onHover(({ textDocument, position }, token) =>
  answer(textDocument.uri, token, ({ file: { text, document }, documents }) => {
    const found = hover(documents, document, text.offsetAt(position));
    return found === undefined ? null : toHover(text, found);
  }),
);

connection.onCompletion(({ textDocument, position }, token) =>
  answer(textDocument.uri, token, ({ file: { text, document }, documents }) => {
    const items = completion(documents, document, text.offsetAt(position));
    return items.map((item, index) => toCompletionItem(text, item, index, client.snippets));
  }),
);

connection.onCodeAction(({ textDocument, range }, token) =>
  answer(textDocument.uri, token, ({ file: { text } }) => {
    const problems = folders.problemsOf(folderOf(text.uri)).get(text.uri) ?? [];
    return codeActions(problems, toSpan(text, range)).map((action) => toCodeAction(text, action, textOf));
  }),
);

texts.listen(connection);
connection.listen();
