// All of the extension, made and ended as one. It decides nothing.
import './spoken-here.ts';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { Ages } from './ages.ts';
import { Askers } from './asking.ts';
import { Boards } from './boards.ts';
import { connections } from './connections.ts';
import type { Desk, Environments } from './desk.ts';
import { closePlayground } from './features/playground.ts';
import { GoingRuns } from './going.ts';
import { LanguageServer } from './language-server.ts';
import { Operators } from './operators.ts';
import { PlanChoice } from './plan-choice.ts';
import { Readings, showOn } from './readings.ts';
import { Remembered } from './remembered.ts';
import { registerFeatures } from './table.ts';
import { readText } from './texts.ts';
import { Works } from './works.ts';

/** A shell that stays open on a server is a courtesy for the next minutes, not for the night. */
const KEEP_MINUTES_MAX = 60;
const KEEP_MINUTES_DEFAULT = 5;

/** (whoever writes the settings by hand may write anything) */
function keepMinutes(): number {
  const minutes = vscode.workspace.getConfiguration('viki').get<unknown>('connections.keepMinutes');
  return typeof minutes === 'number' && minutes >= 0 ? Math.min(minutes, KEEP_MINUTES_MAX) : KEEP_MINUTES_DEFAULT;
}

export type Extension = { close(): Promise<void> };

export function openExtension(context: vscode.ExtensionContext): Extension {
  const log = vscode.window.createOutputChannel('viki', { log: true });
  const boards = new Boards();
  const readings = new Readings(readText, showOn(boards));
  const failures = vscode.languages.createDiagnosticCollection('viki-run');
  const environments: Environments = new Map();
  const remembered = new Remembered(context.secrets, context.globalState);
  const works = new Works(boards);
  const isHushed = (folder: string, what: string): boolean => works.isHushed(folder, what);
  const cancelOf = (folder: string): AbortSignal | undefined => works.cancelOf(folder);
  const askers = new Askers({ remembered, warn: (line) => log.warn(line), isHushed, cancelOf });
  const operators = new Operators(connections(boards, environments, askers, log), keepMinutes);
  const going = new GoingRuns(join(context.globalStorageUri.fsPath, 'going'));
  const choice = new PlanChoice();
  const plans: Desk['plans'] = new Map();
  const language = new LanguageServer(context, log);
  const languageState = () => language.state;
  const desk: Desk = {
    log,
    boards,
    readings,
    ages: new Ages(),
    works,
    operators,
    going,
    remembered,
    askers,
    choice,
    languageState,
    environments,
    plans,
    failures,
  };
  context.subscriptions.push(log, boards, choice, failures, registerFeatures(desk));
  return { close: () => close(desk, language) };
}

async function close(desk: Desk, language: LanguageServer): Promise<void> {
  desk.going.close();
  // A run that goes on is not cancelled: it was approved, and the host ends it, or walks it back, by itself.
  await Promise.all([desk.operators.close(), language.stop()]);
  await closePlayground();
}
