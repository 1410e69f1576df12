// The import law, held against the tree itself and against violations planted in memory: each rule is seen to bite.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTypeScript, projectFiles, textsOf } from '../../scripts/files.ts';
import { matches, violations } from './law.ts';

const judge = (sources: Record<string, string>): string[] =>
  violations(new Map(Object.entries(sources))).map(({ file, line, message }) => `${file}:${line} ${message}`);

function isForbidden(file: string, text: string, pattern: RegExp): void {
  const found = judge({ [file]: text });
  assert.equal(found.length, 1, `expected one violation in ${file} (${text}), found: ${found.join('; ') || 'none'}`);
  assert.match(found[0] ?? '', pattern);
}

const isAllowed = (file: string, text: string): void => assert.deepEqual(judge({ [file]: text }), []);

test('the tree obeys the law', () => {
  const sources = textsOf(projectFiles().filter(isTypeScript));
  assert.ok(sources.size > 20, 'the law saw hardly any file');
  assert.deepEqual(
    violations(sources).map(({ file, line, message }) => `${file}:${line}: ${message}`),
    [],
  );
});

test('a module knows the contract and its things, no other module', () => {
  isAllowed('modules/x.ts', "import type { Module } from './contract.ts';\nimport { path } from './things/path.ts';");
  isForbidden(
    'modules/x.ts',
    "\nimport { file } from './file.ts';",
    /x\.ts:2 a module may not import modules\/file\.ts/,
  );
  isForbidden('modules/x.ts', "import type { A } from '../engine/plan.ts';", /may not import engine\/plan\.ts/);
  isForbidden('modules/things/x.ts', "import { file } from '../file.ts';", /may not import modules\/file\.ts/);
});

test('a module is synchronous, and neither clock nor chance nor the process is in it', () => {
  for (const text of [
    'async () => 1',
    'Promise.resolve()',
    'Date.now()',
    'Math.random()',
    'process.argv',
    'require.resolve',
  ]) {
    const word = text.startsWith('Math') ? 'Math.random' : text.match(/\w+/)?.[0];
    isForbidden('modules/x.ts', `const a = ${text};`, new RegExp(`may not use ${word}`));
  }
  isForbidden('modules/x.ts', "import { readFileSync } from 'node:fs';", /may not import node:fs/);
  isForbidden('modules/x.ts', "import fs from 'fs';", /may not import node:fs/);
});

test('words in comments, strings, templates, regular expressions and field names are not said', () => {
  isAllowed('modules/x.ts', "// async process\nconst a = 'await Date'; /* console */ const b = /process/;");
  isAllowed('modules/x.ts', 'const a = `async ${`${1}`} await`; const b = { process: 1 }; const c = b.process;');
  isForbidden('modules/x.ts', 'const a = `${1} ${ { b: process.argv }.b } text`;', /may not use process/);
  isForbidden('modules/x.ts', 'const a = 4 / process.pid / 2;', /may not use process/);
});

test('the language knows yaml and the seam of modules, and the engine by its types only', () => {
  isAllowed('language/x.ts', "import { Parser } from 'yaml';\nimport type { Project } from '../engine/project.ts';");
  isForbidden('language/x.ts', "import { plan } from '../engine/project.ts';", /may import only types from engine/);
  isForbidden('language/x.ts', "import { file } from '../modules/file.ts';", /may not import modules\/file\.ts/);
  isForbidden('language/x.ts', "import { Position } from 'vscode-languageserver';", /npm:vscode-languageserver/);
  isForbidden('language/x.ts', "import { readFileSync } from 'node:fs';", /node:fs/);
  isForbidden('language/x.ts', 'console.log(1);', /may not use console/);
});

test('the engine reaches nothing outside, and awaits in its named files only', () => {
  isAllowed('engine/operate.ts', 'export const run = async () => await 1;');
  isForbidden('engine/plan.ts', 'export const run = async () => 1;', /may not use async/);
  for (const name of ['ssh2', 'vscode', 'yaml', 'node:net', 'node:net/promises', '../hosts/open.ts', '../disk/x.ts']) {
    isForbidden('engine/operate.ts', `import { a } from '${name}';`, /the engine may not import/);
  }
  isForbidden('engine/operate.ts', 'process.exit(1);', /may not use process/);
  isForbidden('engine/operate.ts', "const a = await import('node:fs');", /may not import node:fs/);
});

