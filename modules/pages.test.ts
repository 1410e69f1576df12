// Every case of every module page, on a host in memory: the plan reads as the page says, apply does it, a second plan is
// empty, and a rollback brings back what was. The hosts ring runs the same pages for real.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { HostPlan, ProjectPlan } from '../engine/result.ts';
import { type SimHost, simHost } from '../hosts/sim.ts';
import { parseDocument, readProject } from '../language/index.ts';
import { Fidelity, Witness } from '../test/support/fidelity.ts';
import { type Case, type Entry, foldersOfPages, printPlan, readPages, textOf } from '../test/support/pages.ts';
import { contentsOf, sha256Of } from '../test/support/projects.ts';
import { operatorOf } from '../test/support/sim-operator.ts';
import { type JsonObject, OPEN_ANSWER, probeOf, type State, type ThingId } from './contract.ts';
import { modules } from './index.generated.ts';
import { thingType } from './things/index.ts';

const ROOT = join(import.meta.dirname, '..');
const CASES = readPages(ROOT);
const FOLDERS = foldersOfPages(ROOT);
const fidelity = new Fidelity();

/** What the host in memory has, as every host has that pages are proven on. */
const PROGRAMS = ['curl', 'docker', 'git', 'gzip', 'tar', 'unzip', 'wget'];

function stateOf(entries: readonly Entry[]): State {
  const state: Record<ThingId, JsonObject> = {
    'account:self:': { is: 'self', user: 'root', group: 'root' },
    'account:user:deploy': { is: 'known', name: 'deploy' },
    'connection:': { is: 'none' },
    'account:group:deploy': { is: 'known', name: 'deploy' },
    'home:deploy': { is: 'home', group: 'deploy', folder: '/home/deploy' },
    ...Object.fromEntries(PROGRAMS.map((name) => [`program:${name}`, { is: 'there' }])),
    'system:': { is: 'system', manager: 'apt', init: 'systemd', id: 'debian', version: '12', architecture: 'x86_64' },
  };
  for (const given of entries) {
    if (given.is === 'thing') {
      const parsed = thingType(probeOf(given.id).type).parse(given.answer);
      assert.ok(parsed, `${given.id} can't be ${given.answer}`);
      state[given.id] = parsed;
      continue;
    }
    const { path, ...entry } = given;
    if (entry.is === 'file') {
      const { content, ...attributes } = entry;
      state[`path:${path}`] = { ...attributes, sha256: sha256Of(content), size: Buffer.byteLength(content) };
    } else if (entry.is === 'link') state[`path:${path}`] = { ...entry, leadsTo: 'directory' };
    else state[`path:${path}`] = entry;
  }
  return state;
}

/** Everything that can be set, as the host would answer, but for what a plan left to the host. */
function statesOf(host: SimHost, plan?: HostPlan): string {
  const isOpen = (id: ThingId): boolean => {
    const state = plan?.after[id];
    return state !== undefined && thingType(probeOf(id).type).print(state).startsWith(OPEN_ANSWER);
  };
  return [...host.state]
    .map(([id, state]) => ({ id, thing: thingType(probeOf(id).type), state }))
    .filter(({ id, thing, state }) => thing.set && state['is'] !== 'absent' && !isOpen(id))
    .map(({ id, thing, state }) => `${id} ${thing.print(state)}`)
    .toSorted()
    .join('\n');
}

/** The texts of the files of a page, by their sums. */
const textsOf = ({ before, after = [] }: Case): ReadonlyMap<string, string> =>
  new Map(
    [...before, ...after].flatMap((entry) => (entry.is === 'file' ? [[sha256Of(entry.content), entry.content]] : [])),
  );

function planOf(plan: ProjectPlan): HostPlan {
  const [first] = plan.hosts;
  assert.ok(first && 'plan' in first.result, JSON.stringify(first));
  return first.result.plan;
}

/** Memory knows nothing of what lies behind a link: such a path is its own place there. */
const throughLinks = (page: Case): boolean =>
  page.before.some((entry) => entry.is === 'link' && !/file/.test(page.page));

async function runCase(page: Case): Promise<void> {
  const { project, problems } = readProject(
    [parseDocument('page.vk.yaml', textOf(page, 'sim: { via: local }'))],
    'page',
  );
  assert.ok(project, JSON.stringify(problems, undefined, 1));
  const contents = contentsOf(project, FOLDERS);
  const texts = textsOf(page);
  const contentOf = (sha256: string): string | undefined => {
    const bytes = contents.bytes(sha256);
    return texts.get(sha256) ?? (bytes && Buffer.from(bytes).toString());
  };
  const host = simHost('sim', stateOf(page.before), contentOf);
  const before = statesOf(host);
  const witness = new Witness(() => Object.fromEntries(host.state) as State);
  const operator = operatorOf(
    () => host,
    (event) => witness.hear(event),
  );
  const plan = await operator.plan(project, contents);
  assert.equal(printPlan(planOf(plan)), page.plan);
  if (!page.after) {
    const [result] = await operator.apply(project, plan, contents);
    assert.equal(result?.outcome, 'failed');
    assert.equal(statesOf(host), before);
    return;
  }
  const [result] = await operator.apply(project, plan, contents);
  assert.equal(result?.outcome, 'done');
  fidelity.add(planOf(plan), witness.seen);
  const wanted = simHost('wanted', stateOf(page.after));
  if (!throughLinks(page)) assert.equal(statesOf(host, planOf(plan)), statesOf(wanted, planOf(plan)));
  assert.equal(planOf(await operator.plan(project, contents)).request, undefined);
  const planBack = await operator.planRollback(project);
  const [back] = await operator.apply(project, planBack, undefined);
  assert.equal(back?.outcome, 'done');
  fidelity.add(planOf(planBack), witness.seen);
  assert.equal(statesOf(host), before);
}

for (const page of CASES) test(`${page.page}: ${page.title}`, () => runCase(page));

test('every run took the steps that its plan showed', (context) => {
  context.diagnostic(fidelity.text);
  assert.ok(fidelity.runs > 0);
});

test('every module has a page', () => {
  const pages = new Set(CASES.map((page) => page.page));
  for (const module of modules)
    assert.ok(pages.has(`${module.name}.md`), `test-fixtures/modules/${module.name}.md is missing`);
});
