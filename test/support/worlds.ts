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
import { thingType, thingTypes } from '../../modules/things/index.ts';
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

/** Every combination of states of the last two things that a spec can set or looks at last. */
export function worlds(module: Module, spec: Spec): readonly State[] {
  const probes = module.read(spec);
  const varied = probes.filter(({ type }) => !['account', 'text', 'entries'].includes(type)).slice(-2);
  const fixed = Object.fromEntries(probes.map((probe) => [thingId(probe), defaultState(probe)])) as State;
  let all: readonly State[] = [fixed];
  for (const probe of varied) {
    const states = samples.get(probe.type) ?? [];
    all = all.flatMap((world) => states.map((state) => ({ ...world, [thingId(probe)]: state })));
  }
  return all.slice(0, WORLDS_LIMIT).map(withTexts);
}
