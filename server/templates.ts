// The templates that are open in the editor, as they are typed, and the folders of the projects that they are of. No disk, no
// protocol.
import { TextDocument } from 'vscode-languageserver-textdocument';
import { folderOf } from './folders.ts';

const SUFFIX = '.liquid';
/** So many folders around it are looked into for the project of a template. */
const DEPTH_LIMIT = 8;

export const isTemplate = (uri: string): boolean => uri.startsWith('file:') && uri.endsWith(SUFFIX);

/** Where the project of a template may be: in its own folder, or in one around it, as far as the editor's own folders go. */
export function foldersAround(uri: string, roots: readonly string[]): readonly string[] {
  const around = [folderOf(uri)];
  const isInside = (folder: string): boolean => roots.some((root) => folder === root || folder.startsWith(`${root}/`));
  for (
    let folder = folderOf(folderOf(uri));
    around.length < DEPTH_LIMIT && isInside(folder);
    folder = folderOf(folder)
  ) {
    around.push(folder);
  }
  return around;
}

export class OpenTemplates {
  readonly #documents = new Map<string, TextDocument>();
  readonly #projects = new Map<string, string>();

  open(uri: string, version: number, text: string): void {
    this.#documents.set(uri, TextDocument.create(uri, 'liquid', version, text));
  }

  change(uri: string, version: number, changes: Parameters<typeof TextDocument.update>[1]): void {
    const document = this.#documents.get(uri);
    if (document !== undefined) TextDocument.update(document, changes, version);
  }

  /** The folder of the project that it was of. */
  close(uri: string): string | undefined {
    const folder = this.#projects.get(uri);
    this.#documents.delete(uri);
    this.#projects.delete(uri);
    return folder;
  }

  isOf(uri: string, folder: string): void {
    this.#projects.set(uri, folder);
  }

  of(uri: string): { readonly document: TextDocument; readonly folder: string } | undefined {
    const [document, folder] = [this.#documents.get(uri), this.#projects.get(uri)];
    return document && folder !== undefined ? { document, folder } : undefined;
  }

  has(uri: string): boolean {
    return this.#documents.has(uri);
  }
}
