// Whose turn it is, played through: hosts begin and end as a test says, without any host.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fleet, type FleetRules, type TurnEnd } from './fleet.ts';

type Groups = FleetRules['groups'];
type GroupFields = Partial<Groups[number]> & { readonly hosts: readonly string[] };

const group = (name: string, fields: GroupFields): Groups[number] => ({
  name,
  after: [],
  batch: undefined,
  maxFailures: undefined,
  canary: false,
  ...fields,
});

type Rules = Partial<Omit<FleetRules, 'hosts' | 'groups'>> & {
  readonly hosts: string;
  readonly after?: Readonly<Record<string, readonly string[]>>;
  readonly groups?: Readonly<Record<string, GroupFields>>;
};

function fleetOf({ hosts, after = {}, groups = {}, parallel = 10, allOrNone = false }: Rules): Fleet {
  return new Fleet({
    hosts: hosts.split(' ').map((name) => ({ name, after: after[name] ?? [] })),
    groups: Object.entries(groups).map(([name, fields]) => group(name, fields)),
    parallel,
    allOrNone,
  });
}

/** Plays rounds: all that may begin do, then all end, badly where `ends` says so. One text for each round. */
function play(fleet: Fleet, ends: Readonly<Record<string, TurnEnd>> = {}): readonly string[] {
  const rounds: string[] = [];
  for (;;) {
    const round: string[] = [];
    for (let host = fleet.next(); host !== undefined; host = fleet.next()) round.push(host);
    if (round.length === 0) return rounds;
    rounds.push(round.join(' '));
    for (const host of round) fleet.ended(host, ends[host] ?? 'well');
  }
}

const reasons = (fleet: Fleet): Readonly<Record<string, string>> => Object.fromEntries(fleet.notBegun);

test('hosts that nobody orders begin together, up to the cap', () => {
  assert.deepEqual(play(fleetOf({ hosts: 'a b c' })), ['a b c']);
  assert.deepEqual(play(fleetOf({ hosts: 'a b c', parallel: 2 })), ['a b', 'c']);
  assert.deepEqual(play(fleetOf({ hosts: 'a b', parallel: 0 })), ['a', 'b'], 'at least one at a time');
});

test('the cap counts those that are running, and a free place is taken at once', () => {
  const fleet = fleetOf({ hosts: 'a b c', parallel: 2 });
  assert.deepEqual([fleet.next(), fleet.next(), fleet.next()], ['a', 'b', undefined]);
  fleet.ended('b', 'well');
  assert.deepEqual([fleet.next(), fleet.next()], ['c', undefined]);
});

test('one host that fails is no matter of the others', () => {
  const fleet = fleetOf({ hosts: 'a b c', parallel: 1 });
  assert.deepEqual(play(fleet, { a: 'failed', b: 'unreachable' }), ['a', 'b', 'c']);
  assert.deepEqual(reasons(fleet), {});
});

test('a host waits for those that it comes after, and a group for all of another', () => {
  assert.deepEqual(play(fleetOf({ hosts: 'a b c', after: { a: ['b'] } })), ['b c', 'a']);
  const groups = {
    web: { hosts: ['w1', 'w2'], after: ['d1', 'd2'] },
    db: { hosts: ['d1', 'd2'], batch: { hosts: 1 } },
  };
  assert.deepEqual(play(fleetOf({ hosts: 'w1 w2 d1 d2', groups })), ['d1', 'd2', 'w1 w2']);
});

test('nobody waits for a host that takes no part', () => {
  assert.deepEqual(play(fleetOf({ hosts: 'a', after: { a: ['elsewhere'] } })), ['a']);
});

test('what comes after a host that did not end well is not begun, and says why', () => {
  const after = { b: ['a'], c: ['b'] };
  for (const [how, words] of [
    ['failed', 'a failed'],
    ['unreachable', 'a was not reached'],
    ['cancelled', 'a was cancelled'],
  ] as const) {
    const fleet = fleetOf({ hosts: 'a b c d', after });
    assert.deepEqual(play(fleet, { a: how }), ['a d']);
    assert.deepEqual(reasons(fleet), {
      b: `it comes after a, and ${words}`,
      c: 'it comes after b, which was not begun',
    });
  }
});

test('a batch begins when the one before it has ended: a count, or a share of at least one host', () => {
  const hosts = 'a b c d e';
  const members = hosts.split(' ');
  for (const [batch, rounds] of [
    [{ hosts: 2 }, ['a b', 'c d', 'e']],
    [{ percent: 50 }, ['a b', 'c d', 'e']],
    [{ percent: 1 }, ['a', 'b', 'c', 'd', 'e']],
    [{ percent: 100 }, ['a b c d e']],
    [{ hosts: 0 }, ['a', 'b', 'c', 'd', 'e']],
  ] as const) {
    assert.deepEqual(play(fleetOf({ hosts, groups: { web: { hosts: members, batch } } })), rounds);
  }
});

