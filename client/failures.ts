// What went wrong with hosts, told: the first failure in a message, all of them in the log, each at its line in the text.

import { join } from 'node:path';
import * as vscode from 'vscode';
import type { HostFailure } from '../engine/result.ts';
import type { Desk } from './desk.ts';
import { OUTPUT_STARTS_AT } from './folds/documents.ts';
import { failureMessage } from './folds/failure.ts';
import { plural, say } from './folds/spoken.ts';
import { type Button, openLineButton, showLogButton, tellError } from './messages.ts';
import { remoteUri } from './remote.ts';
import { folderOf } from './texts.ts';

/** The last lines of an output say most. */
const OUTPUT_LINES_MAX = 10;

/** A click shows all that the host printed. */
function printed(folder: string, { host, output }: HostFailure): vscode.DiagnosticRelatedInformation[] {
  const uri = remoteUri({ folder, is: 'output', host });
  return output.slice(-OUTPUT_LINES_MAX).map((line, index, shown) => {
    const at = new vscode.Position(OUTPUT_STARTS_AT + output.length - shown.length + index, 0);
    return new vscode.DiagnosticRelatedInformation(new vscode.Location(uri, at), say`${host} printed: ${line}`);
  });
}

function markFailures(desk: Desk, folder: string, failures: readonly HostFailure[]): void {
  const byFile = new Map<string, vscode.Diagnostic[]>();
  for (const failure of failures) {
    if (!failure.place) continue;
    const { line, column, file } = failure.place;
    const range = new vscode.Range(line - 1, column - 1, line - 1, Number.MAX_SAFE_INTEGER);
    const text = failureMessage({ ...failure, place: undefined });
    const diagnostic = new vscode.Diagnostic(range, text, vscode.DiagnosticSeverity.Error);
    diagnostic.relatedInformation = printed(folder, failure);
    diagnostic.source = 'viki run';
    byFile.set(file, [...(byFile.get(file) ?? []), diagnostic]);
  }
  for (const [file, diagnostics] of byFile) desk.failures.set(vscode.Uri.file(join(folder, file)), diagnostics);
}

/** Tells the first failure in a message, all of them in the log, and marks their lines in the text. */
export function tellFailures(
  desk: Desk,
  folder: string,
  failures: readonly HostFailure[],
  ...more: readonly Button[]
): void {
  const [first] = failures;
  if (!first) return;
  markFailures(desk, folder, failures);
  const rest = failures.length > 1 ? say` (and ${plural(failures.length - 1, 'more failure')}: see the log)` : '';
  const line = first.place ? [openLineButton(folder, first.place)] : [];
  tellError(`${failureMessage(first)}${rest}`, ...more, showLogButton(desk.log), ...line);
}

/** The lines of earlier failures are no news any more. */
export function forgetFailures(desk: Desk, folder: string): void {
  desk.failures.forEach((uri) => {
    if (folderOf(uri) === folder) desk.failures.delete(uri);
  });
}
