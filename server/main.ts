// The language server's process: wires the protocol to the features, over --stdio or --node-ipc. It touches no disk itself:
// the client reads the files that are not open, or disk-files.ts does for clients that can't; env-file.ts looks at `.env`.
import {
  type ClientCapabilities,
  CodeActionKind,
  createConnection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import type { Outside } from '../language/index.ts';
import { readSeverities, SEVERITY_SETTING, type Severities } from '../language/severity.ts';
import { appearanceCapabilities } from './appearance.ts';
import { filesOnDisk } from './disk-files.ts';
import { environmentProblems } from './env-file.ts';
import { Folders, folderOf } from './folders.ts';
import { holdsText } from './memory.ts';
import { navigationCapabilities } from './navigation.ts';
import { OwnModulesBeside } from './own-modules.ts';
import { pagesBeside } from './pages.ts';
import type { FilesMethod, FilesParams, FilesResult, InitializationOptions, TrustedMethod } from './protocol.ts';
import { Publisher } from './publisher.ts';
import { NO_REFRESHES, refresh, refreshesOf } from './refresh.ts';
import { answerRequests } from './requests.ts';
import { registerTemplates, type Template } from './template-requests.ts';
import { foldersAround, isTemplate, OpenTemplates } from './templates.ts';

const NO_SEVERITIES: Severities = new Map();
const FILES_METHOD: FilesMethod = 'viki/files';
const TRUSTED_METHOD: TrustedMethod = 'viki/trusted';
const WATCHED_FILES = ['**/*.vk.yaml', '**/*.liquid', '**/.env', '**/modules/**/*.mjs'];
const ownModules = new OwnModulesBeside();
/** So much at once is not typed: how long the texts are is worth another look. */
const PASTED_CHARACTERS = 1000;
/** What a completion is asked for after, beside the letters of words. */
const TRIGGER_CHARACTERS = [' ', ':', '{', '[', ',', '"', "'", '.', '/'];

const connection = createConnection();
const folders = new Folders();
const openTemplates = new OpenTemplates();
/** What this client can do; told once, when it initializes. */
let client = { files: false, snippets: false, watches: false, configuration: false, pull: false, templates: false };
/** The folders that the editor shows. */
let roots: readonly string[] = [];
let refreshes = NO_REFRESHES;
let pages: string | undefined;
/** What the settings say, by folder. */
const severities = new Map<string, Severities>();
const publisher = new Publisher(
  folders,
  (uri, version, diagnostics) => {
    if (client.pull) return;
    const params = { uri, diagnostics, ...(version === undefined ? {} : { version }) };
    connection.sendDiagnostics(params).catch(tellBug);
  },
  { severities: (folder) => severities.get(folder) ?? NO_SEVERITIES, pages: () => pages },
  tellBug,
);

function tellBug(error: unknown): void {
  connection.console.error(
    `viki has a bug: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
}

const onlyPulls = ({ textDocument }: ClientCapabilities): boolean =>
  textDocument?.diagnostic !== undefined && textDocument.publishDiagnostics === undefined;

const registersTemplates = ({ textDocument = {} }: ClientCapabilities): boolean =>
  [textDocument.synchronization, textDocument.completion, textDocument.hover].every(
    (feature) => feature?.dynamicRegistration === true,
  );

connection.onInitialize((params: InitializeParams): InitializeResult => {
  const { capabilities, initializationOptions, workspaceFolders } = params;
  const options = (initializationOptions ?? {}) as InitializationOptions;
  client = {
    files: options.files === true,
    snippets: capabilities.textDocument?.completion?.completionItem?.snippetSupport === true,
    watches: capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    configuration: capabilities.workspace?.configuration === true,
    // (one that is sent problems and asks for them as well would show each of them twice)
    pull: options.pull === true || onlyPulls(capabilities),
    templates: registersTemplates(capabilities),
  };
  roots = (workspaceFolders ?? []).map(({ uri }) => uri.replace(/\/$/, ''));
  refreshes = refreshesOf(capabilities, client.pull);
  pages = options.pages ?? pagesBeside(process.argv[1]);
  ownModules.isTrusted = options.trusted === true;
  return {
    serverInfo: { name: 'viki' },
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      hoverProvider: true,
      completionProvider: { triggerCharacters: TRIGGER_CHARACTERS, resolveProvider: true },
      ...navigationCapabilities,
      ...appearanceCapabilities,
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.Refactor, 'source.fixAll.viki'] },
      ...(client.pull ? { diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: false } } : {}),
    },
  };
});

connection.onInitialized(() => {
  if (client.templates) registerTemplates(connection).catch(tellBug);
  if (!client.watches) return;
  const watchers = WATCHED_FILES.map((globPattern) => ({ globPattern }));
  connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(tellBug);
});

/** The latest request for each folder's files: an answer to an earlier one comes too late. */
const asked = new Map<string, number>();
let requests = 0;
/** Folders whose other files are being read for the first time: what would be told of them now might be wrong. */
const unknown = new Map<string, Promise<void>>();

/** What is known beside the text. The code for templates is loaded where there is one. */
async function outsideOf(beside: FilesResult['beside'], templates: FilesResult['templates'] = []): Promise<Outside> {
  if (beside === undefined) return {};
  const files = new Set(beside);
  if (templates.length === 0) return { files, templates: new Map() };
  const { useOfTemplate } = await import('../language/template-use.ts');
  return { files, templates: new Map(templates.map(({ path, text }) => [path, useOfTemplate(text)])) };
}

const openOf = (folder: string): readonly string[] =>
  folders.filesOf(folder).filter((uri) => folders.versionOf(uri) !== undefined);

const filesIn = (folder: string): Promise<FilesResult> =>
  client.files
    ? connection.sendRequest<FilesResult>(FILES_METHOD, { folder } satisfies FilesParams)
    : filesOnDisk(folder, openOf(folder));

async function readFiles(folder: string): Promise<void> {
  requests += 1;
  const number = requests;
  asked.set(folder, number);
  try {
    const { files, beside, templates } = await filesIn(folder);
    const own = await ownModules.of(folder);
    const outside = { ...(await outsideOf(beside, templates)), modules: own.modules };
    const isLatest = () => asked.get(folder) === number;
    if (isLatest()) folders.setBeside(folder, [...environmentProblems(folder), ...own.problems]);
    if (isLatest()) folders.keepOnly(folder, new Set(files.map(({ uri }) => uri)), outside);
    for (const { uri, text } of files) {
      // (a folder of many files is read between the requests of whoever types)
      await new Promise((resolve) => setImmediate(resolve));
      if (isLatest() && folderOf(uri) === folder) folders.setClosed(uri, text);
    }
    holdsText(folders.characters);
  } catch (error) {
    connection.console.error(`viki could not get the files of ${folder}: ${String(error)}`);
  }
  // (a later reading may still be under way)
  if (asked.get(folder) === number) unknown.delete(folder);
  changed(folder);
  refresh(connection, refreshes).catch(tellBug);
}

/** Reads the files of a folder of which nothing is to be told before that. */
function readFirst(folder: string): void {
  const reading = readFiles(folder).catch(tellBug);
  unknown.set(folder, reading);
}

async function readSettings(folder: string): Promise<void> {
  if (!client.configuration) return;
  const item = { scopeUri: folder, section: SEVERITY_SETTING };
  const read = readSeverities(await connection.workspace.getConfiguration(item));
  for (const mistake of read.mistakes) connection.console.warn(mistake);
  severities.set(folder, read.severities);
  if (read.severities.size === 0) return;
  changed(folder);
  await refresh(connection, { ...NO_REFRESHES, problems: refreshes.problems });
}

connection.onDidChangeConfiguration(() => {
  severities.clear();
  for (const folder of folders.uris()) {
    readSettings(folder).catch(tellBug);
    changed(folder);
  }
});

const hasFiles = (folder: string): boolean => folder.startsWith('file:');

function changed(folder: string): void {
  if (!unknown.has(folder)) publisher.changed(folder);
}

connection.onNotification(TRUSTED_METHOD, () => {
  ownModules.isTrusted = true;
  for (const folder of folders.uris()) if (hasFiles(folder)) readFiles(folder).catch(tellBug);
});

connection.onDidChangeWatchedFiles(({ changes }) => {
  const isTouched = (folder: string): boolean => changes.some(({ uri }) => uri.startsWith(`${folder}/`));
  for (const folder of folders.uris()) if (isTouched(folder) && hasFiles(folder)) readFiles(folder).catch(tellBug);
});

/** Templates whose project is being looked for. */
const looking = new Map<string, Promise<void>>();

/** The nearest folder around a template that has a text of a project in it; one that is known already is not looked for. */
async function projectOf(uri: string): Promise<string | undefined> {
  const known = folders.uris().filter((folder) => uri.startsWith(`${folder}/`) && folders.filesOf(folder).length > 0);
  const [nearest] = known.toSorted((one, other) => other.length - one.length);
  if (nearest !== undefined) return nearest;
  for (const folder of foldersAround(uri, roots)) {
    if ((await filesIn(folder)).files.length > 0) return folder;
  }
  return undefined;
}

async function findProject(uri: string): Promise<void> {
  const folder = await projectOf(uri);
  // (it may have been closed in between)
  if (folder === undefined || !openTemplates.has(uri)) return;
  const isNew = !folders.uris().includes(folder);
  folders.hold(folder, uri);
  openTemplates.isOf(uri, folder);
  if (!isNew) return;
  readSettings(folder).catch(tellBug);
  readFirst(folder);
}

async function templateAt(uri: string): Promise<Template | undefined> {
  await looking.get(uri);
  const found = openTemplates.of(uri);
  await unknown.get(found?.folder ?? '');
  const live = found && folders.liveOf(found.folder);
  return live && { ...found, live };
}

connection.onDidOpenTextDocument(({ textDocument: { uri, version, text } }) => {
  if (isTemplate(uri)) {
    openTemplates.open(uri, version, text);
    looking.set(uri, findProject(uri).catch(tellBug));
    return;
  }
  const folder = folderOf(uri);
  const isNew = !folders.uris().includes(folder);
  // (a known file may be called in another way by this editor, see disk-files.ts)
  const isUnread = isNew || (!client.files && !folders.filesOf(folder).includes(uri));
  holdsText(folders.characters + text.length);
  folders.open(uri, version, text);
  if (isNew) readSettings(folder).catch(tellBug);
  if (isUnread && hasFiles(folder)) readFirst(folder);
  changed(folder);
});

connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
  if (isTemplate(uri)) return openTemplates.change(uri, version, contentChanges);
  folders.change(uri, version, contentChanges);
  if (contentChanges.some(({ text }) => text.length > PASTED_CHARACTERS)) holdsText(folders.characters);
  changed(folderOf(uri));
});

connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
  if (isTemplate(uri)) {
    const project = openTemplates.close(uri);
    looking.delete(uri);
    if (project !== undefined) folders.release(project, uri);
    if (project !== undefined) changed(project);
    return;
  }
  const folder = folderOf(uri);
  const isForgotten = folders.close(uri);
  // What is on disk may differ from what was typed.
  if (!isForgotten && hasFiles(folder)) readFiles(folder).catch(tellBug);
  changed(folder);
});

connection.languages.diagnostics.on(async ({ textDocument: { uri }, previousResultId }) => {
  await unknown.get(folderOf(uri));
  return publisher.report(uri, previousResultId);
});

answerRequests(connection, folders, () => client, templateAt);

connection.listen();