test('the next batch waits for all of the one before', () => {
  const fleet = fleetOf({ hosts: 'a b c', groups: { web: { hosts: ['a', 'b', 'c'], batch: { hosts: 2 } } } });
  assert.deepEqual([fleet.next(), fleet.next()], ['a', 'b']);
  fleet.ended('a', 'well');
  assert.equal(fleet.next(), undefined);
  fleet.ended('b', 'failed');
  assert.equal(fleet.next(), 'c', 'without a limit of failures the others go on');
});

test('batches follow the order between hosts', () => {
  const groups = { web: { hosts: ['a', 'b'], batch: { hosts: 1 } } };
  assert.deepEqual(play(fleetOf({ hosts: 'a b', after: { a: ['b'] }, groups })), ['b', 'a']);
});

test('a canary goes alone, and if it does not end well nobody of its group goes', () => {
  const groups = { web: { hosts: ['a', 'b', 'c'], canary: true, batch: { hosts: 2 } } };
  assert.deepEqual(play(fleetOf({ hosts: 'a b c d', groups })), ['a d', 'b c']);
  const failing = fleetOf({ hosts: 'a b c d', groups });
  assert.deepEqual(play(failing, { a: 'failed' }), ['a d']);
  const why = 'a failed, and it is the canary of web';
  assert.deepEqual(reasons(failing), { b: why, c: why });
  const away = fleetOf({ hosts: 'a b c', groups });
  assert.deepEqual(play(away, { a: 'unreachable' }), ['a']);
  assert.equal(reasons(away)['b'], 'a was not reached, and it is the canary of web');
});

test('a canary that was not begun has shown nothing', () => {
  const groups = { web: { hosts: ['a', 'b'], canary: true } };
  const fleet = fleetOf({ hosts: 'x a b', after: { a: ['x'] }, groups });
  assert.deepEqual(play(fleet, { x: 'failed' }), ['x']);
  assert.equal(reasons(fleet)['b'], 'a was not begun, and it is the canary of web');
});

test('no further host is begun when more have failed than may', () => {
  const hosts = 'a b c d e';
  const members = hosts.split(' ');
  const web = { hosts: members, batch: { hosts: 2 }, maxFailures: 1 };
  assert.deepEqual(play(fleetOf({ hosts, groups: { web } }), { a: 'failed' }), ['a b', 'c d', 'e']);
  const fleet = fleetOf({ hosts, groups: { web } });
  assert.deepEqual(play(fleet, { a: 'failed', b: 'unreachable' }), ['a b']);
  assert.equal(reasons(fleet)['c'], '2 of web failed (a, b), and only 1 may');
  const strict = fleetOf({ hosts, parallel: 1, groups: { web: { hosts: members, maxFailures: 0 } } });
  assert.deepEqual(play(strict, { b: 'failed' }), ['a', 'b']);
  assert.equal(reasons(strict)['c'], '1 of web failed (b), and none may');
});

test('a host of two groups follows both', () => {
  const groups = { odd: { hosts: ['a', 'c'], batch: { hosts: 1 } }, late: { hosts: ['c', 'd'], after: ['b'] } };
  assert.deepEqual(play(fleetOf({ hosts: 'a b c d', groups })), ['a b', 'c d']);
  assert.deepEqual(play(fleetOf({ hosts: 'a b c d', groups }), { b: 'failed' }), ['a b']);
});

test('hosts that wait for each other are not begun, and the circle is told', () => {
  const fleet = fleetOf({ hosts: 'a b c d', after: { b: ['c'], c: ['b'] } });
  assert.deepEqual(play(fleet), []);
  assert.deepEqual(fleet.circle, ['b', 'c', 'b']);
  assert.equal(reasons(fleet)['a'], 'hosts wait for each other: b after c, c after b');
  const own = fleetOf({ hosts: 'a b', groups: { web: { hosts: ['a', 'b'], after: ['a'] } } });
  assert.deepEqual(play(own), ['a', 'b'], 'a group after one of its own has that one first');
});

test('where it is all or none, the first failure too many ends everything', () => {
  const fleet = fleetOf({ hosts: 'a b c', parallel: 1, allOrNone: true });
  assert.deepEqual(play(fleet, { a: 'failed' }), ['a']);
  assert.equal(fleet.tooMany, 'a');
  assert.equal(reasons(fleet)['b'], 'a failed, and everything is taken back');
  const groups = { web: { hosts: ['a', 'b', 'c'], maxFailures: 1 } };
  const allowed = fleetOf({ hosts: 'a b c', parallel: 1, allOrNone: true, groups });
  assert.deepEqual(play(allowed, { a: 'failed' }), ['a', 'b', 'c']);
  assert.equal(allowed.tooMany, undefined);
});

test('a thousand hosts are ordered at once', () => {
  const names = Array.from({ length: 1000 }, (_, index) => `h${index}`);
  const after = Object.fromEntries(names.slice(1).map((name, index) => [name, [`h${index}`]]));
  assert.equal(play(fleetOf({ hosts: names.join(' '), after })).length, 1000);
});