test('hosts and disk know the engine by its types, and only hosts/ssh speaks ssh2', () => {
  isAllowed(
    'hosts/ssh/connect.ts',
    "import type { Client } from 'ssh2';\nimport { HostError } from '../../engine/host.ts';",
  );
  isAllowed(
    'hosts/local.ts',
    "import { spawn } from 'node:child_process';\nimport type { Program } from '../engine/result.ts';",
  );
  isForbidden('hosts/local.ts', "const { Client } = await import('ssh2');", /may not import npm:ssh2/);
  isForbidden(
    'hosts/local.ts',
    "import { compile } from '../engine/compile.ts';",
    /only types from engine\/compile\.ts/,
  );
  isForbidden('disk/state.ts', "import { parse } from '../language/index.ts';", /may not import language/);
  isForbidden('disk/state.ts', "import * as vscode from 'vscode';", /may not import npm:vscode/);
});

test('the server reads text: no hosts, no disk, no editor, nothing run', () => {
  isAllowed('server/hover.ts', "import { TextDocument } from 'vscode-languageserver-textdocument';");
  isAllowed('server/main.ts', "import { createConnection } from 'vscode-languageserver/node';");
  for (const name of ['../hosts/open.ts', '../disk/state.ts', '../engine/operate.ts', 'vscode', 'node:child_process']) {
    isForbidden('server/main.ts', `import { a } from '${name}';`, /the language server may not import/);
  }
});

test('client and terminal know the server by its protocol, and only the client knows the editor', () => {
  isAllowed('client/main.ts', "import { window } from 'vscode';\nimport type { Ask } from '../server/protocol.ts';");
  isForbidden('client/main.ts', "import { ask } from '../server/protocol.ts';", /only types from server\/protocol/);
  isForbidden('client/main.ts', "import type { A } from '../server/hover.ts';", /may not import server\/hover/);
  isForbidden('cli/main.ts', "import { window } from 'vscode';", /may not import npm:vscode/);
  isForbidden('cli/main.ts', "import { run } from '../client/main.ts';", /may not import client\/main/);
  isForbidden('client/folds/tree.ts', "import { window } from 'vscode';", /a fold may not import npm:vscode/);
});

test('nothing imports scripts or tests', () => {
  isForbidden('cli/main.ts', "import { root } from '../scripts/root.ts';", /may not import scripts\/root/);
  isForbidden('hosts/open.ts', "import { lab } from '../test/lab/lab.ts';", /may not import test\/lab/);
  isAllowed('engine/plan.test.ts', "import { sim } from '../hosts/sim.ts';\nimport assert from 'node:assert';");
});

test('every way to write an import is seen', () => {
  for (const text of [
    "import '../disk/a.ts';",
    "import a from '../disk/a.ts';",
    "import * as a from '../disk/a.ts';",
    "import a, { type B } from '../disk/a.ts';",
    "import {\n  a,\n  b as from,\n} from '../disk/a.ts';",
    'import { a } from "../disk/a.ts";',
    "import type { A } from '../disk/a.ts';",
    "export * from '../disk/a.ts';",
    "export { a } from '../disk/a.ts';",
    "export type { A } from '../disk/a.ts';",
    "const a = import('../disk/a.ts');",
    "type A = typeof import('../disk/a.ts');",
    "const a = 1; export { a };\nimport { b } from '../disk/a.ts';",
  ]) {
    isForbidden('server/x.ts', text, /may not import disk\/a\.ts/);
  }
  isAllowed('server/x.ts', "export const from = 'a';\nexport type A = { from: 'b' };\nconst u = import.meta.url;");
});

test('types and values are told apart', () => {
  isAllowed('language/x.ts', "import type { A } from '../engine/project.ts';");
  isAllowed('language/x.ts', "type A = typeof import('../engine/project.ts');");
  isForbidden('language/x.ts', "import { type A } from '../engine/project.ts';", /only types/);
  isForbidden('language/x.ts', "export { a } from '../engine/project.ts';", /only types/);
});

test('files may not import each other in a circle', () => {
  const circle = judge({
    'engine/a.ts': "import { b } from './b.ts';",
    'engine/b.ts': "import type { C } from './c.ts';",
    'engine/c.ts': "import { a } from './a.ts';",
    'engine/d.ts': "import { a } from './a.ts';",
  });
  assert.deepEqual(circle, [
    'engine/a.ts:1 files import each other in a circle: engine/a.ts -> engine/b.ts -> engine/c.ts -> engine/a.ts',
  ]);
});

test('a file outside the house is asked where it belongs', () => {
  isForbidden('helpers/x.ts', '', /no room of the house/);
});

test('patterns mean segments', () => {
  assert.ok(matches('modules/*.ts', 'modules/file.ts'));
  assert.ok(!matches('modules/*.ts', 'modules/things/path.ts'));
  assert.ok(matches('modules/**', 'modules/things/path.ts'));
  assert.ok(matches('**/*.test.ts', 'engine/plan.test.ts') && matches('**/*.test.ts', 'a.test.ts'));
  assert.ok(!matches('npm:yaml', 'npm:yamlx') && !matches('hosts/ssh.ts', 'hosts/sshXts'));
});
