// What must be so before a host is asked anything: a trusted workspace, one project, text without errors, saved
// contents, and no other work on it. Whatever is missing is said here, in words.

import { basename, dirname, relative, resolve } from 'node:path';
import * as vscode from 'vscode';
import { loadEnvironment } from '../disk/environment.ts';
import type { AskedFacts } from '../disk/seen.ts';
import { type Contents, wantedBytes } from '../engine/contents.ts';
import type { Project } from '../engine/project.ts';
import type { Facts } from '../engine/result.ts';
import type { Desk } from './desk.ts';
import type { Board } from './folds/board.ts';
import { placeText } from './folds/failure.ts';
import { putAway } from './folds/news.ts';
import type { Asked } from './folds/request.ts';
import { plural, say } from './folds/spoken.ts';
import { openLineButton, tellDiskProblem, tellError, tellWarning } from './messages.ts';
import { activeFolder, findFolders, openDocument, type ProjectText, readText } from './texts.ts';

export type Ready = {
  readonly folder: string;
  readonly project: Project;
  /** The mark of the text that the project was read from. */
  readonly mark: string;
  /** The hosts that were asked for; undefined means all. */
  readonly hosts: readonly string[] | undefined;
  /** What hosts told of themselves, where the text depends on it. */
  readonly facts?: AskedFacts;
  /** Hosts whose facts were asked for in vain. */
  readonly failed?: Facts['failed'];
};

function isTrusted(): boolean {
  if (vscode.workspace.isTrusted) return true;
  const title = say`Manage Workspace Trust`;
  const action = () => vscode.commands.executeCommand('workbench.trust.manage');
  const message = say`viki reaches hosts only from a workspace that you trust: its text decides which commands run here and there.`;
  tellWarning(message, { title, action });
  return false;
}

/** The project that is meant: what was clicked, else what is being edited, else the only one, else what is picked. */
export async function chooseFolder(asked: Asked): Promise<string | undefined> {
  const known = asked.folder ?? activeFolder();
  if (known !== undefined) return known;
  const folders = await findFolders();
  const [only] = folders;
  if (folders.length > 1) {
    const items = folders.map((folder) => ({ label: basename(folder), description: dirname(folder), folder }));
    const picked = await vscode.window.showQuickPick(items, {
      placeHolder: say`Which project?`,
      matchOnDescription: true,
    });
    return picked?.folder;
  }
  if (only === undefined) {
    tellWarning(say`There is no .vk.yaml file in this workspace. Make one (for example site.vk.yaml), then plan it.`);
  }
  return only;
}

function hasErrors(text: ProjectText): boolean {
  const [first] = text.errors;
  if (!first) return false;
  const rest = text.errors.length > 1 ? say` (the first of ${plural(text.errors.length, 'error')})` : '';
  const message = say`${text.name} cannot be planned: ${placeText(first)}: ${first.message}${rest}`;
  tellError(message, openLineButton(text.folder, first));
  return true;
}

/** Whether the text declares any of the hosts that were asked for; says so when it does not. */
function knowsHosts(project: Project, asked: Asked): boolean {
  if ((asked.hosts ?? [...project.hosts.keys()]).some((host) => project.hosts.has(host))) return true;
  const missing = asked.hosts?.join(', ');
  tellWarning(
    missing
      ? say`${project.name} no longer declares ${missing}.`
      : say`${project.name} declares no hosts, so there is nothing to ask. Add some under \`hosts:\`.`,
  );
  return false;
}

/** Reads the `.env` beside the text; false when it can't be read, which has then been said. */
function readEnvironment(desk: Desk, folder: string): boolean {
  const { environment, problems } = loadEnvironment(folder, '.env', process.env);
  desk.environments.set(folder, environment);
  // (what is harmless is told where it stands)
  const first = problems.find(({ isHarmless }) => !isHarmless);
  if (first) tellDiskProblem(folder, first);
  return first === undefined;
}

