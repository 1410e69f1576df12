// "New Project": three questions, then a folder with a project that can be planned at once. It writes into a folder that is
// not there yet, and asks no host.

import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { configuredNames } from '../../hosts/ssh/config-names.ts';
import type { Desk } from '../desk.ts';
import { say } from '../folds/spoken.ts';
import { type ChosenHost, chosenHost, TEMPLATES, type Template, THIS_MACHINE } from '../folds/templates.ts';
import { tellError, tellInfo } from '../messages.ts';

type HostItem = vscode.QuickPickItem & { readonly host?: ChosenHost };

const TITLE = say`viki: New Project`;

async function askTemplate(): Promise<Template | undefined> {
  const items = TEMPLATES.map((template) => ({ label: template.label, detail: template.detail, template }));
  return (await vscode.window.showQuickPick(items, { title: TITLE, placeHolder: say`What is it for?` }))?.template;
}

async function askAddress(): Promise<ChosenHost | undefined> {
  const text = await vscode.window.showInputBox({
    title: TITLE,
    prompt: say`A host, as ssh takes it: name, address, or user@address:port`,
    placeHolder: 'deploy@203.0.113.10',
    ignoreFocusOut: true,
    validateInput: (value) => (value === '' || chosenHost(value) ? undefined : say`Write it as user@address:port`),
  });
  return text === undefined ? undefined : chosenHost(text);
}

async function askHosts(): Promise<readonly ChosenHost[] | undefined> {
  const known = (await configuredNames()).flatMap((name): HostItem[] => {
    const host = chosenHost(name);
    return host ? [{ label: name, description: say`from your ssh configuration`, host }] : [];
  });
  const other: HostItem = { label: say`Another host…`, description: say`by its address` };
  const here: HostItem = { label: say`This machine`, description: say`without ssh`, host: THIS_MACHINE };
  // (hosts are Linux)
  const local = process.platform === 'linux' ? [here] : [];
  const picked = await vscode.window.showQuickPick([...known, other, ...local], {
    title: TITLE,
    placeHolder: say`Which hosts? Check them, then press OK`,
    canPickMany: true,
    ignoreFocusOut: true,
  });
  if (!picked) return undefined;
  if (picked.length === 0) {
    tellInfo(say`No host was checked, so no project was made. Check at least one; it can be changed in the text.`);
    return undefined;
  }
  const hosts = picked.flatMap(({ host }) => (host ? [host] : []));
  if (!picked.includes(other)) return hosts;
  const added = await askAddress();
  return added && [...hosts, added];
}

async function askParent(): Promise<string | undefined> {
  // (what lies elsewhere, in a repository that is only looked at, is no folder of this machine)
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const [only] = folders;
  if (only && folders.length === 1) return only.uri.fsPath;
  if (folders.length > 1) {
    const items = folders.map(({ name, uri }) => ({ label: name, description: uri.fsPath }));
    return (await vscode.window.showQuickPick(items, { title: TITLE, placeHolder: say`In which folder?` }))
      ?.description;
  }
  const options = { canSelectFolders: true, canSelectFiles: false, canSelectMany: false, openLabel: say`Make It Here` };
  return (await vscode.window.showOpenDialog({ ...options, title: TITLE }))?.[0]?.fsPath;
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

async function askName(parent: string, template: Template): Promise<string | undefined> {
  return await vscode.window.showInputBox({
    title: TITLE,
    prompt: say`Its name, and that of its folder in ${parent}`,
    value: template.name,
    ignoreFocusOut: true,
    validateInput: async (name) => {
      if (!/^[a-z0-9][a-z0-9-]*$/.test(name)) return say`Small letters, digits and hyphens`;
      return (await isThere(join(parent, name)))
        ? say`${name} is there already; nothing of it will be touched`
        : undefined;
    },
  });
}

/** False where it can't be written, which has then been said. */
async function write(folder: string, files: ReturnType<Template['files']>): Promise<boolean> {
  try {
    await mkdir(folder);
    for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text, { flag: 'wx' });
    return true;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    tellError(say`The project can not be written: ${why}. Choose a folder that you may write to.`);
    return false;
  }
}

export async function newProjectCommand(_desk: Desk): Promise<void> {
  const template = await askTemplate();
  const hosts = template && (await askHosts());
  const parent = hosts && (await askParent());
  const name = parent === undefined ? undefined : await askName(parent, template as Template);
  if (!template || !hosts || parent === undefined || name === undefined) return;
  const folder = join(parent, name);
  if (!(await write(folder, template.files(name, hosts)))) return;
  await vscode.window.showTextDocument(vscode.Uri.file(join(folder, `${name}.vk.yaml`)), { preview: false });
  const action = () => vscode.commands.executeCommand('viki.plan', { folder });
  tellInfo(say`${name} is there. Nothing has been done on a host yet.`, { title: say`Plan`, action });
}
