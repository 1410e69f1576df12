// The laws that every module keeps, checked for all of them at once: for every text of their pages, over states that a
// host can be in (test/support/worlds.ts).
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { specWithContents } from '../engine/contents.ts';
import { contentsOf, sha256Of } from '../test/support/projects.ts';
import { ANSWERS, resourcesOfPages, samples, worlds } from '../test/support/worlds.ts';
import {
  isRefusal,
  isToGo,
  type Module,
  type Refusal,
  type Spec,
  type State,
  type Step,
  type ThingId,
} from './contract.ts';
import { modules } from './index.generated.ts';
import { answersTo, knownTo, thingType, thingTypes } from './things/index.ts';

type Tried = { readonly module: Module; readonly spec: Spec };

/** The specs of all pages. */
function tried(): readonly Tried[] {
  return resourcesOfPages().flatMap((resources) => {
    const contents = contentsOf({ resources });
    return resources.map((resource) => ({ module: resource.module, spec: specWithContents(resource, contents) }));
  });
}

const TRIED = tried();

const tools = (changesBefore: boolean) => ({
  bytes: (text: string) => ({ sha256: sha256Of(text), size: Buffer.byteLength(text) }),
  changesBefore,
});

function walk(state: State, steps: readonly Step[]): State {
  return { ...state, ...Object.fromEntries(steps.map((step) => [step.thing, step.to])) };
}

const isSettable = (id: ThingId): boolean => thingType(id.slice(0, id.indexOf(':'))).set !== undefined;

const answer = (id: ThingId, state: State): string => thingType(id.slice(0, id.indexOf(':'))).print(state[id] ?? {});

/** What can be set is as expected, except for what has no way back. */
function assertLike(actual: State, expected: State, oneWay: ReadonlySet<ThingId> = new Set()): void {
  for (const id of (Object.keys(expected) as ThingId[]).filter(isSettable)) {
    const [is, wanted] = [answer(id, actual), answer(id, expected)];
    if (!oneWay.has(id)) assert.ok(answersTo(wanted, is) || answersTo(is, wanted), `${id} is ${is} and not ${wanted}`);
  }
}

const oneWayIn = (steps: readonly Step[]): ReadonlySet<ThingId> =>
  new Set(steps.flatMap((step) => (step.oneWay === undefined ? [] : [step.thing])));

/** What should be: with `state: absent`, that it is not there. */
const wants = (module: Module, spec: Spec, now: State): State | Refusal =>
  isToGo(module, spec) ? (module.absent?.(spec, now) ?? now) : module.want(spec, now, tools(true));

/** Calls `check` for every module, spec and world in which the module knows what it wants. */
function forAll(check: (module: Module, spec: Spec, now: State, wanted: State) => void): number {
  let cases = 0;
  for (const { module, spec } of TRIED) {
    for (const now of worlds(module, spec)) {
      const wanted = wants(module, spec, now);
      if (isRefusal(wanted)) {
        assert.ok(wanted.refused !== '' && wanted.hint !== '', 'a refusal says why and what to do');
        continue;
      }
      cases += 1;
      check(module, spec, now, wanted);
    }
  }
  return cases;
}

test('there are no steps between equal states', () => {
  const cases = forAll((module, spec, now, wanted) => {
    assert.deepEqual(module.steps(spec, now, now), []);
    assert.deepEqual(module.steps(spec, wanted, wanted), []);
  });
  assert.ok(cases > 50, `only ${cases} cases`);
});

test('every module knows what it wants in some world', () => {
  for (const module of modules) {
    const some = TRIED.filter((one) => one.module === module).some(({ spec }) =>
      worlds(module, spec).some((now) => !isRefusal(wants(module, spec, now))),
    );
    assert.ok(some, `${module.name} refuses everything`);
  }
});

test('what is to go is gone, and nothing else changes', () => {
  const gone = forAll((module, spec, now, wanted) => {
    if (!isToGo(module, spec)) return;
    const key = module.key(spec);
    assert.equal(wanted[key]?.['is'], 'absent');
    const staying = Object.entries(wanted).map(([id, state]) => [
      id,
      state['is'] === 'absent' ? now[id as ThingId] : state,
    ]);
    assert.deepEqual(Object.fromEntries(staying), now);
  });
  assert.ok(gone > 0);
  assert.ok(TRIED.some(({ module, spec }) => isToGo(module, spec)));
});

test('want is idempotent: what is as wanted stays as it is', () => {
  forAll((module, spec, _now, wanted) => {
    const again = wants(module, spec, wanted);
    assert.ok(!isRefusal(again), `${module.name}: ${JSON.stringify(again)}`);
    assertLike(again, wanted);
  });
});

test('the steps lead to what is wanted, and the steps back lead to what was', () => {
  forAll((module, spec, now, wanted) => {
    const forward = module.steps(spec, now, wanted);
    assertLike(walk(now, forward), wanted);
    assertLike(walk(wanted, module.steps(spec, wanted, now)), now, oneWayIn(forward));
  });
});

test('the way back is right from any point of the way forward', () => {
  forAll((module, spec, now, wanted) => {
    const steps = module.steps(spec, now, wanted);
    for (let taken = 0; taken <= steps.length; taken += 1) {
      const between = walk(now, steps.slice(0, taken));
      assertLike(walk(between, module.steps(spec, between, now)), now, oneWayIn(steps));
    }
  });
});

test('steps touch only what was read, and say in words what they do', () => {
  forAll((module, spec, now, wanted) => {
    const known = new Set(knownTo(module, spec, now));
    assert.ok(known.has(module.key(spec)), 'a module reads what it claims');
    for (const step of [...module.steps(spec, now, wanted), ...(module.acts?.(spec, now, wanted) ?? [])]) {
      assert.ok(known.has(step.thing));
      assert.match(step.title, /^\w+ \S/);
    }
  });
});

test('states are canonical: printing and parsing gives the same again', () => {
  assert.deepEqual(
    readdirSync(ANSWERS).toSorted(),
    [...thingTypes.keys()].map((type) => `${type}.txt`).toSorted(),
    'there are answers for every kind of thing',
  );
  for (const [type, thing] of thingTypes) {
    for (const state of samples.get(type) ?? []) {
      const parsed = thing.parse(thing.print(state));
      assert.ok(parsed, thing.print(state));
      assert.equal(thing.print(parsed), thing.print(state));
    }
  }
});

test('parsers survive garbage', () => {
  const answers = [...samples].flatMap(([type, states]) => states.map((state) => thingType(type).print(state)));
  for (const thing of thingTypes.values()) {
    for (const one of [...answers, '']) {
      for (let cut = 0; cut <= one.length; cut += 1) {
        for (const garbage of ['', ':', '\n', '\u0000', 'é', '9'.repeat(40)]) {
          const text = one.slice(0, cut) + garbage + one.slice(cut + 1);
          const parsed = thing.parse(text);
          if (parsed) assert.ok(thing.parse(thing.print(parsed)), `${text} was understood, but can't be said again`);
        }
      }
    }
  }
});
