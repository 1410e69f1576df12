// Finds the projects of the workspace and reads them as they stand in the editor, saved or not: what you see is what
// happens. It reads files and open editors and runs nothing.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { Project } from '../engine/project.ts';
import { type Problem, parseDocument, readProject } from '../language/index.ts';

const SUFFIX = '.vk.yaml';
const FILES_FOUND_MAX = 500;
const NOT_SEARCHED = '**/{node_modules,.git}/**';

export type ProjectText = {
  readonly folder: string;
  readonly name: string;
  /** How many files it is made of. */
  readonly files: number;
  /** Undefined while the text has errors. */
  readonly project: Project | undefined;
  readonly errors: readonly Problem[];
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

async function namesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const onDisk = entries.filter((entry) => !entry.isDirectory() && entry.name.endsWith(SUFFIX));
  return onDisk.map(({ name }) => name).sort();
}

async function textOf(path: string): Promise<string> {
  return openDocument(path)?.getText() ?? (await readFile(path, 'utf8'));
}

export async function readText(folder: string): Promise<ProjectText> {
  const names = await namesIn(folder);
  const texts = await Promise.all(names.map((name) => textOf(join(folder, name))));
  const hash = createHash('sha256');
  const documents = names.map((name, index) => {
    const text = texts[index] ?? '';
    hash.update(`${name}\n${text.length}\n${text}`);
    return parseDocument(name, text);
  });
  const { project, problems } = readProject(documents, basename(folder));
  return {
    folder,
    name: project?.name ?? basename(folder),
    files: names.length,
    project,
    errors: problems.filter((problem) => problem.severity === 'error'),
    mark: hash.digest('hex'),
  };
}
