// The modules in a project's own folder: found, started, and started anew when one of its files has changed. It reads
// `modules` beside the text, writes nothing, and runs what is there only in a folder that is trusted.
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type OwnModules, sortsOf, type UnusableModule, withOwn } from '../language/catalog.ts';
import { type Module, ModuleFailure } from '../modules/contract.ts';
import { describedIn } from './description.ts';
import { ownModule } from './module.ts';
import { Thread } from './thread.ts';

const FOLDER = 'modules';
const SUFFIX = '.mjs';
const MODULES_LIMIT = 30;
/** With what they import from below that folder. */
const FILES_LIMIT = 200;
const FILE_LIMIT_BYTES = 1024 * 1024;

/** What is wrong with a file; `file` is its path from the project's folder. */
export type ModuleProblem = { readonly file: string; readonly line: number } & UnusableModule;

export type Own = {
  /** Undefined where the project has none. */
  readonly modules: OwnModules | undefined;
  /** The files of those that can be used. */
  readonly files: readonly string[];
  readonly problems: readonly ModuleProblem[];
  /** Equal marks are equal files. */
  readonly mark: string;
};

const NONE: Own = { modules: undefined, files: [], problems: [], mark: '' };

/** `text`: what tells it from what it was before. */
type Source = { readonly file: string; readonly text: string; readonly isLarge: boolean };

const isModule = (file: string): boolean => file.split('/').length === 2;

/** All files that modules are made of, by their path from the folder of the project. */
async function sourcesIn(folder: string): Promise<readonly Source[]> {
  let names: readonly string[];
  try {
    names = await readdir(join(folder, FOLDER), { recursive: true });
  } catch {
    // (nearly every project has none)
    return [];
  }
  const sources: Source[] = [];
  const files = names
    .filter((one) => one.endsWith(SUFFIX))
    .map((name) => `${FOLDER}/${name.replaceAll('\\', '/')}`)
    .toSorted();
  // (the modules come first: there may be very many below, in a `node_modules`)
  const inOrder = [...files.filter(isModule), ...files.filter((file) => !isModule(file))];
  for (const file of inOrder.slice(0, FILES_LIMIT)) {
    const path = join(folder, file);
    try {
      const found = await stat(path);
      if (!found.isFile()) continue;
      const isLarge = found.size > FILE_LIMIT_BYTES;
      sources.push({ file, isLarge, text: isLarge ? `${found.size} ${found.mtimeMs}` : await readFile(path, 'utf8') });
    } catch {
      // It went between being listed and being read, or may not be read: then it is no part of the project.
    }
  }
  return sources;
}

const nameOf = (file: string): string => basename(file, SUFFIX);

async function loaded(folder: string, { file, isLarge }: Source): Promise<Module | ModuleProblem> {
  const wrong = (message: string, suggestion: string): ModuleProblem => {
    // (where it is known, the message has it behind the file)
    const [, line = '1'] = /^\S+?\.mjs:(\d+)/.exec(message.slice(message.indexOf(file))) ?? [];
    return { file, line: Number(line), message, suggestion };
  };
  if (sortsOf('mods').has(nameOf(file))) {
    return wrong(`${file}: viki has a module \`${nameOf(file)}\` itself`, 'Call the file otherwise.');
  }
  if (isLarge) {
    const size = `${FILE_LIMIT_BYTES / 1024 / 1024} MiB`;
    return wrong(`${file} is larger than ${size}, so it is not taken for a module`, `Make it smaller.`);
  }
  try {
    const thread = await Thread.start(file, pathToFileURL(join(folder, file)).href);
    const described = describedIn(nameOf(file), thread.told);
    if ('wrong' in described)
      return wrong(`${file}: ${described.wrong}`, `Mend ${file}; docs/own-modules.md says what a module is.`);
    return ownModule(file, described, thread);
  } catch (error) {
    if (error instanceof ModuleFailure) return wrong(error.message, error.hint);
    throw error;
  }
}

/** Said in the words of whoever asked: an editor, a terminal. */
export type Untrusted = { readonly why: string; readonly what: string };

function ownOf(found: readonly (Module | ModuleProblem)[], mark: string): Own {
  const modules = found.filter((one) => 'want' in one);
  const problems = found.filter((one) => 'file' in one);
  const unusable = new Map(problems.map(({ file, message, suggestion }) => [nameOf(file), { message, suggestion }]));
  const files = modules.map(({ name }) => `${FOLDER}/${name}${SUFFIX}`);
  return { modules: withOwn(modules, unusable), files, problems, mark };
}

/** Nothing is run: they are known by their names. */
function notRun(files: readonly string[], { why, what }: Untrusted, mark: string): Own {
  const unusable = files.map((file): [string, UnusableModule] => {
    const message = `\`${nameOf(file)}\` is a module of this project (${file}), and is not run: ${why}`;
    return [nameOf(file), { message, suggestion: what, isNotRun: true }];
  });
  return { modules: withOwn([], new Map(unusable)), files: [], problems: [], mark };
}

/** Remembers the modules of folders, so that they are the same for as long as their files are. */
export class OwnFolders {
  readonly #known = new Map<string, { readonly mark: string; readonly own: Promise<Own> }>();

  /** `untrusted`: why nothing of it may be run, where that is so. */
  async of(folder: string, untrusted?: Untrusted): Promise<Own> {
    const sources = await sourcesIn(folder);
    const found = sources.filter(({ file }) => isModule(file));
    if (found.length === 0) {
      this.#known.delete(folder);
      return NONE;
    }
    const mark = createHash('sha256')
      .update(JSON.stringify([sources, untrusted]))
      .digest('hex');
    const known = this.#known.get(folder);
    if (known?.mark === mark) return known.own;
    const files = found.map(({ file }) => file);
    const own = untrusted ? Promise.resolve(notRun(files, untrusted, mark)) : this.#start(folder, found, mark);
    this.#known.set(folder, { mark, own });
    return own;
  }

  async #start(folder: string, found: readonly Source[], mark: string): Promise<Own> {
    const started = found.slice(0, MODULES_LIMIT);
    const tooMany = found.slice(MODULES_LIMIT).map(({ file }): ModuleProblem => {
      const message = `${file} is one too many: a project has at most ${MODULES_LIMIT} modules of its own`;
      return { file, line: 1, message, suggestion: `Take one out of the folder ${FOLDER}.` };
    });
    return ownOf([...(await Promise.all(started.map((one) => loaded(folder, one)))), ...tooMany], mark);
  }
}
