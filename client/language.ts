// The language client: starts the server, and reads for it the files of a project that are not open. It reaches no host,
// so it works in folders that nobody trusts, too.
import * as vscode from 'vscode';
import { LanguageClient, State, TransportKind } from 'vscode-languageclient/node';
import type {
  FilesMethod,
  FilesParams,
  FilesResult,
  InitializationOptions,
  TrustedMethod,
} from '../server/protocol.ts';

const SUFFIX = '.vk.yaml';
const FILES_MAX = 1000;
const TEMPLATE_SUFFIX = '.liquid';
const TEMPLATES_MAX = 200;
/** With more files below its folder than this, a project is not told which of them are missing. */
const BESIDE_MAX = 20_000;
/** What is larger is not read for the server; it says the same of files that are open. */
const FILE_LIMIT_BYTES = 4 * 1024 * 1024;

const FILES_METHOD: FilesMethod = 'viki/files';
const TRUSTED_METHOD: TrustedMethod = 'viki/trusted';

async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > FILE_LIMIT_BYTES) return undefined;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    // It went between being listed and being read, or may not be read: then it is no part of the project.
    return undefined;
  }
}

async function filesIn(folder: vscode.Uri): Promise<readonly vscode.Uri[]> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(folder);
    const names = entries.filter(([name, type]) => name.endsWith(SUFFIX) && (type & vscode.FileType.Directory) === 0);
    return names.slice(0, FILES_MAX).map(([name]) => vscode.Uri.joinPath(folder, name));
  } catch {
    // A file that has never been saved may lie in a folder that is not there.
    return [];
  }
}

async function answerFiles(client: LanguageClient, { folder }: FilesParams): Promise<FilesResult> {
  const uris = await filesIn(client.protocol2CodeConverter.asUri(folder));
  const files = await Promise.all(
    uris.map(async (uri) => ({ uri: client.code2ProtocolConverter.asUri(uri), text: await textOf(uri) })),
  );
  const beside = await namesBelow(client.protocol2CodeConverter.asUri(folder));
  return {
    files: files.flatMap(({ uri, text }) => (text === undefined ? [] : [{ uri, text }])),
    ...(beside === undefined ? {} : { beside, templates: await templatesAmong(folder, beside) }),
  };

  async function templatesAmong(
    base: string,
    paths: readonly string[],
  ): Promise<NonNullable<FilesResult['templates']>> {
    const chosen = paths.filter((path) => path.endsWith(TEMPLATE_SUFFIX)).slice(0, TEMPLATES_MAX);
    const found = await Promise.all(
      chosen.map(async (path) => {
        const uri = vscode.Uri.joinPath(client.protocol2CodeConverter.asUri(base), path);
        const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
        return { path, text: open?.getText() ?? (await textOf(uri)) };
      }),
    );
    return found.flatMap(({ path, text }) => (text === undefined ? [] : [{ path, text }]));
  }
}

/** The files below a folder, so that a missing one is told; undefined where there are too many to tell. */
async function namesBelow(folder: vscode.Uri): Promise<readonly string[] | undefined> {
  const found = await vscode.workspace.findFiles(new vscode.RelativePattern(folder, '**/*'), null, BESIDE_MAX + 1);
  if (found.length > BESIDE_MAX) return undefined;
  const base = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
  return found.flatMap(({ path }) => (path.startsWith(base) ? [path.slice(base.length)] : []));
}

const STATE_WORDS = {
  [State.Starting]: 'starting',
  [State.Running]: 'running',
  [State.Stopped]: 'stopped',
  [State.StartFailed]: 'failed',
} as const;

export const stateWord = ({ state }: LanguageClient): string => STATE_WORDS[state];

/**
 * A text that can't be changed (what it was at the last commit, beside what it is) is coloured and explained, but its problems are
 * nobody's: it is one file without the others of its project, and would miss whatever stands in them.
 */
const mayHaveProblems = ({ scheme }: vscode.Uri): boolean =>
  scheme === 'untitled' || vscode.workspace.fs.isWritableFileSystem(scheme) === true;

/** The client of the extension's own server; language-server.ts starts and stops it. */
export function languageClient(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): LanguageClient {
  const pages = vscode.Uri.joinPath(context.extensionUri, 'docs', 'problems').toString();
  const initializationOptions: InitializationOptions = { files: true, pages, trusted: vscode.workspace.isTrusted };
  const watcher = vscode.workspace.createFileSystemWatcher(`**/*${SUFFIX}`);
  const beside = vscode.workspace.createFileSystemWatcher('**/*', false, true, false);
  const templates = vscode.workspace.createFileSystemWatcher(`**/*${TEMPLATE_SUFFIX}`);
  const environments = vscode.workspace.createFileSystemWatcher('**/.env');
  const modules = vscode.workspace.createFileSystemWatcher('**/modules/**/*.mjs');
  context.subscriptions.push(watcher, beside, templates, environments, modules);
  const client = new LanguageClient(
    'viki',
    'viki',
    { module: context.asAbsolutePath('dist/server.cjs'), transport: TransportKind.ipc },
    {
      documentSelector: [{ language: 'viki' }],
      initializationOptions,
      outputChannel: log,
      middleware: {
        handleDiagnostics: (uri, problems, next) => next(uri, mayHaveProblems(uri) ? problems : []),
      },
      synchronize: { fileEvents: [watcher, beside, templates, environments, modules] },
    },
  );
  client.onRequest(FILES_METHOD, (params: FilesParams) => answerFiles(client, params));
  context.subscriptions.push(vscode.workspace.onDidGrantWorkspaceTrust(() => client.sendNotification(TRUSTED_METHOD)));
  return client;
}
