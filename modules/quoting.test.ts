// Every text that a person may write into a field arrives unharmed, whatever shells make of such texts: for every field of
// every module, as the engine would send it, by real shells in a root of their own. What a field takes is read off its schema,
// so a new module is tried without a word here.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { librariesOf, readProgram } from '../engine/compile.ts';
import { specWithContents } from '../engine/contents.ts';
import type { RunRequest } from '../engine/host.ts';
import type { Resource } from '../engine/project.ts';
import { commonLibrary, tryLibrary } from '../engine/shell/shell.generated.ts';
import { wayCases } from '../engine/ways.ts';
import { CANARY, markOf, STRAY } from '../test/support/hostile.ts';
import { type Call, PrivateRoot, type Ran } from '../test/support/private-root.ts';
import { shells } from '../test/support/shells.ts';
import { bytesFor, type Tried, textFieldsOf, triedOf, type Way, wayOf } from '../test/support/tried.ts';
import type { FieldSchema, Json, JsonObject, Spec, ThingId } from './contract.ts';
import { modules } from './index.generated.ts';
import { thingTypes } from './things/index.ts';

/** How many texts each field is given, and in how many of the shells; the long ring gives more, and in all of them. */
const TEXTS_LIMIT = Number(process.env['VIKI_TEXTS'] ?? 1);
const isEverywhere = process.env['VIKI_TEXTS'] !== undefined;
/** How many are told of what is wrong. */
const TOLD_LIMIT = 20;
const HOME = '/viki';

const LIBRARIES = librariesOf(thingTypes.keys());

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

/** What asks for its things, takes it back, acts, and takes it forward, like a run. */
function scriptOf({ module, address }: Resource, spec: Spec, way: Way | undefined): string {
  const nothing = { project: 'p', addresses: [address], data: [], confirm: false };
  const probes = module.read(spec);
  const read = readProgram({ kind: 'read', ...nothing, probes });
  const asks = `(\n${read.text}\n)`;
  const variables = `v_home=${HOME} v_run=test v_folder=${HOME}/run v_brought= v_self=`;
  if (!way) return `${SESSION}\n${asks}\n`;
  // (each step by itself, so that one that fails among programs that do nothing leaves the others to be looked at)
  const steps = way.run.forward.map((step) => ({ ...way.run, forward: [step], back: [], acts: [] }));
  const request = { project: 'p', resources: [way.run, ...steps], before: {} } as unknown as RunRequest;
  const forward = steps.map((_, index) => `(v_forward ${index + 2}); echo "ended ${index} $?"`);
  const takes = [...wayCases(request, oneLine), '(v_back 1)', '(v_again 1)', ...forward];
  // (like a runner, which brings what its things need and no more)
  const moved = [...way.run.forward, ...way.run.back, ...way.run.acts].map(({ thing }) => thing.split(':', 1)[0] ?? '');
  const libraries = librariesOf([...probes.map(({ type }) => type), ...moved]);
  return [SESSION, asks, commonLibrary, libraries, tryLibrary, variables, ...takes, ''].join('\n');
}

/** What a session brings along (hosts/bootstrap.ts). */
const SESSION = `M=viki-0 VIKI_HOME=${HOME}\nexport VIKI_HOME\nv_say() { printf '%s\\n' "$M $*"; }\nv_take() { :; }`;

/** Every text in it. (a thing's place may be JSON itself) */
function textsIn(json: Json): readonly string[] {
  if (typeof json === 'string') {
    const inner = /:?(\{.*\})$/s.exec(json)?.[1];
    try {
      return inner === undefined ? [json] : [json, ...textsIn(JSON.parse(inner) as Json)];
    } catch {
      return [json];
    }
  }
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([name, value]) => [name, ...textsIn(value)]);
}

/** As it is, and as JSON and SQL have it. */
const quoted = (text: string): readonly string[] => [
  text,
  JSON.stringify(text).slice(1, -1),
  text.replaceAll("'", "''"),
  text.replaceAll('"', '""'),
];

/** What is torn: a word that has a piece of what was written, and not all of it. */
function torn(calls: readonly Call[], mark: string, whole: readonly string[]): readonly string[] {
  const words = calls.flatMap(({ words: said, given }) => [...said, ...given]);
  return words.filter((word) => word.includes(mark) && !whole.some((text) => word.includes(text)));
}

