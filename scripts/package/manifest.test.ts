// The manifest against what is there: files it names, commands it offers, when it wakes up, what it does untrusted.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../root.ts';

const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(textOf('package.json'));

/** What runs nothing that the text of a folder says. (The doctor asks hosts only where the folder is trusted.) */
const REACH_NO_HOST = [
  ...['viki.showOutput', 'viki.cancel', 'viki.cancelProject', 'viki.walkthrough', 'viki.newProject', 'viki.doctor'],
  'viki.diagnostics',
  ...['viki.forgetSecrets', 'viki.showByResource', 'viki.showByHost', 'viki.showAll', 'viki.showOnlyChanges'],
  ...['viki.filter', 'viki.clearFilter'],
];

test('the manifest names files that exist and the scope of the grammar', () => {
  const { languages, grammars, viewsContainers } = manifest.contributes;
  const paths = [
    languages[0].configuration,
    languages[0].icon.light,
    grammars[0].path,
    viewsContainers.activitybar[0].icon,
  ];
  for (const path of [...paths, manifest.icon]) assert.ok(existsSync(join(root, path)), path);
  assert.equal(grammars[0].scopeName, JSON.parse(textOf(grammars[0].path)).scopeName);
  assert.equal(grammars[0].language, languages[0].id);
});

test('commands in menus are declared, and only what every file may do works in an untrusted folder', () => {
  const { commands, menus } = manifest.contributes;
  const declared = new Set(commands.map(({ command }: { command: string }) => command));
  const used: { command: string; when: string }[] = Object.values<[]>(menus).flat();
  for (const { command } of used) assert.ok(declared.has(command), command);
  for (const { command, enablement } of commands) {
    assert.equal(/\bisWorkspaceTrusted\b/.test(enablement ?? ''), !REACH_NO_HOST.includes(command), command);
  }
});

test('the extension wakes up when one of its files is opened (views and commands wake it by themselves), and for nothing else', () => {
  assert.deepEqual(manifest.activationEvents, ['onLanguage:viki']);
});

test('the commands of the manifest are those that the extension has', () => {
  const declared = manifest.contributes.commands.map(({ command }: { command: string }) => command).sort();
  const table = [...textOf('client/table.ts').matchAll(/^ {2}'(viki\.\w+)':/gm)].map(([, command]) => command).sort();
  assert.deepEqual(declared, table);
});

test('the oldest editor of the manifest is the one whose types we compile against', () => {
  assert.equal(manifest.engines.vscode, `^${manifest.devDependencies['@types/vscode']}`);
});

test('everything is bundled: an installed viki brings no dependencies', () => {
  assert.equal(manifest.dependencies, undefined);
});

/** The bundles that one of them loads, and those that these load. */
function loadedFrom(name: string, known = new Set<string>()): ReadonlySet<string> {
  if (known.has(name)) return known;
  known.add(name);
  for (const [, next = ''] of textOf(`dist/${name}`).matchAll(/["']\.\/(\w+\.cjs)["']/g)) loadedFrom(next, known);
  return known;
}

test('the npm package brings every bundle that the command loads, and the .vsix every one of the extension', () => {
  const kept = (file: string): readonly string[] =>
    [...textOf(file).matchAll(/^!\/?dist\/(\w+\.c?js)$/gm)].map(([, name = '']) => name).sort();
  assert.deepEqual(kept('.npmignore'), [...loadedFrom('cli.js')].sort());
  // (the server is a process of its own, which the client starts by its path)
  assert.deepEqual(kept('.vscodeignore'), [...loadedFrom('client.cjs'), 'server.cjs'].sort());
});
