// From a folder to a project: reads its files, says what is wrong with them, and ends the command when that is an error.
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { filesBeside } from '../disk/beside.ts';
import { type DiskProblem, loadContents, untold } from '../disk/contents.ts';
import { loadEnvironment } from '../disk/environment.ts';
import { hide, hideAgain } from '../disk/hidden.ts';
import { type ProjectFile, readProjectFiles } from '../disk/project.ts';
import type { Contents } from '../engine/contents.ts';
import type { Project } from '../engine/project.ts';
import type { Facts } from '../engine/result.ts';
import type { Asker } from '../hosts/asker.ts';
import { resourceSecrets } from '../hosts/secrets.ts';
import { type Outside, parseDocument, readProject } from '../language/index.ts';
import type { Own, OwnFolders } from '../own/load.ts';
import { type Ending, EXIT, type Invocation } from './command.ts';
import { problemData, problemLines, type Told } from './problems.ts';

/** The code for templates is loaded where there is one. */
const loadFill = async () => (await import('../language/fill.ts')).fill;

export type ReadText = {
  /** Absolute. */
  readonly folder: string;
  readonly project: Project;
  readonly files: number;
  /** Warnings; what is worse ended the command. */
  readonly problems: readonly Told[];
  readonly environment: NodeJS.ProcessEnv;
  readonly contents: Contents;
};

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const told = ({ place, message, hint, isHarmless }: DiskProblem, code: Told['code'] = 'file'): Told => ({
  ...place,
  code,
  severity: isHarmless ? 'warning' : 'error',
  message: code === 'env-file' ? sentence(message) : message,
  suggestion: `${sentence(hint)}${/[.?!]$/.test(hint) ? '' : '.'}`,
});

/** What lies beside the text, so that the language tells it where it is named. */
async function besideOf(
  folder: string,
  files: readonly ProjectFile[],
): Promise<Pick<Outside, 'hasFile' | 'templates'>> {
  const { hasFile, textOf } = filesBeside(folder);
  if (!files.some(({ text }) => text.includes('template'))) return { hasFile };
  const { usesOfTemplates } = await import('../language/template-use.ts');
  return { hasFile, templates: usesOfTemplates(textOf) };
}

/** (a text that depends on facts is read twice, and its modules are started once) */
let ownFolders: OwnFolders | undefined;
const NOT_RUN = { why: '--no-modules', what: 'Without that flag it is run.' };

/** The code for modules of the project's own is loaded where there is a folder for them. */
async function ownModulesOf({ given }: Invocation, folder: string): Promise<Own | undefined> {
  if (!existsSync(join(folder, 'modules'))) return undefined;
  ownFolders ??= new (await import('../own/load.ts')).OwnFolders();
  return ownFolders.of(folder, given['no-modules'] ? NOT_RUN : undefined);
}

/** Those that can't be used and that the text does not use either: nobody is hurt, but somebody wants to know. */
function unusedModules(shown: string, own: Own | undefined, problems: readonly Told[]): readonly Told[] {
  const told = new Set(problems.map(({ message }) => message));
  return (own?.problems ?? [])
    .filter(({ message }) => !told.has(message))
    .map(({ file, ...rest }) => ({
      ...{ ...rest, file: join(shown, file), column: 1, code: 'own-module', severity: 'warning' },
    }));
}

/** The project of the folder that `-C` names, or the command's end. With `facts` it is read again, and warns of nothing twice. */
export async function readText(
  invocation: Invocation,
  facts?: Facts['known'],
): Promise<ReadText | { readonly ending: Ending }> {
  const { terminal, given } = invocation;
  const shown = given.directory ?? '.';
  const folder = resolve(shown);
  const { files, problems: unread } = await readProjectFiles(folder, shown);
  if (files.length === 0 && unread.every(({ place }) => place.file === shown)) return noProject(invocation, unread);
  const texts = new Map(files.map(({ name, text }) => [name, text]));
  // (hints are for whoever edits the text; --json has them)
  const show = (problems: readonly Told[]): void => {
    const forHere = problems.filter(({ severity }) => severity !== 'hint');
    if (forHere.length > 0) terminal.warn(...problemLines(forHere, texts, terminal.paintErrors));
  };
  const end = (problems: readonly Told[]): { ending: Ending } => {
    show(problems);
    const errors = problems.filter(({ severity }) => severity === 'error').length;
    terminal.warn('', `${errors === 1 ? '1 error' : `${errors} errors`} in the text; no host was asked anything`);
    return { ending: { exit: EXIT.textErrors, document: { ok: false, problems: problems.map(problemData) } } };
  };
  const documents = files.map(({ name, text }) => parseDocument(name, text));
  const loaded = loadEnvironment(folder, join(shown, '.env'), invocation.environment);
  const environment = new Map(Object.entries(loaded.environment).map(([name, value]) => [name, value ?? '']));
  const own = await ownModulesOf(invocation, folder);
  if (own && own.files.length > 0 && !facts) terminal.warn(`modules of this project: ${own.files.join(', ')}`);
  const { project, problems } = readProject(documents, basename(folder), {
    environment,
    modules: own?.modules,
    ...(await besideOf(folder, files)),
    ...(facts && { facts }),
  });
  const soFar: readonly Told[] = [
    ...unread.map((one) => told(one)),
    ...loaded.problems.map((one) => told(one, 'env-file')),
    ...problems,
    ...unusedModules(shown, own, problems),
  ];
  if (project === undefined || soFar.some(({ severity }) => severity === 'error')) return end(soFar);
  const { contents, problems: missing } = await loadContents(project, folder, loadFill, untold);
  if (missing.length > 0) return end([...soFar, ...missing.map((one) => told(one))]);
  if (!facts) show(soFar);
  return { folder, project, files: files.length, problems: soFar, environment: loaded.environment, contents };
}

/** The bytes of the project with the secrets in them: for whoever sends them to a host. */
export async function withSecrets<Read extends ReadText>(
  { terminal }: Invocation,
  read: Read,
  asker: Asker,
  salt: string | undefined,
): Promise<Read | { readonly ending: Ending }> {
  if (!read.project.resources.some(({ secrets }) => secrets)) return read;
  const reveal = resourceSecrets(asker, read.environment);
  const { contents, problems } = await loadContents(
    read.project,
    read.folder,
    loadFill,
    reveal,
    salt === undefined ? hide : hideAgain(salt),
  );
  // (of what is left out of a part, the bytes stay as they were read, without its secrets)
  const refs = new Map([...read.contents.refs, ...contents.refs]);
  if (problems.length === 0) return { ...read, contents: { ...contents, refs } };
  terminal.warn(
    ...problemLines(
      problems.map((one) => told(one)),
      new Map(),
      terminal.paintErrors,
    ),
  );
  return {
    ending: { exit: EXIT.failed, document: { ok: false, problems: problems.map((one) => problemData(told(one))) } },
  };
}

function noProject({ terminal }: Invocation, problems: readonly DiskProblem[]): { readonly ending: Ending } {
  const [first] = problems;
  const message = first?.message ?? 'there is no project';
  terminal.warn(`viki: ${message}: ${first?.hint ?? ''}`);
  return { ending: { exit: EXIT.failed, document: { error: { message, hint: first?.hint } } } };
}
