// What modules are tried with: the resources of all pages, and the states that a host can be in for each of them. The states
// are answers in test-fixtures/things/, a file for each kind of thing.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Resource } from '../../engine/project.ts';
import { parseDocument, readProject } from '../../language/index.ts';
import {
  type JsonObject,
  type Module,
  type Probe,
  type Spec,
  type State,
  type ThingId,
  thingId,
} from '../../modules/contract.ts';
import { thingType, thingTypes, toldBy } from '../../modules/things/index.ts';
import { pathId } from '../../modules/things/path.ts';
import { readPages, textOf } from './pages.ts';
import { sha256Of } from './projects.ts';

const root = join(import.meta.dirname, '..', '..');
export const ANSWERS = join(root, 'test-fixtures', 'things');
const TEXTS = ['small\n', 'a line\nmore=1\n'];

/** How many worlds are tried for one text. */
const WORLDS_LIMIT = 400;

function samplesOf(type: string): readonly JsonObject[] {
  const lines = readFileSync(join(ANSWERS, `${type}.txt`), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => {
    const state = thingType(type).parse(line);
    assert.ok(state, `test-fixtures/things/${type}.txt: ${line}`);
    return state;
  });
}

export const samples = new Map([...thingTypes.keys()].map((type) => [type, samplesOf(type)]));

/** The resources of each case of all pages. */
export function resourcesOfPages(): readonly (readonly Resource[])[] {
  return readPages(root).map((page) => {
    const { project, problems } = readProject(
      [parseDocument('page.vk.yaml', textOf(page, 'sim: { via: local }'))],
      'p',
    );
    assert.ok(project, `${page.page}: ${page.title}: ${JSON.stringify(problems)}`);
    return project.resources;
  });
}

function accountState(at: string): JsonObject {
  if (at === 'self:') return { is: 'self', user: 'root', group: 'root' };
  const name = at.slice(at.indexOf(':') + 1);
  if (name === '1000') return { is: 'known', name: 'deploy' };
  return name === 'nobody-here' ? { is: 'absent' } : { is: 'known', name };
}

const defaultState = ({ type, at }: Probe): JsonObject =>
  type === 'account' ? accountState(at) : ((samples.get(type) ?? [])[0] as JsonObject);

/** What a thing tells of others is so, unless something else is known of them. */
const withTold = (probes: readonly Probe[], state: State): State =>
  Object.assign({}, ...probes.map((probe) => toldBy(probe, state)).toReversed(), state);

/** The text of a file is that of its path. */
function withTexts(state: State): State {
  const texts = (Object.keys(state) as ThingId[]).filter((id) => id.startsWith('text:'));
  const told = texts.map((id) => {
    const path = state[pathId(id.slice('text:'.length))];
    if (path?.['is'] === 'absent') return [id, { is: 'absent' }] as const;
    const text = TEXTS.find((one) => sha256Of(one) === path?.['sha256']);
    return [id, text === undefined ? { is: 'no-text' } : { is: 'text', text }] as const;
  });
  return { ...state, ...Object.fromEntries(told) };
}

const combinations = (start: State, varied: readonly Probe[]): readonly State[] =>
  varied.reduce<readonly State[]>(
    (all, probe) =>
      all.flatMap((world) => (samples.get(probe.type) ?? []).map((state) => ({ ...world, [thingId(probe)]: state }))),
    [start],
  );

/**
 * Every combination of states of the last two things that a spec can set or looks at last, and of the last two that are no
 * paths, where there is nothing yet at those.
 */
export function worlds(module: Module, spec: Spec): readonly State[] {
  const probes = module.read(spec);
  const last = probes.filter(({ type }) => !['account', 'text', 'entries'].includes(type)).slice(-2);
  const others = probes.filter(({ type }) => type !== 'path' && thingType(type).set !== undefined).slice(-2);
  const fixed = Object.fromEntries(probes.map((probe) => [thingId(probe), defaultState(probe)])) as State;
  const paths = last.filter(({ type }) => type === 'path').map((probe) => [thingId(probe), { is: 'absent' }]);
  const free = { ...fixed, ...Object.fromEntries(paths) };
  const more = paths.length === 0 ? [] : combinations(free, others).slice(0, WORLDS_LIMIT);
  return [...combinations(fixed, last).slice(0, WORLDS_LIMIT), ...more]
    .map(withTexts)
    .map((world) => withTold(probes, world));
}

/** Worlds in which there is a file wherever a spec looks for no folder, but at what it looks at last. */
export function worldsOfFiles(module: Module, spec: Spec): readonly State[] {
  const paths = module.read(spec).flatMap(({ type, at }) => (type === 'path' ? [at] : []));
  const leaves = paths.filter((path) => !paths.some((other) => other.startsWith(`${path}/`)));
  const [file] = (samples.get('path') ?? []).filter(({ is }) => is === 'file');
  assert.ok(file);
  const files = Object.fromEntries(leaves.map((path) => [pathId(path), file])) as State;
  const some = worlds(module, spec).map((world) => ({ ...world, ...files }));
  return [...some, ...some.map((world) => ({ ...world, ...goneAt(leaves.at(-1)) }))];
}

const goneAt = (path: string | undefined): State => (path === undefined ? {} : { [pathId(path)]: { is: 'absent' } });
