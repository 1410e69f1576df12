// The laws that every module keeps, checked for all of them at once over states that a host can be in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRefusal, type JsonObject, type Module, type Spec, type State, type ThingId, thingId } from './contract.ts';
import { modules } from './index.generated.ts';
import { thingType, thingTypes } from './things/index.ts';

const SHA = { small: 'a'.repeat(64), large: 'b'.repeat(64) };

/** Specs to try for each module: a module without any here fails the test. */
const SPECS: { readonly [module: string]: readonly Spec[] } = {
  mkdir: [
    { path: '/opt/app/data' },
    { path: '/opt/app/data', mode: '700' },
    { path: '/opt/app/data', mode: '2775', owner: 'deploy', group: '1000' },
    { path: '/srv' },
  ],
  file: [
    { path: '/opt/app/motd', content: { sha256: SHA.small, size: 3 } },
    { path: '/opt/app/motd', content: { sha256: SHA.large, size: 9 }, mode: '0600', owner: 'deploy' },
    { path: '/opt/app/motd', mode: '640', group: 'nobody-here' },
    { path: '/motd', content: { sha256: SHA.small, size: 3 } },
  ],
};

const PATH_STATES: readonly JsonObject[] = [
  { is: 'absent' },
  { is: 'directory', mode: '0755', owner: 'root', group: 'root' },
  { is: 'directory', mode: '2700', owner: 'deploy', group: 'deploy' },
  { is: 'file', sha256: SHA.small, size: 3, mode: '0644', owner: 'root', group: 'root' },
  { is: 'file', sha256: SHA.large, size: 9, mode: '4755', owner: '1000', group: '1000' },
  { is: 'link', target: '../else where', owner: 'root', group: 'root', leadsTo: 'directory' },
  { is: 'link', target: '/nowhere', owner: 'root', group: 'root', leadsTo: 'nothing' },
  { is: 'other', what: 'socket' },
  { is: 'unreadable', why: 'denied', at: '/opt' },
  { is: 'unreadable', why: 'blocked', at: '/opt' },
  { is: 'unreadable', why: 'moving', at: '' },
];

function accountState(at: string): JsonObject {
  if (at === 'self:') return { is: 'self', user: 'root', group: 'root' };
  const name = at.slice(at.indexOf(':') + 1);
  if (name === '1000') return { is: 'known', name: 'deploy' };
  return name === 'nobody-here' ? { is: 'absent' } : { is: 'known', name };
}

/** Every combination of states of the paths that a spec looks at (ancestors may be anything too). */
function* worlds(module: Module, spec: Spec): Generator<State> {
  const probes = module.read(spec);
  const paths = probes.filter((probe) => probe.type === 'path').slice(-2);
  const fixed: Record<ThingId, JsonObject> = {};
  for (const probe of probes) {
    fixed[thingId(probe)] =
      probe.type === 'account'
        ? accountState(probe.at)
        : { is: 'directory', mode: '0755', owner: 'root', group: 'root' };
  }
  for (const first of PATH_STATES) {
    for (const second of PATH_STATES) {
      const chosen = paths.map((probe, index) => [thingId(probe), index === 0 ? first : second]);
      yield { ...fixed, ...Object.fromEntries(chosen) } as State;
    }
  }
}

function walk(state: State, steps: ReturnType<Module['steps']>): State {
  return { ...state, ...Object.fromEntries(steps.map((step) => [step.thing, step.to])) };
}

const printed = (state: State): string =>
  (Object.keys(state) as ThingId[])
    .toSorted()
    .map((id) => `${id} ${thingType(id.slice(0, id.indexOf(':'))).print(state[id] ?? {})}`)
    .join('\n');

/** Calls `check` for every module, spec and world in which the module knows what it wants. */
function forAll(check: (module: Module, spec: Spec, now: State, wanted: State) => void): number {
  let cases = 0;
  for (const module of modules) {
    const specs = SPECS[module.name];
    assert.ok(specs, `modules/laws.test.ts has no specs to try for ${module.name}`);
    for (const spec of specs) {
      for (const now of worlds(module, spec)) {
        const wanted = module.want(spec, now);
        if (isRefusal(wanted)) {
          assert.ok(wanted.refused !== '' && wanted.hint !== '', 'a refusal says why and what to do');
          continue;
        }
        cases += 1;
        check(module, spec, now, wanted);
      }
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

test('want is idempotent: what is as wanted stays as it is', () => {
  forAll((module, spec, _now, wanted) => {
    const again = module.want(spec, wanted);
    assert.ok(!isRefusal(again));
    assert.equal(printed(again), printed(wanted));
  });
});

test('the steps lead to what is wanted, and the steps back lead to what was', () => {
  forAll((module, spec, now, wanted) => {
    assert.equal(printed(walk(now, module.steps(spec, now, wanted))), printed(wanted));
    assert.equal(printed(walk(wanted, module.steps(spec, wanted, now))), printed(now));
  });
});

test('the way back is right from any point of the way forward', () => {
  forAll((module, spec, now, wanted) => {
    const steps = module.steps(spec, now, wanted);
    for (let taken = 0; taken <= steps.length; taken += 1) {
      const between = walk(now, steps.slice(0, taken));
      assert.equal(printed(walk(between, module.steps(spec, between, now))), printed(now));
    }
  });
});

test('steps touch only what was read, and say in words what they do', () => {
  forAll((module, spec, now, wanted) => {
    const known = new Set(module.read(spec).map(thingId));
    assert.ok(known.has(module.key(spec)), 'a module reads what it claims');
    for (const step of module.steps(spec, now, wanted)) {
      assert.ok(known.has(step.thing));
      assert.match(step.title, /^\w+ \S/);
    }
  });
});

test('states are canonical: printing and parsing gives the same again', () => {
  for (const [type, thing] of thingTypes) {
    const states = type === 'path' ? PATH_STATES : ['self:', 'user:1000', 'user:nobody-here'].map(accountState);
    for (const state of states) {
      const answer = thing.print(state);
      const parsed = thing.parse(answer);
      assert.ok(parsed, answer);
      assert.equal(thing.print(parsed), answer);
    }
  }
});

test('parsers survive garbage', () => {
  const answers = [...PATH_STATES.map((state) => thingType('path').print(state)), 'self:root:root', 'name:deploy', ''];
  for (const thing of thingTypes.values()) {
    for (const answer of answers) {
      for (let cut = 0; cut <= answer.length; cut += 1) {
        for (const garbage of ['', ':', '\n', '\u0000', 'é', '9'.repeat(40)]) {
          const text = answer.slice(0, cut) + garbage + answer.slice(cut + 1);
          const parsed = thing.parse(text);
          if (parsed) assert.ok(thing.parse(thing.print(parsed)), `${text} was understood, but can't be said again`);
        }
      }
    }
  }
});
