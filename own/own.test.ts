// Modules of a project's own: real files, real threads. What is right works, what is wrong is told with its file, and what
// throws or hangs hurts nobody else.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parseDocument, readProject } from '../language/index.ts';
import { isRefusal, type Module, ModuleFailure } from '../modules/contract.ts';
import { sha256Of } from '../test/support/projects.ts';
import { type Own, OwnFolders } from './load.ts';

const folder = mkdtempSync(join(tmpdir(), 'viki-own-'));
after(() => rmSync(folder, { recursive: true }));

let projects = 0;
/** A new folder with these files in its `modules`. */
function projectWith(files: { readonly [name: string]: string }): string {
  projects += 1;
  const project = join(folder, String(projects));
  mkdirSync(join(project, 'modules'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(project, 'modules', name), text);
  return project;
}

/** A module that is right, but for what takes the place of its parts. */
function moduleText(parts: { readonly [part: string]: string } = {}): string {
  const all = {
    summary: "'A file with a line.'",
    spec: "{ fields: { line: { type: 'string', description: 'The line.', minLength: 1 } }, required: ['line'] }",
    mainField: "'line'",
    key: "() => 'path:/etc/line'",
    read: "() => [{ type: 'path', at: '/etc/line' }]",
    want: "(spec, now, tools) => ({ 'path:/etc/line': { is: 'file', ...tools.bytes(spec.line), mode: '0644', owner: 'root', group: 'root' } })",
    ...parts,
  };
  const lines = Object.entries(all).map(([part, text]) => (text === '' ? '' : `  ${part}: ${text},\n`));
  return `export default {\n${lines.join('')}};\n`;
}

const ABSENT = { 'path:/etc/line': { is: 'absent' } } as const;
const made: string[] = [];
const tools = {
  changesBefore: false,
  bytes: (text: string) => {
    made.push(text);
    return { sha256: sha256Of(text), size: text.length };
  },
};

function moduleIn(own: Own, name = 'line_file'): Module {
  const module = own.modules?.sorts.get(name)?.module;
  assert.ok(module, JSON.stringify(own.problems));
  return module;
}

const loadedWith = async (parts: { readonly [part: string]: string }): Promise<Module> =>
  moduleIn(await new OwnFolders().of(projectWith({ 'line_file.mjs': moduleText(parts) })));

test('a module of the project is a module: it claims, reads, wants, and knows the way there and back', async () => {
  const module = await loadedWith({});
  assert.equal(module.key({ line: 'a' }), 'path:/etc/line');
  const wanted = module.want({ line: 'a' }, ABSENT, tools);
  assert.ok(!isRefusal(wanted));
  assert.deepEqual(made, ['a']);
  const steps = module.steps({ line: 'a' }, ABSENT, wanted);
  assert.deepEqual(
    steps.map(({ title }) => title),
    ['create file /etc/line (0644 root:root, 1 byte)'],
  );
  assert.deepEqual(module.steps({ line: 'a' }, wanted, wanted), []);
  assert.deepEqual(
    module.steps({ line: 'a' }, wanted, ABSENT).map(({ title }) => title),
    ['remove file /etc/line'],
  );
});

const WRONG: readonly (readonly [string, { readonly [part: string]: string }, RegExp])[] = [
  ['no summary', { summary: '' }, /has no `summary`/],
  ['a misspelt part', { wants: '() => ({})' }, /`wants`, which means nothing; do you mean `want`\?/],
  ['no function', { want: '' }, /has no function `want`/],
  ['no function where one should be', { steps: '3' }, /`steps` must be a function/],
  ['no spec', { spec: '' }, /has no `spec`/],
  [
    'a field without a type',
    { spec: "{ fields: { line: { description: 'x' } }, required: [] }" },
    /the `type` of the field `line`/,
  ],
  [
    'a pattern that is none',
    {
      spec: "{ fields: { line: { type: 'string', description: 'x', pattern: '(', patternHint: 'x' } }, required: [] }",
    },
    /`pattern` of the field `line` of `spec` is no regular expression/,
  ],
  [
    'a field that every resource takes',
    { spec: "{ fields: { on: { type: 'string', description: 'x' } }, required: [] }", mainField: "'on'" },
    /called like what every resource takes/,
  ],
  [
    'a secret',
    { spec: "{ fields: { line: { type: 'string', description: 'x', secret: true } }, required: [] }" },
    /modules of a project itself take no secrets/,
  ],
  ['a main field that is none', { mainField: "'text'" }, /`mainField`, `text`, is not among the `fields`/],
  ['another name than its file', { name: "'other'" }, /`name` must be `line_file`/],
];

test('what is no module is told with its file, and what is wrong with it', async () => {
  for (const [what, parts, message] of WRONG) {
    const { modules, problems } = await new OwnFolders().of(projectWith({ 'line_file.mjs': moduleText(parts) }));
    assert.match(problems[0]?.message ?? '', message, what);
    assert.equal(problems[0]?.file, 'modules/line_file.mjs');
    assert.ok(modules?.unusable.has('line_file') && !modules.sorts.has('line_file'), what);
  }
});

test('a file that can not be loaded is told with its line, and the others are there', async () => {
  const project = projectWith({
    'throws.mjs': "\n\nthrow new Error('not today');\n",
    'nothing.mjs': 'export const other = 1;\n',
    'exits.mjs': 'process.exit(0);\n',
    'mkdir.mjs': moduleText(),
    'line_file.mjs': moduleText(),
  });
  const own = await new OwnFolders().of(project);
  assert.ok(moduleIn(own));
  const told = new Map(own.problems.map((problem) => [problem.file, problem]));
  assert.match(told.get('modules/throws.mjs')?.message ?? '', /can't be loaded: not today/);
  assert.equal(told.get('modules/throws.mjs')?.line, 3);
  assert.match(told.get('modules/nothing.mjs')?.message ?? '', /no default export/);
  assert.match(told.get('modules/exits.mjs')?.message ?? '', /ended its own thread/);
  assert.match(told.get('modules/mkdir.mjs')?.message ?? '', /viki has a module `mkdir` itself/);
});

test('what it gives is looked at, and a wrong answer is a refusal of that resource', async () => {
  const refusedWith = async (parts: { readonly [part: string]: string }): Promise<string> => {
    const module = await loadedWith(parts);
    const wanted = module.want({ line: 'a' }, ABSENT, tools);
    return isRefusal(wanted) ? wanted.refused : 'nothing';
  };
  assert.match(
    await refusedWith({ want: '() => { throw new Error("oh"); }' }),
    /`want` of modules\/line_file.mjs:7 failed: oh/,
  );
  assert.match(await refusedWith({ want: '() => 3' }), /gave 3, which is no map of things/);
  assert.match(await refusedWith({ want: 'async () => ({})' }), /it is asynchronous/);
  assert.match(await refusedWith({ want: "() => ({ 'path:/else': { is: 'absent' } })" }), /which `read` does not name/);
  assert.match(
    await refusedWith({ want: "() => ({ 'path:/etc/line': { is: 'nonsense' } })" }),
    /which is no state of it/,
  );
  assert.match(
    await refusedWith({
      want: "() => ({ 'path:/etc/line': { is: 'directory', mode: '0755 root root; touch /tmp/pwned #', owner: 'a', group: 'a' } })",
    }),
    /which is no state of it/,
  );
  assert.match(
    await refusedWith({ steps: "() => [{ thing: 'path:/etc/line', to: { is: 'absent' } }]" }),
    /without a title/,
  );
  assert.match(await refusedWith({ want: "() => ({ refused: 'no', hint: 'later' })" }), /^no$/);
  const unread = await loadedWith({ read: '() => []' });
  assert.throws(() => unread.read({ line: 'a' }), /does not name path:\/etc\/line, which `key` claims/);
});

test('one that hangs is ended, and says so whenever it is asked again; others go on', async () => {
  const project = projectWith({
    'line_file.mjs': moduleText({ want: '() => { for (;;); }' }),
    'good.mjs': moduleText(),
  });
  const own = await new OwnFolders().of(project);
  for (let times = 0; times < 2; times += 1) {
    const wanted = moduleIn(own).want({ line: 'a' }, ABSENT, tools);
    assert.ok(isRefusal(wanted));
    assert.match(wanted.refused, /did not answer within 1 second, and is not asked again/);
  }
  assert.throws(() => moduleIn(own).key({ line: 'a' }), ModuleFailure);
  assert.ok(!isRefusal(moduleIn(own, 'good').want({ line: 'a' }, ABSENT, tools)));
});

test('what it said of a resource before it hung is still known, so that only its own resources are refused', async () => {
  const module = await loadedWith({ want: '() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)' });
  const before = [module.key({ line: 'a' }), module.read({ line: 'a' })];
  assert.ok(isRefusal(module.want({ line: 'a' }, ABSENT, tools)));
  assert.deepEqual([module.key({ line: 'a' }), module.read({ line: 'a' })], before);
});

test('of what only the host will know, a state is one line', async () => {
  const wantedWith = async (active: string) => {
    const module = await loadedWith({
      key: "() => 'service:a'",
      read: "() => [{ type: 'service', at: 'a' }]",
      want: `() => ({ 'service:a': { is: 'service', active: ${JSON.stringify(active)} } })`,
    });
    return module.want({ line: 'a' }, { 'service:a': { is: 'absent' } }, tools);
  };
  assert.deepEqual(await wantedWith('running'), { 'service:a': { is: 'service', active: 'running' } });
  const odd = await wantedWith('running:\n0\tabsent');
  assert.ok(isRefusal(odd));
  assert.match(odd.refused, /which is no state of it/);
});

test('texts in a way of their own are checked in fields of such modules too', async () => {
  const spec = (notation: string): string =>
    `{ fields: { line: { type: 'string', description: 'When.', notation: '${notation}' } }, required: ['line'] }`;
  const { modules } = await new OwnFolders().of(projectWith({ 'line_file.mjs': moduleText({ spec: spec('cron') }) }));
  const text = 'viki:\n  hosts: { here: { via: local } }\n  mods:\n    line_file:\n      a: { line: 0 24 * * * }\n';
  const { problems } = readProject([parseDocument('a.vk.yaml', text)], 'a', { modules });
  assert.deepEqual(
    problems.map(({ code, column, message }) => `${column} ${code} ${message}`),
    ['20 wrong-value There is no hour 24'],
  );
  const { problems: wrong } = await new OwnFolders().of(
    projectWith({ 'line_file.mjs': moduleText({ spec: spec('corn') }) }),
  );
  assert.match(wrong[0]?.message ?? '', /`notation` of .* must be one of `cron`/);
});

test('a file that is too large is told, and many below the folder cut none of it off', async () => {
  const project = projectWith({ 'line_file.mjs': moduleText(), 'large.mjs': `// ${'x'.repeat(1024 * 1024)}\n` });
  mkdirSync(join(project, 'modules', 'a'));
  for (let count = 0; count < 200; count += 1) writeFileSync(join(project, 'modules', 'a', `${count}.mjs`), '');
  const own = await new OwnFolders().of(project);
  assert.ok(moduleIn(own));
  assert.deepEqual(
    own.problems.map(({ file, message }) => [file, message]),
    [['modules/large.mjs', 'modules/large.mjs is larger than 1 MiB, so it is not taken for a module']],
  );
});

test('it sees nothing of the environment, and what it prints is not seen', async () => {
  process.env['VK_VAR_own_secret'] = 'hunter2';
  const module = await loadedWith({
    want: "() => { console.log('noise'); return { refused: JSON.stringify(process.env), hint: 'none' }; }",
  });
  const wanted = module.want({ line: 'a' }, ABSENT, tools);
  assert.ok(isRefusal(wanted));
  assert.equal(wanted.refused, '{}');
});

test('modules stay the same for as long as their files do, and are taken anew when one of them changes', async () => {
  const project = projectWith({
    'line_file.mjs': `import { LINE } from './lib/line.mjs';\n${moduleText({ summary: 'LINE' })}`,
  });
  mkdirSync(join(project, 'modules', 'lib'));
  writeFileSync(join(project, 'modules', 'lib', 'line.mjs'), "export const LINE = 'First.';\n");
  const folders = new OwnFolders();
  const first = await folders.of(project);
  assert.equal(moduleIn(first).summary, 'First.');
  assert.equal((await folders.of(project)).modules, first.modules);
  writeFileSync(join(project, 'modules', 'lib', 'line.mjs'), "export const LINE = 'Second.';\n");
  assert.equal(moduleIn(await folders.of(project)).summary, 'Second.');
});

test('in a folder that is not trusted nothing is run, and the text says why a module is not known', async () => {
  const project = projectWith({ 'line_file.mjs': "throw new Error('it was run');\n" });
  const untrusted = { why: 'this folder is not trusted', what: 'Trust it.' };
  const { modules, problems } = await new OwnFolders().of(project, untrusted);
  assert.deepEqual(problems, []);
  const text = 'viki:\n  hosts: { here: { via: local } }\n  mods:\n    line_file:\n      a: {}\n';
  const read = readProject([parseDocument('a.vk.yaml', text)], 'a', { modules });
  assert.deepEqual(
    read.problems.map(({ code, severity, line, message }) => ({ code, severity, line, message })),
    [
      {
        ...{ code: 'own-module', severity: 'warning', line: 4 },
        message:
          '`line_file` is a module of this project (modules/line_file.mjs), and is not run: this folder is not trusted',
      },
    ],
  );
  assert.deepEqual(read.project?.leftOut, ['line_file.a']);
});

test('a module that fails while a text is read is told at the resource', async () => {
  const project = projectWith({
    'line_file.mjs': moduleText({
      key: '(spec) => { if (spec.line === "b") throw new Error("no b"); return "path:/etc/line"; }',
    }),
  });
  const { modules } = await new OwnFolders().of(project);
  const text =
    'viki:\n  hosts: { here: { via: local } }\n  mods:\n    line_file:\n      a: {}\n      b: {}\n      c: { lien: x }\n';
  const { problems } = readProject([parseDocument('a.vk.yaml', text)], 'a', { modules });
  assert.deepEqual(
    problems.map(({ code, line, message }) => `${line} ${code} ${message}`),
    [
      '6 own-module `key` of modules/line_file.mjs:5 failed: no b',
      '7 unknown-key `lien` is not a field of `line_file`',
    ],
  );
});