/** What would be taken for an option: not behind `--`, nor the value of one. */
function options(calls: readonly Call[], text: string): readonly string[] {
  if (!text.startsWith('-')) return [];
  return calls.flatMap(({ words }) => {
    const at = words.indexOf(text);
    return at < 1 || words.slice(0, at).includes('--') || words[at - 1]?.startsWith('-') ? [] : [words.join(' ')];
  });
}

function assertThere(root: PrivateRoot, { thing, to }: { thing: ThingId; to: JsonObject }): void {
  const path = root.at(thing.slice('path:'.length));
  const found = fs.lstatSync(path, { throwIfNoEntry: false });
  if (to['is'] === 'absent') assert.equal(found, undefined);
  if (to['is'] === 'directory') assert.ok(found?.isDirectory());
  if (to['is'] === 'link') assert.equal(fs.readlinkSync(path), to['target']);
  if (to['is'] === 'file')
    assert.equal(createHash('sha256').update(fs.readFileSync(path)).digest('hex'), to['sha256'], path);
}

type Things = readonly { readonly thing: ThingId; readonly to: JsonObject }[];

const bytesOf = (things: Things) =>
  things.flatMap(({ thing, to }) => thingTypes.get(thing.slice(0, thing.indexOf(':')))?.needs(to) ?? []);
const pathsOf = (things: Things): readonly string[] =>
  things.filter(({ thing }) => thing.startsWith('path:')).map(({ thing }) => thing.slice('path:'.length));

/** A host with nothing on it but the folders that are written to, and the bytes that a run would have brought. */
function prepare(root: PrivateRoot, { spec }: Resource, things: Things, way: Way | undefined): void {
  root.clear();
  root.write('/etc/passwd', 'root:x:0:0:root:/root:/bin/sh\n');
  root.write('/etc/group', 'root:x:0:\n');
  const named = textsIn(spec).filter((one) => one.startsWith('/'));
  const folders = [...pathsOf(things), ...named, '/srv/x'].map(dirname);
  for (const path of [...folders, `${HOME}/run`, '/run/systemd/system'])
    fs.mkdirSync(root.at(path), { recursive: true });
  for (const { validate } of way?.run.forward ?? []) root.teach(validate?.command ?? '');
  for (const { sha256 } of bytesOf(things)) {
    const bytes = way?.contents.bytes(sha256);
    if (bytes) root.write(`${HOME}/blobs/${sha256}`, bytes);
  }
}

/** Nothing in the text was run, torn or taken for something else, and nothing else was made than was meant. */
function assertUnharmed(root: PrivateRoot, { resource, text }: Tried, things: Things, { calls, errors }: Ran): void {
  assert.ok(!calls.some(({ words }) => words[0] === CANARY), `a command in it was run\n${errors}`);
  const mark = markOf(text);
  const core = text.slice(text.indexOf(mark), text.lastIndexOf(mark) + mark.length);
  const whole = [core, ...textsIn(things as unknown as Json)].filter((one) => one.includes(mark)).flatMap(quoted);
  assert.deepEqual(torn(calls, mark, whole), []);
  assert.deepEqual(options(calls, text), []);
  const meant = new Set(
    [...pathsOf(things), ...textsIn(resource.spec)].flatMap((path) =>
      path.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/')),
    ),
  );
  const strays = root.paths().filter((path) => path.includes(mark) || path.endsWith(`/${STRAY}`));
  assert.deepEqual(
    strays.filter((path) => !meant.has(path)),
    [],
  );
}

/** What was to be on the host is there, byte for byte; true if every step came to its end. */
function assertLanded(root: PrivateRoot, { run }: Way, { output, errors }: Ran): boolean {
  let done = 0;
  for (const [index, step] of run.forward.entries()) {
    const [, status] = new RegExp(`^ended ${index} (\\d+)$`, 'm').exec(output) ?? [];
    assert.ok(status, `it did not come to its end\n${errors}`);
    const isPath = step.thing.startsWith('path:') && step.to['is'] !== 'download';
    if (isPath && !isRefusedThere(output)) assert.equal(status, '0', errors);
    if (status !== '0') continue;
    done += 1;
    if (isPath) assertThere(root, step);
  }
  return done === run.forward.length;
}

