// Messages to the person at the editor, with their buttons, and lines in the log. A message is never waited for: work does
// not hang on a notification that nobody reads.

import { join } from 'node:path';
import * as vscode from 'vscode';
import type { DiskProblem } from '../disk/contents.ts';
import type { Place } from '../engine/project.ts';
import { placeText } from './folds/failure.ts';
import type { LogLine } from './folds/log.ts';
import { plain } from './folds/plain.ts';
import { say } from './folds/spoken.ts';

const SHOW_LOG = say`Show Log`;
const OPEN_LINE = say`Open Line`;

export type Button = { readonly title: string; readonly action: () => unknown };

export function writeLog(log: vscode.LogOutputChannel, lines: readonly LogLine[]): void {
  for (const { level, text } of lines) log[level](text);
}

export const rangeOf = (place: Place): vscode.Range => {
  const start = new vscode.Position(place.line - 1, place.column - 1);
  return new vscode.Range(start, start);
};

export const uriOf = (folder: string, place: Place): vscode.Uri => vscode.Uri.file(join(folder, place.file));

export const showLogButton = (log: vscode.LogOutputChannel): Button => ({ title: SHOW_LOG, action: () => log.show() });

export const openLineButton = (folder: string, place: Place): Button => ({
  title: OPEN_LINE,
  action: () => vscode.window.showTextDocument(uriOf(folder, place), { selection: rangeOf(place) }),
});

type Show = (message: string, ...titles: string[]) => Thenable<string | undefined>;

/** Shows a message; a click on a button does what the button is for. */
function offer(show: Show, message: string, buttons: readonly Button[]): void {
  show(plain(message), ...buttons.map(({ title }) => title)).then((answer) =>
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
