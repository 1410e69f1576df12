// The documents of each folder: the open ones as they are typed, the others as the client last read them. It parses each
// text once. No disk, no protocol.
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Document, parseDocument } from '../language/parse.ts';
import type { Problem } from '../language/problem.ts';
import { problems } from './problems.ts';

export type File = { readonly text: TextDocument; readonly document: Document };

type Folder = {
  readonly open: Map<string, TextDocument>;
  readonly closed: Map<string, TextDocument>;
  readonly parsed: Map<string, File>;
  problems: ReadonlyMap<string, readonly Problem[]> | undefined;
};

const SUFFIX = '.vk.yaml';
const LANGUAGE = 'viki';

/** The URI of the folder that a document lies in; one that lies nowhere (`untitled:`) is a folder of its own. */
export function folderOf(uri: string): string {
  const slash = uri.lastIndexOf('/');
  return uri.startsWith('untitled:') || slash === -1 ? uri : uri.slice(0, slash);
}

function nameOf(folder: string): string {
  const name = folder.slice(folder.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

export class Folders {
  private readonly folders = new Map<string, Folder>();

  /** A document was opened or changed. */
  set(text: TextDocument): void {
    const uri = folderOf(text.uri);
    const folder = this.folders.get(uri) ?? {
      open: new Map(),
      closed: new Map(),
      parsed: new Map(),
      problems: undefined,
    };
    this.folders.set(uri, folder);
    folder.open.set(text.uri, text);
    folder.problems = undefined;
  }

  /** A document was closed: true when no other one of its folder is open, and the folder is forgotten. */
  close(uri: string): boolean {
    const folder = this.folders.get(folderOf(uri));
    if (folder === undefined) return true;
    folder.open.delete(uri);
    folder.problems = undefined;
    if (folder.open.size > 0) return false;
    this.folders.delete(folderOf(uri));
    return true;
  }

  /** What the client found on disk. */
  setClosed(folderUri: string, files: readonly { readonly uri: string; readonly text: string }[]): void {
    const folder = this.folders.get(folderUri);
    if (folder === undefined) return;
    folder.closed.clear();
    folder.problems = undefined;
    for (const { uri, text } of files) {
      if (uri.endsWith(SUFFIX) && folderOf(uri) === folderUri) {
        folder.closed.set(uri, TextDocument.create(uri, LANGUAGE, 0, text));
      }
    }
  }

  isOpen(uri: string): boolean {
    return this.folders.get(folderOf(uri))?.open.has(uri) ?? false;
  }

  uris(): readonly string[] {
    return [...this.folders.keys()];
  }

  /** The file itself, and all documents of its project. */
  file(uri: string): { readonly file: File; readonly documents: readonly Document[] } | undefined {
    const files = this.filesOf(folderOf(uri));
    const file = files.find(({ text }) => text.uri === uri);
    return file && { file, documents: files.map(({ document }) => document) };
  }

  filesOf(folderUri: string): readonly File[] {
    const folder = this.folders.get(folderUri);
    if (folder === undefined) return [];
    const texts = new Map([...folder.closed, ...folder.open]);
    for (const uri of folder.parsed.keys()) if (!texts.has(uri)) folder.parsed.delete(uri);
    return [...texts.values()].map((text) => parsed(folder, text));
  }

  /** The problems of every file of a folder, by URI. */
  problemsOf(folderUri: string): ReadonlyMap<string, readonly Problem[]> {
    const folder = this.folders.get(folderUri);
    if (folder === undefined) return new Map();
    const documents = this.filesOf(folderUri).map(({ document }) => document);
    folder.problems ??= problems(documents, nameOf(folderUri));
    return folder.problems;
  }
}

function parsed(folder: Folder, text: TextDocument): File {
  const known = folder.parsed.get(text.uri);
  const content = text.getText();
  if (known?.text === text && known.document.text === content) return known;
  const file = { text, document: parseDocument(text.uri, content) };
  folder.parsed.set(text.uri, file);
  return file;
}
