// "Doctor": what works here and what does not, with what to do about it, as a page; and "Collect Diagnostics": the same without
// names and secrets, for a report of a bug. It changes nothing, and reaches hosts only from a trusted workspace.

import { arch, homedir, release, userInfo } from 'node:os';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { loadEnvironment } from '../../disk/environment.ts';
import { verifyState } from '../../disk/state-care.ts';
import type { Project } from '../../engine/project.ts';
import { examineHost, examineMachine, namesOnTheWayTo } from '../../hosts/ssh/examine.ts';
import type { Desk } from '../desk.ts';
import { type Found, reportText, type Section, withoutNames } from '../folds/report.ts';
import { plural, say } from '../folds/spoken.ts';
import { findFolders, readText } from '../texts.ts';

const NODE_LEAST = 20;

const found = (what: string, is: Found['is'], words: string, mend = ''): Found => ({ what, is, words, mend });

/** The server marks what is wrong; an editor without it would show a broken text as a good one. */
function serverFinding(desk: Desk): Found {
  const state = desk.languageState();
  if (state === 'running') return found(say`language server`, 'good', say`running`);
  if (state === 'resting') return found(say`language server`, 'good', say`resting: no .vk.yaml is open`);
  if (state === 'starting') return found(say`language server`, 'unsure', say`starting`, say`look again in a moment`);
  return found(say`language server`, 'bad', state, say`reload the window; the log says why it did not start`);
}

async function machineSection(desk: Desk, version: string): Promise<Section> {
  const node = process.versions.node;
  const isNodeGood = Number(node.split('.')[0]) >= NODE_LEAST;
  const trusted = vscode.workspace.isTrusted;
  const findings = [
    found('viki', 'good', version),
    found(say`editor`, 'good', `${vscode.env.appName} ${vscode.version}, ${vscode.env.remoteName ?? 'local'}`),
    found(say`system`, 'good', `${process.platform} ${release()} ${arch()}`),
    found('Node', isNodeGood ? 'good' : 'bad', node, say`a newer VS Code brings a newer Node`),
    serverFinding(desk),
    found(
      say`workspace`,
      trusted ? 'good' : 'bad',
      trusted ? say`trusted` : say`not trusted`,
      say`trust it, to reach hosts from it`,
    ),
    ...(await examineMachine(process.env)),
  ];
  return { title: say`This machine`, findings };
}

async function stateFinding(folder: string): Promise<Found> {
  const [state] = await verifyState(folder);
  if (!state || state.is === 'missing')
    return found('state.vk.json', 'good', say`not there yet; the first plan makes it`);
  if (state.is === 'state') return found('state.vk.json', 'good', say`whole`);
  const mend = say`nothing is lost, as hosts remember their runs; \`viki state restore\` brings a backup back`;
  return found('state.vk.json', state.is === 'broken' ? 'bad' : 'unsure', state.why ?? state.is, mend);
}

async function reachFindings(desk: Desk, folder: string, project: Project): Promise<ReadonlyMap<string, Found>> {
  const answers = await desk.operators.use(folder, project, (operator) => operator.runs(project));
  return new Map(
    answers.map(({ host, failure, runs }) => [
      host,
      failure
        ? found(say`reach`, 'bad', failure.message, failure.hint)
        : found(say`reach`, 'good', say`it answers, and remembers ${plural(runs.length, 'run')}`),
    ]),
  );
}

async function projectSections(desk: Desk, folder: string): Promise<readonly Section[]> {
  const { name, project, errors, files } = await readText(folder);
  const { environment } = loadEnvironment(folder, '.env', process.env);
  desk.environments.set(folder, environment);
  const text =
    errors.length === 0
      ? found(say`text`, 'good', say`${plural(files, 'file')} without errors`)
      : found(say`text`, 'bad', plural(errors.length, 'error'), say`see the Problems panel`);
  const own = { title: say`Project ${name} (${folder})`, findings: [text, await stateFinding(folder)] };
  // (a text that nobody trusts must not decide which files are looked at, nor whom ssh is asked about)
  if (!project || !vscode.workspace.isTrusted) return [own];
  const reach = await reachFindings(desk, folder, project);
  const hosts = [...project.hosts.values()].map(async (settings): Promise<Section> => {
    const answer = reach.get(settings.name);
    const findings = [...(await examineHost(settings, folder, environment)), ...(answer ? [answer] : [])];
    return { title: say`Host ${settings.name} of ${name}`, findings };
  });
  return [own, ...(await Promise.all(hosts))];
}

async function examine(desk: Desk): Promise<{ sections: readonly Section[]; folders: readonly string[] }> {
  const version: string = vscode.extensions.getExtension('viki.viki')?.packageJSON.version ?? 'unknown';
  const options = { location: vscode.ProgressLocation.Notification, title: say`viki: looking at what works` };
  return await vscode.window.withProgress(options, async () => {
    const folders = await findFolders();
    const projects = await Promise.all(folders.map((folder) => projectSections(desk, folder)));
    return { sections: [await machineSection(desk, version), ...projects.flat()], folders };
  });
}

const SCHEME = 'viki-report';
const pages = new Map<string, string>();
const changed = new vscode.EventEmitter<vscode.Uri>();

/** Pages that can be read, searched and copied, and that nobody is asked to save. */
export function registerReports(): vscode.Disposable {
  const provider = {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri: vscode.Uri) => pages.get(uri.path) ?? say`viki: Doctor makes this page anew.\n`,
  };
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, provider);
}

async function show(name: string, text: string): Promise<void> {
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}.md` });
  pages.set(uri.path, text);
  changed.fire(uri);
  await vscode.window.showTextDocument(uri, { preview: false });
}

export async function doctorCommand(desk: Desk): Promise<void> {
  await show(say`viki doctor`, reportText(say`viki: Doctor`, (await examine(desk)).sections));
}

/** Hosts, addresses, users and folders, each with the word that stands for it. */
async function namesIn(desk: Desk, folders: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>([[homedir(), '~']]);
  const add = (kind: string, name: string | undefined): void => {
    const known = [...names.values()].filter((word) => word.startsWith(`${kind}-`)).length;
    if (name !== undefined && !names.has(name)) names.set(name, `${kind}-${known + 1}`);
  };
  add('user', userInfo().username);
  for (const folder of folders) {
    const { name, project } = await readText(folder);
    add('folder', folder);
    add('project', name);
    add('project', basename(folder));
    for (const host of project?.hosts.values() ?? []) {
      add('host', host.name);
      add('address', host.address);
      add('user', host.user);
      add('jump', host.jump);
      add('file', host.identity);
      add('file', host.knownHosts);
      // (the same places are looked at as for what was found, and only there where they were)
      if (!vscode.workspace.isTrusted) continue;
      for (const { is, name: found } of await namesOnTheWayTo(host, desk.environments.get(folder) ?? process.env)) {
        add(is, found);
      }
    }
  }
  return names;
}

export async function diagnosticsCommand(desk: Desk): Promise<void> {
  const { sections, folders } = await examine(desk);
  const text = reportText(say`viki: diagnostics for a report`, sections);
  const heading = say`Names of hosts, users, projects and folders are replaced; no secret and no content of a file is in here.\nRead it before you pass it on.\n`;
  await show(say`viki diagnostics`, `${withoutNames(text, await namesIn(desk, folders))}\n${heading}`);
}
