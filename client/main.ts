// The extension's two ends: what is made when VS Code activates it, and what is ended when it goes. It decides nothing.
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
import { Remembered } from './remembered.ts';
import { registerFeatures } from './table.ts';
import { Works } from './works.ts';

type Running = { readonly desk: Desk; readonly language: LanguageServer };

let running: Running | undefined;

/** A shell that stays open on a server is a courtesy for the next minutes, not for the night. */
const KEEP_MINUTES_MAX = 60;
const KEEP_MINUTES_DEFAULT = 5;

/** (whoever writes the settings by hand may write anything) */
function keepMinutes(): number {
  const minutes = vscode.workspace.getConfiguration('viki').get<unknown>('connections.keepMinutes');
  return typeof minutes === 'number' && minutes >= 0 ? Math.min(minutes, KEEP_MINUTES_MAX) : KEEP_MINUTES_DEFAULT;
}

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('viki', { log: true });
  const boards = new Boards();
  const failures = vscode.languages.createDiagnosticCollection('viki-run');
  const environments: Environments = new Map();
  const remembered = new Remembered(context.secrets, context.globalState);
  const askers = new Askers(remembered, (line) => log.warn(line));
  const operators = new Operators(connections(boards, environments, askers, log), keepMinutes);
  const works = new Works(boards);
  const going = new GoingRuns(join(context.globalStorageUri.fsPath, 'going'));
  const choice = new PlanChoice();
  const plans: Desk['plans'] = new Map();
  const language = new LanguageServer(context, log);
  const languageState = () => language.state;
  const desk: Desk = {
    log,
    boards,
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
  running = { desk, language };
}

export async function deactivate(): Promise<void> {
  if (!running) return;
  const { desk, language } = running;
  running = undefined;
  desk.going.close();
  // A run that goes on is not cancelled: it was approved, and the host ends it, or walks it back, by itself.
  await Promise.all([desk.operators.close(), language.stop()]);
  await closePlayground();
}
