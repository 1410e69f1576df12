// The projects that are open: each folder's files, the open ones as they are typed, the others as the client last read
// them. No disk, no protocol.

import type { Point } from '../language/document.ts';
import { type Document, LiveProject, type Outside, type Problem, problemsOf } from '../language/index.ts';

/** A range of the text and what takes its place; without a range, all of it. */
export type TextChange = {
  readonly range?: { readonly start: Point; readonly end: Point };
  readonly text: string;
};

export type OpenFile = { readonly live: LiveProject; readonly document: Document };

type Folder = {
  readonly live: LiveProject;
  /** The versions of the open files. */
  readonly open: Map<string, number>;
  readonly onDisk: Map<string, string>;
  /** Problems of files that are no text of the project. */
  beside: readonly Problem[];
  problems: ReadonlyMap<string, readonly Problem[]> | undefined;
};

const SUFFIX = '.vk.yaml';

/** The URI of the folder that a document lies in; one that lies nowhere (`untitled:`) is a folder of its own. */
export function folderOf(uri: string): string {
  const slash = uri.lastIndexOf('/');
  return uri.startsWith('untitled:') || slash === -1 ? uri : uri.slice(0, slash);
}

export class Folders {
  private readonly folders = new Map<string, Folder>();

  open(uri: string, version: number, text: string): void {
    const folder = this.hold(folderOf(uri), uri, version);
    folder.problems = undefined;
    if (folder.live.document(uri)?.text !== text) folder.live.open(uri, text);
  }

  /** A folder is known while something that is open belongs to it. */
  hold(folderUri: string, uri: string, version = 0): Folder {
    const folder = this.folders.get(folderUri) ?? {
      live: new LiveProject(),
      open: new Map(),
      onDisk: new Map(),
      beside: [],
      problems: undefined,
    };
    this.folders.set(folderUri, folder);
    folder.open.set(uri, version);
    return folder;
  }

  /** Something that belonged to it, and is no text of it, was closed. */
  release(folderUri: string, uri: string): void {
    const folder = this.folders.get(folderUri);
    folder?.open.delete(uri);
    if (folder?.open.size === 0) this.folders.delete(folderUri);
  }

  change(uri: string, version: number, changes: readonly TextChange[]): void {
    const folder = this.folders.get(folderOf(uri));
    if (folder === undefined || !folder.open.has(uri)) return;
    folder.open.set(uri, version);
    folder.problems = undefined;
    for (const { range, text } of changes) {
      const document = folder.live.document(uri);
      if (range === undefined || document === undefined) {
        folder.live.open(uri, text);
        continue;
      }
      const start = document.offsetAt(range.start);
      folder.live.edit(uri, { start, end: Math.max(document.offsetAt(range.end), start) }, text);
    }
  }

  /** True when no other document of its folder is open, and the folder is forgotten. */
  close(uri: string): boolean {
    const folder = this.folders.get(folderOf(uri));
    if (folder === undefined) return true;
    folder.open.delete(uri);
    folder.problems = undefined;
    const text = folder.onDisk.get(uri);
    if (text === undefined) folder.live.close(uri);
    else if (folder.live.document(uri)?.text !== text) folder.live.open(uri, text);
    if (folder.open.size > 0) return false;
    this.folders.delete(folderOf(uri));
    return true;
  }

  /** What the client found on disk: files that are there no longer are forgotten, the others are told one by one. */
  keepOnly(folderUri: string, uris: ReadonlySet<string>, outside: Outside): void {
    const folder = this.folders.get(folderUri);
    if (folder === undefined) return;
    folder.problems = undefined;
    for (const uri of folder.onDisk.keys()) {
      if (uris.has(uri)) continue;
      folder.onDisk.delete(uri);
      if (!folder.open.has(uri)) folder.live.close(uri);
    }
    folder.live.setOutside(outside);
  }

  /** What is wrong with files that lie beside the text. */
  setBeside(folderUri: string, problems: readonly Problem[]): void {
    const folder = this.folders.get(folderUri);
    if (folder === undefined) return;
    folder.problems = undefined;
    folder.beside = problems;
  }

  setClosed(uri: string, text: string): void {
    const folder = this.folders.get(folderOf(uri));
    if (folder === undefined || !uri.endsWith(SUFFIX)) return;
    folder.problems = undefined;
    folder.onDisk.set(uri, text);
    if (!folder.open.has(uri) && folder.live.document(uri)?.text !== text) folder.live.open(uri, text);
  }

  /** How long all of them are together. */
  get characters(): number {
    let characters = 0;
    for (const { live } of this.folders.values()) {
      for (const uri of live.files) characters += live.document(uri)?.length ?? 0;
    }
    return characters;
  }

  uris(): readonly string[] {
    return [...this.folders.keys()];
  }

  /** The version of an open file. */
  versionOf(uri: string): number | undefined {
    return this.folders.get(folderOf(uri))?.open.get(uri);
  }

  /** A file of a known folder, open or not. */
  file(uri: string): OpenFile | undefined {
    const live = this.folders.get(folderOf(uri))?.live;
    const document = live?.document(uri);
    return live && document && { live, document };
  }

  liveOf(folderUri: string): LiveProject | undefined {
    return this.folders.get(folderUri)?.live;
  }

  filesOf(folderUri: string): readonly string[] {
    return this.folders.get(folderUri)?.live.files ?? [];
  }

  /** The problems of every file of a folder that has some, by URI. */
  problemsOf(folderUri: string): ReadonlyMap<string, readonly Problem[]> {
    const folder = this.folders.get(folderUri);
    if (folder === undefined) return new Map();
    folder.problems ??= byFile([...problemsOf(folder.live), ...folder.beside]);
    return folder.problems;
  }
}

function byFile(problems: readonly Problem[]): ReadonlyMap<string, readonly Problem[]> {
  const found = new Map<string, Problem[]>();
  for (const problem of problems) {
    const known = found.get(problem.file);
    if (known) known.push(problem);
    else found.set(problem.file, [problem]);
  }
  return found;
}
