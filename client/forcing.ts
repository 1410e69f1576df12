// The button that does all the same what a plan refuses to do for somebody's sake: it plans that anew, and asks with what
// speaks against it. It forces nothing by itself.
import * as vscode from 'vscode';
import type { ProjectPlan } from '../engine/result.ts';
import { forceable } from './folds/next.ts';
import type { Button } from './messages.ts';

/** None, where nothing of what is refused can be forced. */
export function forceButtons(folder: string, plan: ProjectPlan): readonly Button[] {
  const step = forceable(plan);
  if (!step) return [];
  const { title, command, ...asked } = step;
  return [{ title, action: () => vscode.commands.executeCommand(command, { folder, force: true, ...asked }) }];
}
