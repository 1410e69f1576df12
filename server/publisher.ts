// Sends the problems of changed folders to the client, and takes back the ones of files that are gone.
import type { Diagnostic } from 'vscode-languageserver';
import { toDiagnostic } from './convert.ts';
import type { Folders } from './folders.ts';
import { whenQuiet } from './quiet.ts';

export type Send = (uri: string, version: number | undefined, diagnostics: Diagnostic[]) => void;

export class Publisher {
  private readonly folders: Folders;
  private readonly send: Send;
  private readonly waiting = new Set<string>();
  /** The files of each folder that the client has problems of. */
  private readonly shown = new Map<string, Set<string>>();
  private readonly soon: () => void;

  constructor(folders: Folders, send: Send, onBug: (error: unknown) => void) {
    this.folders = folders;
    this.send = send;
    this.soon = whenQuiet(() => {
      try {
        this.publish();
      } catch (error) {
        onBug(error);
      }
    });
  }

  changed(folder: string): void {
    this.waiting.add(folder);
    this.soon();
  }

  private publish(): void {
    for (const folder of this.waiting) this.publishFolder(folder);
    this.waiting.clear();
  }

  private publishFolder(folder: string): void {
    const found = this.folders.problemsOf(folder);
    const before = this.shown.get(folder) ?? new Set();
    const now = new Set<string>();
    for (const uri of this.folders.filesOf(folder)) {
      const problems = found.get(uri) ?? [];
      const version = this.folders.versionOf(uri);
      // (nobody waits to hear that a file that is not open has no problems)
      if (problems.length === 0 && version === undefined && !before.has(uri)) continue;
      now.add(uri);
      const document = this.folders.file(uri)?.document;
      if (document === undefined) continue;
      const documentOf = (other: string) => this.folders.file(other)?.document;
      this.send(
        uri,
        version,
        problems.map((problem) => toDiagnostic(document, problem, documentOf)),
      );
    }
    for (const uri of before) if (!now.has(uri)) this.send(uri, undefined, []);
    if (now.size === 0) this.shown.delete(folder);
    else this.shown.set(folder, now);
  }
}
