// Finds the projects of the workspace and reads them as they stand in the editor, saved or not: what you see is what
// happens. It reads files and open editors and runs nothing.
import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { filesBeside } from '../disk/beside.ts';
import { loadEnvironment } from '../disk/environment.ts';
import { readProjectFiles } from '../disk/project.ts';
import type { Place, Project } from '../engine/project.ts';
import type { Facts } from '../engine/result.ts';
import { type Problem, parseDocument, readProject } from '../language/index.ts';
import { OwnFolders, type Untrusted } from '../own/load.ts';

const SUFFIX = '.vk.yaml';
const FILES_FOUND_MAX = 500;
/** (nobody sees it: the language server tells of it in the text) */
const UNTRUSTED: Untrusted = { why: 'the workspace is not trusted', what: 'Trust the workspace.' };
const ownFolders = new OwnFolders();
const NOT_SEARCHED = '**/{node_modules,.git}/**';

export type TextError = Place & { readonly message: string };

export type ProjectText = {
  readonly folder: string;
  readonly name: string;
  /** How many files it is made of. */
  readonly files: number;
  /** Undefined while the text has errors. */
  readonly project: Project | undefined;
  readonly errors: readonly TextError[];
  /** All that is wrong with it, warnings included. */
  readonly problems: readonly Problem[];
  /** Equal marks are equal texts. */
  readonly mark: string;
};

export const isProjectFile = (uri: vscode.Uri): boolean => uri.scheme === 'file' && uri.path.endsWith(SUFFIX);

export const folderOf = (uri: vscode.Uri): string => dirname(uri.fsPath);

/** The folder of the project that the active editor shows. */
export function activeFolder(): string | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri && isProjectFile(uri) ? folderOf(uri) : undefined;
}

/** Folders with a `.vk.yaml`, in the workspace and in open editors. */
export async function findFolders(): Promise<readonly string[]> {
  const found = await vscode.workspace.findFiles(`**/*${SUFFIX}`, NOT_SEARCHED, FILES_FOUND_MAX);
  const opened = vscode.workspace.textDocuments.map((document) => document.uri);
  return [...new Set([...found, ...opened].filter(isProjectFile).map(folderOf))].sort();
}

/** The text of a file as it is shown, when it is shown. */
export const openDocument = (path: string): vscode.TextDocument | undefined =>
  vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'file' && uri.fsPath === path);

/** The modules of a project itself. */
export const ownModulesOf = (folder: string) =>
  ownFolders.of(folder, vscode.workspace.isTrusted ? undefined : UNTRUSTED);

/** What templates name: one that names facts waits for them. The code for templates is loaded where there is one. */
async function templatesIn(folder: string) {
  const { usesOfTemplates } = await import('../language/template-use.ts');
  return usesOfTemplates(filesBeside(folder).textOf);
}

/**
 * Reads a project's folder: the files that are shown as they are shown, the others from the disk. With `facts`, what depends
 * on them is in it.
 */
export async function readText(folder: string, facts?: Facts['known']): Promise<ProjectText> {
  const { files, problems: unreadable } = await readProjectFiles(folder, '.');
  const hash = createHash('sha256');
  const documents = files.map(({ name, text: onDisk }) => {
    const text = openDocument(join(folder, name))?.getText() ?? onDisk;
    hash.update(`${name}\n${text.length}\n${text}`);
    return parseDocument(name, text);
  });
  const { environment: known } = loadEnvironment(folder, '.env', process.env);
  const environment = new Map(Object.entries(known).map(([name, value]) => [name, value ?? '']));
  hash.update(JSON.stringify([...environment].filter(([name]) => name.startsWith('VK_VAR_'))));
  const { modules, mark } = await ownModulesOf(folder);
  hash.update(mark);
  const { project, problems } = readProject(documents, basename(folder), {
    environment,
    modules,
    ...(documents.some(({ text }) => text.includes('template')) && { templates: await templatesIn(folder) }),
    ...(facts && { facts }),
  });
  const errors = problems.filter((problem) => problem.severity === 'error');
  return {
    folder,
    name: project?.name ?? basename(folder),
    files: files.length,
    project: unreadable.length > 0 ? undefined : project,
    problems,
    errors: [...unreadable.map(({ place, message }) => ({ ...place, message })), ...errors],
    mark: hash.digest('hex'),
  };
}
