// What is known of changes beforehand, followed through a plan.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Step, ThingId } from '../modules/contract.ts';
import { outlookOf, withConsequences } from './outlook.ts';
import type { ResourceChange } from './result.ts';

const step = (more: Partial<Step> = {}): Step => ({ thing: 'path:/a', to: {}, title: 'do it', ...more });

type Declared = {
  readonly steps?: readonly Step[];
  readonly looksAt?: readonly ThingId[];
  readonly changes?: readonly ThingId[];
  readonly restartedBy?: readonly string[];
};

function move(address: string, { steps = [step()], looksAt = [], changes = [], restartedBy = [] }: Declared) {
  const change: ResourceChange = {
    address,
    place: undefined,
    action: 'change',
    steps: steps.map(({ title }) => title),
    differences: [],
    contents: [],
    outlook: outlookOf(steps),
    refusal: undefined,
  };
  return { change, dependant: { address, after: [], looksAt: new Set(looksAt), changes, restartedBy } };
}

const CERTAIN = { expected: [], oneWay: [], restarts: [] };

test('a step of which nothing is said is certain, can be taken back and restarts nothing', () => {
  assert.deepEqual(outlookOf([step(), step()]), CERTAIN);
});

test('a warning goes with its change through the plan', () => {
  const [change] = withConsequences([move('firewall.a', { steps: [step({ warning: 'it cuts you off' })] })]);
  assert.deepEqual(change?.outlook, { ...CERTAIN, warnings: ['it cuts you off'] });
});

test('what modules say of their steps is told once', () => {
  const said = { expected: 'the command decides', oneWay: 'a command has no way back', restarts: 'nginx.service' };
  assert.deepEqual(outlookOf([step(said), step(), step(said)]), {
    expected: ['the command decides'],
    oneWay: ['a command has no way back'],
    restarts: ['nginx.service'],
  });
});

test('what builds upon something that is only expected is only expected itself, and so on', () => {
  const [first, second, third, apart] = withConsequences([
    move('command.make', { steps: [step({ expected: 'it decides' })], changes: ['path:/a'] }),
    move('file.a', { looksAt: ['path:/a', 'path:/b'], changes: ['path:/b'] }),
    move('file.b', { looksAt: ['path:/b'] }),
    move('file.c', { looksAt: ['path:/c'] }),
  ]);
  assert.deepEqual(first?.outlook?.expected, ['it decides']);
  assert.deepEqual(second?.outlook?.expected, ['it builds upon command.make, which is known after the apply']);
  assert.deepEqual(third?.outlook?.expected, ['it builds upon file.a, which is known after the apply']);
  assert.deepEqual(apart?.outlook, CERTAIN);
});

test('a change says whom it restarts; what does not change restarts nobody', () => {
  const [site, same] = withConsequences([
    move('file.site', {}),
    move('file.same', { steps: [] }),
    move('service.nginx', { restartedBy: ['file.site', 'file.same'] }),
  ]);
  assert.deepEqual(site?.outlook?.restarts, ['service.nginx']);
  assert.deepEqual(same?.outlook, CERTAIN);
});
