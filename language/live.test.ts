// Whatever was edited, and in whatever order, what is known of a project is what reading it afresh would find.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { randomEdits, randomOf, seedOf } from '../test/support/any-edits.ts';
import { withoutMarks } from '../test/support/marks.ts';
import { LiveProject, problemsOf, readLive } from './index.ts';

const fixtures = join(import.meta.dirname, '../test-fixtures/projects');
/** The long ring asks for more. */
const EDITS = Number(process.env['VIKI_EDITS'] ?? 15);
/** How many were made in all projects. */
let total = 0;

type Files = Map<string, string>;

function filesOf(project: string): Files {
  const names = readdirSync(join(fixtures, project)).filter((name) => name.endsWith('.vk.yaml'));
  return new Map(names.map((name) => [name, withoutMarks(readFileSync(join(fixtures, project, name), 'utf8'))]));
}

function opened(files: Files): LiveProject {
  const live = new LiveProject();
  for (const [file, text] of files) live.open(file, text);
  return live;
}

/** All that anybody can learn of a project. */
function knownOf(live: LiveProject): unknown {
  const analyses = live.analyses().map(([{ kind, name, path, piece, entry }, analysis]) => ({
    ...{ kind, name, path, file: piece.file, at: piece.offset + entry.key.start },
    mentions: analysis.mentions,
    claims: analysis.claims,
    after: analysis.after,
    product: analysis.product?.kind,
  }));
  // (who sets variables is known by its pieces, which remember where they were cut)
  const { names, groups, isLegacy, signature } = live.hosts();
  const hosts = { names, groups, isLegacy, signature };
  return { problems: problemsOf(live), analyses, hosts, project: readLive(live, 'folder').project };
}

for (const project of readdirSync(fixtures)) {
  test(`edits of ${project}`, () => {
    const files = filesOf(project);
    const original = new Map(files);
    const live = opened(files);
    const random = randomOf(seedOf(`files of ${project}`));
    const names = [...files.keys()];
    let file = names[0] as string;
    let made = 0;
    for (const { start, end, put } of randomEdits(seedOf(project), EDITS, () => files.get(file) as string)) {
      const before = files.get(file) as string;
      const now = before.slice(0, start) + put + before.slice(end);
      files.set(file, now);
      live.edit(file, { start, end }, put);
      try {
        assert.deepEqual(knownOf(live), knownOf(opened(files)));
      } catch (error) {
        throw new Error(`after ${JSON.stringify({ files: [...files], file, before, start, end, put })}`, {
          cause: error,
        });
      }
      made += 1;
      total += 1;
      // (a text that is only rubble by now has nothing more to teach)
      if (made % 10 === 0) {
        file = names[Math.floor(random() * names.length)] as string;
        const text = original.get(file) as string;
        const rubble = files.get(file) as string;
        files.set(file, text);
        live.edit(file, { start: 0, end: rubble.length }, text);
      }
    }
  });
}

test('so many edits were made', (t) => {
  t.diagnostic(`${total} edits, after each of which all was as if read afresh`);
  assert.ok(total >= EDITS);
});

test('a file that is closed, or opened anew, leaves nothing behind', () => {
  const text =
    'viki:\n  hosts: { web: &web {} }\n  mods:\n    mkdir:\n      a: &a { path: /a, mode: "0755" }\n      b: { <<: *a, path: /b }\n';
  const live = opened(new Map([['a.vk.yaml', text]]));
  live.open('a.vk.yaml', text.replace(' b:', ' c:'));
  assert.deepEqual([live.namesOf('resource'), problemsOf(live)], [['mkdir.a', 'mkdir.c'], []]);
  live.close('a.vk.yaml');
  assert.deepEqual([live.namesOf('resource'), live.analyses()], [[], []]);
});

test('a variable that only hosts set is a suggestion as long as one of them sets it', () => {
  const name = 'main.vk.yaml';
  const text =
    'viki:\n  hosts:\n    web: { address: 203.0.113.10, vars: { colour: red } }\n  mods:\n    mkdir:\n      a: { path: "/${color}" }\n';
  const live = opened(new Map([[name, text]]));
  const told = () => problemsOf(live).map(({ suggestion }) => suggestion ?? '');
  assert.match(told().join(), /Did you mean `colour`/);
  live.edit(name, { start: text.indexOf('colour'), end: text.indexOf('colour') + 'colour'.length }, 'weight');
  assert.doesNotMatch(told().join(), /Did you mean/);
});

test('a circle is told in the same words whichever of its lines was typed last', () => {
  const name = 'main.vk.yaml';
  const twice = '      b: { path: /b, after: file.b }\n';
  const text = `viki:\n  hosts: { web: { address: 203.0.113.10 } }\n  mods:\n    mkdir:\n${twice}    file:
      b: { path: /file-b, content: "", after: file.in-b }\n      in-b: { path: /b/file, content: "" }\n`;
  const other = '      b: { after: file.b, path: /b }\n';
  const at = text.indexOf(twice);
  const live = opened(new Map([[name, text]]));
  live.edit(name, { start: at, end: at }, other);
  const afresh = opened(new Map([[name, text.slice(0, at) + other + text.slice(at)]]));
  assert.equal(problemsOf(live).filter(({ code }) => code === 'cycle').length, 3);
  assert.deepEqual(problemsOf(live), problemsOf(afresh));
});
