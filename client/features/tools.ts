// Tools for language models: validate, plan and explain. Apply is there too, and asks the person exactly what the command
// asks: nothing that a model or its settings say can answer for them.
import { basename, resolve } from 'node:path';
import * as vscode from 'vscode';
import type { Desk } from '../desk.ts';
import { explain, explainable } from '../explain.ts';
import { askedFor } from '../folds/request.ts';
import { say } from '../folds/spoken.ts';
import { applyText, planText, problemsText } from '../folds/tool-words.ts';
import { plansOf } from '../folds/words.ts';
import { onResources } from '../ready.ts';
import { findFolders, ownModulesOf, readText } from '../texts.ts';
import { applyCommand } from './apply.ts';
import { makePlan, readContents } from './plan.ts';

type Tool = {
  readonly doing: string;
  readonly reachesHosts: boolean;
  readonly run: (desk: Desk, folder: string, input: object) => Promise<string>;
};

const NOT_TRUSTED = 'The person has not said that this workspace is to be trusted, so viki reaches no host from it.';

async function validate(_desk: Desk, folder: string): Promise<string> {
  const { name, problems, errors } = await readText(folder);
  const told = problems.map(({ file, line, column, severity, code, message }) => ({
    ...{ file, line, column, severity, code, message },
  }));
  // (a file that can't be read at all is an error without a code)
  const unread = errors.filter(
    ({ file, message }) => !told.some((one) => one.file === file && one.message === message),
  );
  return problemsText(name, [...unread.map((one) => ({ ...one, severity: 'error', code: 'unreadable' })), ...told]);
}

async function plan(desk: Desk, folder: string, input: object): Promise<string> {
  let text: string | undefined;
  await onResources(desk, { ...askedFor(input), folder }, async (ready) => {
    const contents = await readContents(desk, ready);
    const made = contents && (await makePlan(desk, ready, contents));
    if (made) text = planText(ready.project.name, made.plan);
  });
  return (
    text ??
    `It could not be planned, and the person was told why. The text's problems:\n${await validate(desk, folder)}`
  );
}

async function apply(desk: Desk, folder: string, input: object): Promise<string> {
  const before = desk.boards.get(folder);
  // (to insist is for the person, who was told why it is refused)
  const { force: _, ...asked } = askedFor(input);
  await applyCommand(desk, { ...asked, folder });
  return applyText(before, desk.boards.get(folder));
}

async function explainName(desk: Desk, folder: string, input: object): Promise<string> {
  const subject = 'subject' in input && typeof input.subject === 'string' ? input.subject : '';
  const kept = desk.plans.get(folder);
  const { modules } = await ownModulesOf(folder);
  const found = explain(subject, kept ? plansOf(kept.plan) : [], modules);
  return found ?? `viki has no name ${subject}. ${explainable(modules)}`;
}

const TOOLS: { readonly [name: string]: Tool } = {
  viki_validate: { doing: say`Reading the text`, reachesHosts: false, run: validate },
  viki_plan: { doing: say`Asking the hosts what would change`, reachesHosts: true, run: plan },
  viki_explain: { doing: say`Looking it up`, reachesHosts: false, run: explainName },
  viki_apply: { doing: say`Asking you, then applying`, reachesHosts: true, run: apply },
};

/** The project that a model means: by its folder or its name; the only one, where there is one. */
async function folderFor(input: object): Promise<{ folder: string } | { sorry: string }> {
  const folders = await findFolders();
  const named = 'project' in input && typeof input.project === 'string' ? input.project : undefined;
  const roots = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  const isNamed = (folder: string): boolean =>
    named !== undefined && (basename(folder) === named || roots.some((root) => resolve(root, named) === folder));
  const found = named === undefined ? folders : folders.filter(isNamed);
  const [only] = found;
  if (only !== undefined && found.length === 1) return { folder: only };
  if (folders.length === 0) return { sorry: 'There is no .vk.yaml file in this workspace.' };
  return { sorry: `Say which project, by its folder: ${folders.join(', ')}` };
}

async function answer(desk: Desk, tool: Tool, input: object, token: vscode.CancellationToken): Promise<string> {
  if (tool.reachesHosts && !vscode.workspace.isTrusted) return NOT_TRUSTED;
  const where = await folderFor(input);
  if ('sorry' in where) return where.sorry;
  // (work that goes on there already is the person's, and not for a model to stop)
  const isFree = tool.reachesHosts && !desk.works.isTaken(where.folder);
  const cancelled = token.onCancellationRequested(() => isFree && desk.works.cancel(where.folder));
  try {
    return await tool.run(desk, where.folder, input);
  } finally {
    cancelled.dispose();
  }
}

function toolOf(desk: Desk, tool: Tool): vscode.LanguageModelTool<object> {
  return {
    prepareInvocation: () => ({ invocationMessage: `viki: ${tool.doing}` }),
    async invoke({ input }, token) {
      const text = await answer(desk, tool, input, token);
      return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
    },
  };
}

export function registerTools(desk: Desk): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(TOOLS).map(([name, tool]) => vscode.lm.registerTool(name, toolOf(desk, tool))),
  );
}