/** Everything that a command on hosts needs; undefined when something is missing, which has then been said. */
async function getReady(desk: Desk, folder: string, asked: Asked): Promise<Ready | undefined> {
  const text = await desk.readings.read(folder);
  if (hasErrors(text) || !text.project) return undefined;
  const { project, mark } = text;
  if (!knowsHosts(project, asked) || !readEnvironment(desk, folder)) return undefined;
  return { folder, project, mark, hosts: asked.hosts?.filter((host) => project.hosts.has(host)) };
}

/** Runs a command on a project that is ready for it, and alone in it. */
export async function onProject(desk: Desk, asked: Asked, command: (ready: Ready) => Promise<void>): Promise<void> {
  if (!isTrusted()) return;
  const folder = await chooseFolder(asked);
  if (folder === undefined) return;
  await desk.works.alone(folder, async () => {
    const ready = await getReady(desk, folder, asked);
    if (ready) await command(ready);
  });
}

/** What was only looked at must not stay in the views as if it were to come. The text may be another one by now. */
export async function putBack(desk: Desk, folder: string, before: Board): Promise<void> {
  desk.boards.update(folder, (now) => putAway(now, before));
  await desk.readings.read(folder);
}

/** Where the text depends on facts of its hosts, they are asked, and it is read again with them. */
async function withFacts(desk: Desk, ready: Ready): Promise<Ready | undefined> {
  const { folder, project, hosts } = ready;
  if (!project.asksFacts) return ready;
  const facts = await desk.works.run(folder, 'plan', hosts, async (cancel) => {
    const told = await desk.operators.use(folder, project, (operator) =>
      operator.facts(project, { cancel, ...(hosts ? { hosts } : {}) }),
    );
    return cancel.aborted ? undefined : told;
  });
  if (!facts) return undefined;
  const text = await readText(folder, facts.known);
  if (hasErrors(text) || !text.project) return undefined;
  const told = { known: facts.known, at: Date.now() };
  return { ...ready, project: text.project, mark: text.mark, failed: facts.failed, facts: told };
}

/** The same for a command that is about the resources of the text, and not only about its hosts. */
export const onResources = (desk: Desk, asked: Asked, command: (ready: Ready) => Promise<void>): Promise<void> =>
  onProject(desk, asked, async (ready) => {
    const known = await withFacts(desk, ready);
    if (known) await command(known);
  });

/** Files whose bytes would be sent, but which are shown with other, unsaved bytes. */
function unsavedSources(folder: string, project: Project): readonly vscode.TextDocument[] {
  const sources = wantedBytes(project).filter(({ how }) => how !== 'content');
  const paths = new Set(sources.map(({ place, value }) => resolve(folder, dirname(place.file), value)));
  return [...paths].flatMap((path) => {
    const document = openDocument(path);
    return document?.isDirty ? [document] : [];
  });
}

/** Bytes are sent from files, so that what is shown must be in them. True when it is, or has been saved. */
export async function sourcesSaved(desk: Desk, { folder, project }: Ready): Promise<boolean> {
  const unsaved = unsavedSources(folder, project);
  if (unsaved.length === 0) return true;
  const names = unsaved.map((document) => relative(folder, document.uri.fsPath)).join(', ');
  if (desk.works.isHushed(folder, say`${names} to be saved`)) return false;
  const button = say`Save and Go On`;
  const detail = say`Their bytes are taken from the disk.`;
  const answer = await vscode.window.showWarningMessage(
    say`Unsaved changes in ${names}`,
    { modal: true, detail },
    button,
  );
  if (answer !== button) return false;
  const saved = await Promise.all(unsaved.map((document) => document.save()));
  return saved.every(Boolean);
}

/** Whether two readings of a project's files gave the same bytes. */
export function sameContents(one: Contents | undefined, other: Contents): boolean {
  if (!one || one.refs.size !== other.refs.size) return false;
  return [...one.refs].every(([key, ref]) => other.refs.get(key)?.sha256 === ref.sha256);
}