/** (what checks it is no real program, and may look at files that are not there) */
const isRefusedThere = (output: string): boolean => output.includes('it did not pass its own check');

async function tryIt(root: PrivateRoot, one: Tried): Promise<boolean> {
  const { resource, way } = one;
  const things = [...(way?.run.forward ?? []), ...(way?.run.back ?? [])];
  prepare(root, resource, things, way);
  const spec = way?.spec ?? specWithContents(resource, bytesFor(resource));
  const ran = await root.run(scriptOf(resource, spec, way));
  assertUnharmed(root, one, things, ran);
  return way !== undefined && assertLanded(root, way, ran);
}

const tried = modules.flatMap((module) => triedOf(module, TEXTS_LIMIT));
const known = shells();

for (const [place, shell] of known.entries()) {
  test(`${shell.name}: what fields are given arrives unharmed`, async (context) => {
    const root = new PrivateRoot(shell);
    context.after(() => root.close());
    const unable = root.open();
    if (unable !== undefined) return context.skip(unable);
    root.teach(LIBRARIES);
    const mine = tried.filter((_, index) => isEverywhere || index % known.length === place);
    const wrong: string[] = [];
    const came = new Set<string>();
    for (const one of mine) {
      const { resource, field, text } = one;
      try {
        if (await tryIt(root, one)) came.add(resource.module.name);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        wrong.push(`${resource.module.name}: \`${field}\` with ${JSON.stringify(text)}: ${why}`);
      }
    }
    if (wrong.length > 0) assert.fail(`${wrong.length} of ${mine.length}:\n${wrong.slice(0, TOLD_LIMIT).join('\n')}`);
    assert.ok(came.size > modules.length / 3, `only ${[...came].join(', ')} came to their end`);
    return undefined;
  });
}

/** What a shell makes something of. */
const FOR_SHELLS = ["'", '"', '$', '`', ';', '&', '|', '<', '>', '(', ')', '\\', '\n', '#', '!'];

/** What is never sent as it is written, and in what words the module refuses all else. */
const REFUSED: { readonly [field: string]: RegExp } = {
  // (looked for among the lines that the host told, by viki itself)
  'block.above': /^no line of \S+ matches `above`: /,
  'block.below': /^no line of \S+ matches `below`: /,
  'line.above': /^no line of \S+ matches `above`: /,
  'line.below': /^no line of \S+ matches `below`: /,
  // (read as numbers, names and addresses, and written anew)
  'firewall.allow': /, which is no rule about ports$/,
  'firewall.deny': /, which is no rule about ports$/,
};

/** Not even one of them comes into the field, wherever it is put into what the field takes. */
const letsInNothing = ({ enum: words, pattern, examples = [] }: FieldSchema): boolean => {
  if (words !== undefined) return true;
  const expression = new RegExp(pattern ?? '', 'u');
  const places = examples.flatMap((example) =>
    [...example, ''].map((_, at) => [example.slice(0, at), example.slice(at)]),
  );
  return FOR_SHELLS.every((sign) => places.every(([before, after]) => !expression.test(`${before}${sign}${after}`)));
};

test('every field that takes texts was tried with one that came to a step, or can not be', () => {
  const excepted = new Set(Object.keys(REFUSED));
  for (const module of modules) {
    for (const field of textFieldsOf(module)) {
      const name = `${module.name}.${field}`;
      const mine = tried.filter((one) => one.resource.module === module && one.field === field);
      if (mine.length === 0) {
        assert.ok(letsInNothing(module.spec.fields[field] as FieldSchema), `${name} was tried with nothing`);
      } else if (!mine.some(({ way }) => way !== undefined && way.run.forward.length > 0)) {
        const refusals = new Set<string>();
        for (const { resource } of mine) wayOf(resource, refusals);
        const words = REFUSED[name];
        assert.ok(
          words && [...refusals].some((one) => words.test(one)),
          `${name}: all refused: ${[...refusals].join('; ')}`,
        );
        excepted.delete(name);
      }
    }
  }
  assert.deepEqual([...excepted], [], 'excepted, and no exceptions');
});
