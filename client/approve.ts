// The one way to a "yes" before hosts are changed, for commands and for tools of a language model alike: a question that
// says all that it is about, and for protected hosts their names, typed.

import * as vscode from 'vscode';
import type { Project } from '../engine/project.ts';
import type { ProjectPlan } from '../engine/result.ts';
import { approvalOf, hostsToChange } from './folds/approval.ts';
import { areTyped, namesToType } from './folds/protection.ts';
import { say } from './folds/spoken.ts';

async function typesNames(names: readonly string[], what: string): Promise<boolean> {
  const wanted = names.join(' ');
  const typed = await vscode.window.showInputBox({
    title: `viki: ${what}`,
    prompt: say`This is protected. Type ${wanted} to go on; Escape changes nothing.`,
    ignoreFocusOut: true,
    validateInput: (text) => (text === '' || areTyped(text, names) ? undefined : say`Type exactly: ${wanted}`),
  });
  return typed !== undefined && areTyped(typed, names);
}

/** Asks once; the answer is about everything that the question says. */
export async function approved(project: Project, plan: ProjectPlan): Promise<boolean> {
  const hosts = hostsToChange(plan).map(({ host }) => host);
  const names = namesToType(project, hosts);
  const { message, detail, button } = approvalOf(project.name, plan, Date.now(), names);
  const answer = await vscode.window.showWarningMessage(message, { modal: true, detail }, button);
  return answer === button && (names.length === 0 || (await typesNames(names, message)));
}
