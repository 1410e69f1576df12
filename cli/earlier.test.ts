// A run that another client left half done: a plan and a status tell of it, an apply refuses its old plan, a rollback mends
// it first and says so; as text and as JSON.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { newPlace } from '../test/support/viki.ts';

const place = newPlace(
  (host) => `viki:
  name: shop
  hosts:
    here: { via: local }
  mods:
    mkdir: { app: { path: ${host}/app } }
    file: { page: { path: ${host}/app/page, content: "hello" } }
`,
);
after(() => place.remove());

type Run = { readonly run: string; readonly outcome: string; readonly who: string };
type Document = { readonly hosts: readonly { readonly open?: Run; readonly mended?: readonly Run[] }[] };

/** As if the runner had died after its last step: the host knows of no end of this run. */
async function breakOff(): Promise<string> {
  const applied = await place.viki('apply', '--yes');
  assert.equal(applied.exit, 0, applied.output + applied.errors);
  const [run = ''] = readdirSync(join(place.vikiHome, 'runs'));
  rmSync(join(place.vikiHome, 'runs', run, 'outcome'));
  return run;
}

const json = async (...words: readonly string[]): Promise<Document> =>
  JSON.parse((await place.viki(...words, '--json')).output) as Document;

beforeEach(() => {
  for (const folder of [place.vikiHome, join(place.host, 'app')]) rmSync(folder, { recursive: true, force: true });
});

test('a plan says who left a run half done, when, and what becomes of it', async () => {
  const run = await breakOff();
  const { output } = await place.viki('plan');
  const [line = ''] = output.split('\n').filter((one) => one.includes('broken off'));
  assert.match(
    line,
    /! the run \S+ \(\S+@\S+, just now\) was broken off there: it is walked back before .*; `viki attach` does that now$/,
  );
  assert.ok(line.includes(run));
  const [here] = (await json('plan')).hosts;
  assert.deepEqual([here?.open?.run, here?.open?.outcome, here?.mended], [run, 'unfinished', undefined]);
  assert.match((await place.viki('status')).output, /a run was broken off there/);
});

test('an apply of such a plan has the run walked back, touches nothing else, and asks for a new plan', async () => {
  await breakOff();
  // (something to do, or there would be no apply)
  rmSync(join(place.host, 'app', 'page'));
  const applied = await place.viki('apply', '--yes');
  assert.equal(applied.exit, 1);
  assert.match(applied.output, /was broken off there/);
  assert.match(applied.output + applied.errors, /an earlier run was left half done there/);
  assert.ok(!existsSync(join(place.host, 'app')));
  assert.equal((await json('plan')).hosts[0]?.open, undefined);
});

test('what is left to take back is asked for after the run was mended, and that is told', async () => {
  const run = await breakOff();
  const back = await place.viki('rollback');
  assert.match(back.output + back.errors, /no run of this project on this host that can be taken back/);
  assert.ok(!existsSync(join(place.host, 'app')));
  await place.viki('apply', '--yes');
  const [first = ''] = readdirSync(join(place.vikiHome, 'runs')).filter((name) => name !== run);
  // The one before it is left half done now, so that there is another to take back.
  rmSync(join(place.vikiHome, 'runs', run, 'outcome'));
  const preview = await json('rollback', '--run', first);
  assert.deepEqual(
    preview.hosts[0]?.mended?.map((one) => one.run),
    [run],
  );
});

test('where nothing was broken off, nothing is said of it', async () => {
  await place.viki('apply', '--yes');
  const [here] = (await json('plan')).hosts;
  assert.deepEqual([here?.open, here?.mended], [undefined, undefined]);
  assert.doesNotMatch((await place.viki('plan')).output, /broken off/);
});
