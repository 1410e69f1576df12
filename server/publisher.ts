// The problems of the open projects, as the client wants them: sent whenever a folder has changed, or given when it asks.
// Problems of files that are gone are taken back.
import type { Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver';
import type { Problem } from '../language/problem.ts';
import { type Severities, withSeverities } from '../language/severity.ts';
import { toDiagnostic, toLineDiagnostic } from './convert.ts';
import { type Folders, folderOf } from './folders.ts';
import { whenQuiet } from './quiet.ts';

/** How many problems of one file are shown. */
const PROBLEMS_LIMIT = 1000;

export type Send = (uri: string, version: number | undefined, diagnostics: Diagnostic[]) => void;

export type Taste = {
  /** What the settings say of the severities in a folder. */
  severities(folder: string): Severities;
  /** The URI of the folder with the pages of problems. */
  pages(): string | undefined;
};

export class Publisher {
  private readonly folders: Folders;
  private readonly send: Send;
  private readonly taste: Taste;
  private readonly waiting = new Set<string>();
  /** The files of each folder that the client has problems of. */
  private readonly shown = new Map<string, Set<string>>();
  private readonly soon: () => void;
  private revision = 0;

  constructor(folders: Folders, send: Send, taste: Taste, onBug: (error: unknown) => void) {
    this.folders = folders;
    this.send = send;
    this.taste = taste;
    this.soon = whenQuiet(() => this.publish(onBug));
  }

  changed(folder: string): void {
    this.revision += 1;
    this.waiting.add(folder);
    this.soon();
  }

  /** For a client that asks: what it has already is not told again. */
  report(uri: string, known: string | undefined): DocumentDiagnosticReport {
    const resultId = String(this.revision);
    if (known === resultId) return { kind: 'unchanged', resultId };
    const problems = this.problemsIn(folderOf(uri)).get(uri) ?? [];
    return { kind: 'full', resultId, items: this.diagnosticsOf(uri, problems) };
  }

  private problemsIn(folder: string): ReadonlyMap<string, readonly Problem[]> {
    const found = this.folders.problemsOf(folder);
    const severities = this.taste.severities(folder);
    if (severities.size === 0) return found;
    return new Map([...found].map(([uri, problems]) => [uri, withSeverities(problems, severities)]));
  }

  private diagnosticsOf(uri: string, problems: readonly Problem[]): Diagnostic[] {
    const document = this.folders.file(uri)?.document;
    if (document === undefined)
      return limited(problems).map((problem) => toLineDiagnostic(problem, this.taste.pages()));
    const documentOf = (other: string) => this.folders.file(other)?.document;
    return limited(problems).map((problem) => toDiagnostic(document, problem, documentOf, this.taste.pages()));
  }

  private publish(onBug: (error: unknown) => void): void {
    for (const folder of this.waiting) {
      this.waiting.delete(folder);
      try {
        this.publishFolder(folder);
      } catch (error) {
        // (a bug in one folder is no reason to say nothing of the others)
        onBug(error);
      }
    }
  }

  private publishFolder(folder: string): void {
    const found = this.problemsIn(folder);
    const before = this.shown.get(folder) ?? new Set();
    const now = new Set<string>();
    for (const uri of new Set([...this.folders.filesOf(folder), ...found.keys()])) {
      const problems = found.get(uri) ?? [];
      const version = this.folders.versionOf(uri);
      // (nobody waits to hear that a file that is not open has no problems)
      if (problems.length === 0 && version === undefined && !before.has(uri)) continue;
      now.add(uri);
      this.send(uri, version, this.diagnosticsOf(uri, problems));
    }
    for (const uri of before) if (!now.has(uri)) this.send(uri, undefined, []);
    if (now.size === 0) this.shown.delete(folder);
    else this.shown.set(folder, now);
  }
}

/** Of a file with more problems than anybody reads, the first ones, and that there are more. */
function limited(problems: readonly Problem[]): readonly Problem[] {
  const next = problems[PROBLEMS_LIMIT];
  if (next === undefined) return problems;
  const { file, start, end, line, column } = next;
  const message = `There are ${problems.length - PROBLEMS_LIMIT} more problems from here on`;
  const more: Problem = { file, start, end, line, column, code: 'too-many', severity: 'information', message };
  return [...problems.slice(0, PROBLEMS_LIMIT), more];
}
