// Reads module pages (test-fixtures/modules/*.md): each heading is a case with a text, a host, its plan, and the host
// after it. The same cases run in memory and on real hosts.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostPlan, ResourceChange } from '../../engine/result.ts';
import type { ThingId, TreeEntry } from '../../modules/contract.ts';
import { type Folder, sha256Of } from './projects.ts';

/** Any thing but a path, with what a host answers when it is asked for it. */
export type ThingEntry = { readonly is: 'thing'; readonly id: ThingId; readonly answer: string };

/** One line of a `host` block: a path and what it is, or another thing. */
export type Entry = PathEntry | ThingEntry;

export type PathEntry =
  | {
      readonly path: string;
      readonly is: 'directory';
      readonly mode: string;
      readonly owner: string;
      readonly group: string;
    }
  | {
      readonly path: string;
      readonly is: 'file';
      readonly mode: string;
      readonly owner: string;
      readonly group: string;
      readonly content: string;
    }
  | {
      readonly path: string;
      readonly is: 'link';
      readonly owner: string;
      readonly group: string;
      readonly target: string;
    };

export type Case = {
  readonly page: string;
  readonly title: string;
  /** The hosts on which it is run for real, by their kind. */
  readonly provenOn: readonly string[];
  /** The module entries of the text, as they stand under `mods`. */
  readonly mods: string;
  /** What is in folders of the project, by their names. */
  readonly folders: Folders;
  readonly before: readonly Entry[];
  readonly plan: string;
  /** Absent where the plan is refused. */
  readonly after: readonly Entry[] | undefined;
};

type Folders = ReadonlyMap<string, readonly PathEntry[]>;

const BLOCK = /^```(\w+)\n([\s\S]*?)^```$/gm;

const THING_ENTRY = /^("(?:[^"\\]|\\.)*"|[a-z_]+:\S*) (.*)$/;
const PROVEN_ON = /^<!-- proven on: (.+?) -->$/m;
const DEFAULT_HOSTS = 'debian, busybox';

function parseEntry(line: string): Entry {
  const [, id, answer = ''] = THING_ENTRY.exec(line) ?? [];
  if (id !== undefined) {
    return { is: 'thing', id: (id.startsWith('"') ? JSON.parse(id) : id) as ThingId, answer };
  }
  const [path = '', is = '', ...rest] = line.split(' ');
  if (is === 'link') {
    const [owner = '', group = '', ...target] = rest;
    return { path, is, owner, group, target: target.join(' ') };
  }
  const [mode = '', owner = '', group = '', ...content] = rest;
  if (is === 'directory') return { path, is, mode, owner, group };
  if (is === 'file') return { path, is, mode, owner, group, content: JSON.parse(content.join(' ')) as string };
  throw new Error(`a host block can't say: ${line}`);
}

const parseEntries = (text: string): readonly Entry[] => text.trimEnd().split('\n').map(parseEntry);

/** Entries as hosts have them, below the folders that come first in their paths. */
function parseFolders(text: string): Folders {
  const folders = new Map<string, PathEntry[]>();
  for (const entry of text === '' ? [] : parseEntries(text)) {
    if (entry.is === 'thing') throw new Error(`a project block can't say: ${entry.id}`);
    const [name = '', ...path] = entry.path.split('/');
    const inside = folders.get(name) ?? [];
    if (path.length > 0) inside.push({ ...entry, path: path.join('/') });
    folders.set(name, inside);
  }
  return folders;
}

export function parsePage(page: string, markdown: string): readonly Case[] {
  const [head = '', ...sections] = markdown.split(/^## /m);
  const [, hosts = DEFAULT_HOSTS] = PROVEN_ON.exec(head) ?? [];
  // (`nothing: why`, or `debian, by test/hosts/FILE: why`: its cases are run in memory only; what stands behind a `;` is proven
  // by other tests)
  const provenOn = hosts.includes(':') ? [] : hosts.replace(/; .*/, '').split(', ');
  return sections.map((section) => {
    const title = section.slice(0, section.indexOf('\n'));
    const blocks = [...section.matchAll(BLOCK)].map(([, language = '', text = '']) => ({ language, text }));
    const texts = (language: string): readonly string[] =>
      blocks.filter((block) => block.language === language).map((block) => block.text);
    const [mods] = texts('yaml');
    const [before, after] = texts('host');
    const [plan] = texts('plan');
    const [folders = ''] = texts('project');
    if (mods === undefined || before === undefined || plan === undefined) {
      throw new Error(`${page}: "${title}" needs a yaml block, a host block and a plan block`);
    }
    return {
      page,
      title,
      provenOn,
      mods,
      folders: parseFolders(folders),
      before: parseEntries(before),
      plan,
      after: after === undefined ? undefined : parseEntries(after),
    };
  });
}

export function readPages(root: string): readonly Case[] {
  const folder = join(root, 'test-fixtures', 'modules');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .toSorted()
    .flatMap((name) => parsePage(name, readFileSync(join(folder, name), 'utf8')));
}

/** As it would be read from the disk. */
function folderOf(entries: readonly PathEntry[]): Folder {
  const tree = entries.map((entry): TreeEntry => {
    const { path } = entry;
    if (entry.is === 'link') return { path, is: 'link', target: entry.target };
    if (entry.is === 'directory') return { path, is: 'directory', mode: entry.mode };
    const size = Buffer.byteLength(entry.content);
    return { path, is: 'file', mode: entry.mode, sha256: sha256Of(entry.content), size };
  });
  return { tree, texts: entries.flatMap((entry) => (entry.is === 'file' ? [entry.content] : [])) };
}

/** The folders that all pages speak of: one name is one folder. */
export const foldersOfPages = (root: string): ReadonlyMap<string, Folder> =>
  new Map(
    readPages(root).flatMap(({ folders }) => [...folders].map(([name, entries]) => [name, folderOf(entries)] as const)),
  );

/** A whole text for a case: its mods on one host. */
export function textOf(page: Case, host: string): string {
  const mods = page.mods.replace(/^(?=.)/gm, '    ');
  return `viki:\n  hosts:\n    ${host}\n  mods:\n${mods}`;
}

const SIGNS: { readonly [action in ResourceChange['action']]: string } = {
  none: '=',
  create: '+',
  change: '~',
  remove: '-',
  refused: '!',
};

/** A plan as the pages have it. */
export function printPlan(plan: HostPlan): string {
  return plan.changes
    .map((change) => {
      const lines = [
        ...change.steps,
        ...change.differences.map(({ what, from, to }) => `${what}: ${from === '' ? '' : `${from} `}-> ${to}`),
        ...(change.refusal ? [change.refusal.message, change.refusal.hint] : []),
      ];
      return [`${SIGNS[change.action]} ${change.address}`, ...lines.map((line) => `    ${line}`)].join('\n');
    })
    .join('\n')
    .concat('\n');
}

/** An entry as a host would say it. */
export function printEntry(entry: Entry): string {
  if (entry.is === 'thing') return `${entry.id} ${entry.answer}`;
  if (entry.is === 'directory') return `${entry.path} directory ${entry.mode} ${entry.owner} ${entry.group}`;
  if (entry.is === 'link') return `${entry.path} link ${entry.owner} ${entry.group} ${entry.target}`;
  return `${entry.path} file ${entry.mode} ${entry.owner} ${entry.group} ${sha256Of(entry.content)}`;
}
