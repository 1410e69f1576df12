// Messages to the person at the editor, with their buttons, and the lines behind them in the log. A message is never
// waited for: work does not hang on a notification that nobody reads.
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { DiskProblem } from '../disk/contents.ts';
import type { Place } from '../engine/project.ts';
import type { HostFailure } from '../engine/result.ts';
import type { Desk } from './desk.ts';
import { failureMessage, placeText } from './folds/failure.ts';
import type { LogLine } from './folds/log.ts';
import { plural } from './folds/words.ts';
import { folderOf } from './texts.ts';

const SHOW_LOG = 'Show Log';
const OPEN_LINE = 'Open Line';

export type Button = { readonly title: string; readonly action: () => unknown };

export function writeLog(log: vscode.LogOutputChannel, lines: readonly LogLine[]): void {
  for (const { level, text } of lines) log[level](text);
}

export const rangeOf = (place: Place): vscode.Range => {
  const start = new vscode.Position(place.line - 1, place.column - 1);
  return new vscode.Range(start, start);
};

export const uriOf = (folder: string, place: Place): vscode.Uri => vscode.Uri.file(join(folder, place.file));

export const showLogButton = (desk: Desk): Button => ({ title: SHOW_LOG, action: () => desk.log.show() });

export const openLineButton = (folder: string, place: Place): Button => ({
  title: OPEN_LINE,
  action: () => vscode.window.showTextDocument(uriOf(folder, place), { selection: rangeOf(place) }),
});

type Show = (message: string, ...titles: string[]) => Thenable<string | undefined>;

/** Shows a message; a click on a button does what the button is for. */
function offer(show: Show, message: string, buttons: readonly Button[]): void {
  show(message, ...buttons.map(({ title }) => title)).then((answer) =>
    buttons.find(({ title }) => title === answer)?.action(),
  );
}

export const tellInfo = (message: string, ...buttons: readonly Button[]): void =>
  offer(vscode.window.showInformationMessage, message, buttons);

export const tellWarning = (message: string, ...buttons: readonly Button[]): void =>
  offer(vscode.window.showWarningMessage, message, buttons);

export const tellError = (message: string, ...buttons: readonly Button[]): void =>
  offer(vscode.window.showErrorMessage, message, buttons);

/** Something on this machine that a project needs and that can't be had. */
export const tellDiskProblem = (folder: string, { place, message, hint }: DiskProblem): void =>
  tellError(`${placeText(place)}: ${message}; ${hint}.`, openLineButton(folder, place));

function markFailures(desk: Desk, folder: string, failures: readonly HostFailure[]): void {
  const byFile = new Map<string, vscode.Diagnostic[]>();
  for (const failure of failures) {
    if (!failure.place) continue;
    const { line, column, file } = failure.place;
    const range = new vscode.Range(line - 1, column - 1, line - 1, Number.MAX_SAFE_INTEGER);
    const text = [failureMessage({ ...failure, place: undefined }), ...failure.output].join('\n');
    const diagnostic = new vscode.Diagnostic(range, text, vscode.DiagnosticSeverity.Error);
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
  const rest = failures.length > 1 ? ` (and ${plural(failures.length - 1, 'more failure')}: see the log)` : '';
  const line = first.place ? [openLineButton(folder, first.place)] : [];
  tellError(`${failureMessage(first)}${rest}`, ...more, showLogButton(desk), ...line);
}

/** The lines of earlier failures are no news any more. */
export function forgetFailures(desk: Desk, folder: string): void {
  desk.failures.forEach((uri) => {
    if (folderOf(uri) === folder) desk.failures.delete(uri);
  });
}
