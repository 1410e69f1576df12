// Whose turn it is: the order of hosts and groups, canaries, batches, how many may fail, how many at a time. Pure: it is
// told how hosts ended and says which one may begin; it awaits nothing and reaches nobody.
import type { Group, HostSettings, Project } from './project.ts';
import type { ProjectPlan } from './result.ts';

/** How a host's turn ended, as far as the turns of others hang on it. Only `well` lets those go on that come after it. */
export type TurnEnd = 'well' | 'failed' | 'unreachable' | 'cancelled';

export type FleetRules = {
  readonly hosts: readonly Pick<HostSettings, 'name' | 'after'>[];
  readonly groups: readonly Pick<Group, 'name' | 'hosts' | 'after' | 'batch' | 'maxFailures' | 'canary'>[];
  /** How many hosts at a time. */
  readonly parallel: number;
  /** Whether all hosts are to end well or none: the first failure that is one too many ends everything. */
  readonly allOrNone: boolean;
};

/** The rules of a project, for those of its hosts that take part. */
export function rulesOf({ hosts, groups, policy }: Project, names: readonly string[], allOrNone: boolean): FleetRules {
  return {
    hosts: names.flatMap((name) => hosts.get(name) ?? []),
    groups: [...groups.values()],
    parallel: policy.parallel,
    allOrNone,
  };
}

/** For taking back: who came last goes first; no canaries and batches, because what is taken back was there before. */
export function backwards(rules: FleetRules): FleetRules {
  const before = predecessors(rules);
  const hosts = rules.hosts
    .map(({ name }) => ({ name, after: [...before].flatMap(([other, its]) => (its.has(name) ? [other] : [])) }))
    .toReversed();
  return { hosts, groups: [], parallel: rules.parallel, allOrNone: false };
}

export const isRollback = ({ hosts }: ProjectPlan): boolean =>
  hosts.some(({ result }) => 'plan' in result && result.plan.kind === 'rollback');

/** The turns of the chosen hosts of a plan. What could not even be planned has failed before anybody's turn. */
export function fleetOf(project: Project, plan: ProjectPlan, chosen: readonly string[], allOrNone: boolean): Fleet {
  if (isRollback(plan)) return new Fleet(backwards(rulesOf(project, chosen, false)));
  const failed = plan.hosts.flatMap(({ host, result }) =>
    'failure' in result && !chosen.includes(host) ? [result.failure] : [],
  );
  const fleet = new Fleet(rulesOf(project, [...chosen, ...failed.map(({ host }) => host)], allOrNone));
  for (const { host, kind } of failed) fleet.settle(host, kind === 'unreachable' ? 'unreachable' : 'failed');
  return fleet;
}

type Wave = { readonly group: string; readonly hosts: readonly string[]; readonly isCanary: boolean };

const percentOf = (percent: number, count: number): number => Math.floor((percent * count) / 100);

/** At least one at a time, whatever the share comes to. */
function sizeOf({ batch }: FleetRules['groups'][number], count: number): number {
  if (batch === undefined) return count;
  return Math.max(1, 'hosts' in batch ? batch.hosts : percentOf(batch.percent, count));
}

/** A group's hosts in the portions in which they are taken, each when the one before has ended. */
function wavesOf(group: FleetRules['groups'][number], order: readonly string[]): readonly Wave[] {
  const members = order.filter((host) => group.hosts.includes(host));
  const waves: Wave[] = [];
  let start = 0;
  if (group.canary && members.length > 0) {
    waves.push({ group: group.name, hosts: members.slice(0, 1), isCanary: true });
    start = 1;
  }
  const size = sizeOf(group, members.length);
  for (; start < members.length; start += size) {
    waves.push({ group: group.name, hosts: members.slice(start, start + size), isCanary: false });
  }
  return waves;
}

/** For each host those that must have ended well before it; hosts that take no part are waited for by nobody. */
function predecessors({ hosts, groups }: FleetRules): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Set(hosts.map(({ name }) => name));
  return new Map(
    hosts.map(({ name, after }) => {
      // A group that comes after one of its own has that one first.
      const groupsAfter = groups
        .filter((group) => group.hosts.includes(name) && !group.after.includes(name))
        .flatMap((group) => group.after);
      return [name, new Set([...after, ...groupsAfter].filter((other) => names.has(other)))];
    }),
  );
}

type Order = { readonly order: readonly string[] } | { readonly circle: readonly string[] };

/** The hosts so that nobody comes before whom it waits for, otherwise as they were given; or those that wait in a circle. */
function orderOf(before: ReadonlyMap<string, ReadonlySet<string>>): Order {
  const order = new Set<string>();
  const path: string[] = [];
  const visit = (host: string): readonly string[] | undefined => {
    if (order.has(host)) return undefined;
    if (path.includes(host)) return [...path.slice(path.indexOf(host)), host];
    path.push(host);
    for (const other of before.get(host) ?? []) {
      const circle = visit(other);
      if (circle) return circle;
    }
    path.pop();
    order.add(host);
    return undefined;
  };
  for (const host of before.keys()) {
    const circle = visit(host);
    if (circle) return { circle };
  }
  return { order: [...order] };
}

export class Fleet {
  readonly #rules: FleetRules;
  readonly #before: ReadonlyMap<string, ReadonlySet<string>>;
  /** In the order in which they are begun; empty when they wait for each other in a circle. */
  readonly order: readonly string[];
  readonly #waves: ReadonlyMap<string, readonly Wave[]>;
  readonly #waiting: Set<string>;
  readonly #running = new Set<string>();
  readonly #ended = new Map<string, TurnEnd>();
  /** Why hosts that had not begun will not begin any more. */
  readonly #given = new Map<string, string>();
  /** The circle of hosts that wait for each other, the first one again at the end: then nobody begins. */
  readonly circle: readonly string[] | undefined;

  constructor(rules: FleetRules) {
    this.#rules = rules;
    this.#before = predecessors(rules);
    const sorted = orderOf(this.#before);
    this.circle = 'circle' in sorted ? sorted.circle : undefined;
    this.order = 'order' in sorted ? sorted.order : [];
    this.#waiting = new Set(this.order);
    this.#waves = new Map(rules.groups.map((group) => [group.name, wavesOf(group, this.order)]));
    if (this.circle !== undefined) {
      for (const { name } of rules.hosts) this.#given.set(name, inWords(this.circle));
    }
  }

  /** The next host that may begin now; it has begun with this. Undefined: nobody may before somebody has ended. */
  next(): string | undefined {
    if (this.#running.size >= Math.max(1, this.#rules.parallel)) return undefined;
    for (const host of this.#waiting) {
      const never = this.#whyNever(host);
      if (never !== undefined) {
        this.#waiting.delete(host);
        this.#given.set(host, never);
      } else if (this.#mayBegin(host)) {
        this.#waiting.delete(host);
        this.#running.add(host);
        return host;
      }
    }
    return undefined;
  }

  ended(host: string, how: TurnEnd): void {
    this.#running.delete(host);
    this.#ended.set(host, how);
  }

  /** A host whose end is known before its turn has come. */
  settle(host: string, how: TurnEnd): void {
    this.#waiting.delete(host);
    this.ended(host, how);
  }

  /** Hosts that were not begun, each with the reason in words. Complete when `next` gives nobody and nobody is running. */
  get notBegun(): ReadonlyMap<string, string> {
    return this.#given;
  }

  /** The first failure that is more than its groups allow: the one for which all is taken back, if all is to be. */
  get tooMany(): string | undefined {
    for (const [host, how] of this.#ended) {
      if (how === 'well') continue;
      const groups = this.#groupsOf(host);
      const allowing = groups.filter(({ maxFailures }) => maxFailures !== undefined);
      if (allowing.length === 0 || groups.some((group) => this.#stopped(group) !== undefined)) return host;
    }
    return undefined;
  }

  #groupsOf(host: string): FleetRules['groups'] {
    return this.#rules.groups.filter((group) => group.hosts.includes(host));
  }

  #mayBegin(host: string): boolean {
    for (const other of this.#before.get(host) ?? []) if (!this.#ended.has(other)) return false;
    return this.#groupsOf(host).every((group) => this.#hasItsTurn(group.name, host));
  }

  /** Whether everybody in the earlier waves of that group has ended, or will never begin. */
  #hasItsTurn(group: string, host: string): boolean {
    for (const { hosts } of this.#waves.get(group) ?? []) {
      if (hosts.includes(host)) return true;
      if (hosts.some((other) => this.#waiting.has(other) || this.#running.has(other))) return false;
    }
    return true;
  }

  #whyNever(host: string): string | undefined {
    if (this.#rules.allOrNone) {
      const first = this.tooMany;
      if (first !== undefined) return `${this.#how(first)}, and everything is taken back`;
    }
    for (const other of this.#before.get(host) ?? []) {
      if (this.#given.has(other)) return `it comes after ${other}, which was not begun`;
      const how = this.#ended.get(other);
      if (how !== undefined && how !== 'well') return `it comes after ${other}, and ${this.#how(other)}`;
    }
    for (const group of this.#groupsOf(host)) {
      const why = this.#stopped(group);
      if (why !== undefined) return why;
    }
    return undefined;
  }

  /** Why no further host of the group is begun. A host that was not reached counts: nobody knows what is wrong there. */
  #stopped(group: FleetRules['groups'][number]): string | undefined {
    const canary = this.#waves.get(group.name)?.find(({ isCanary }) => isCanary)?.hosts[0];
    // (a canary that was not begun has shown nothing either)
    if (canary !== undefined && this.#isBad(canary))
      return `${this.#how(canary)}, and it is the canary of ${group.name}`;
    if (group.maxFailures === undefined) return undefined;
    const bad = group.hosts.filter((other) => {
      const how = this.#ended.get(other);
      return how === 'failed' || how === 'unreachable';
    });
    if (bad.length <= group.maxFailures) return undefined;
    const may = group.maxFailures === 0 ? 'none' : `only ${group.maxFailures}`;
    return `${bad.length} of ${group.name} failed (${bad.join(', ')}), and ${may} may`;
  }

  #isBad(host: string): boolean {
    const how = this.#ended.get(host);
    return how === undefined ? this.#given.has(host) : how !== 'well';
  }

  #how(host: string): string {
    const how = this.#ended.get(host);
    if (how === undefined) return `${host} was not begun`;
    return how === 'unreachable' ? `${host} was not reached` : `${host} ${how === 'cancelled' ? 'was cancelled' : how}`;
  }
}

/** `web comes after db, db after web`. */
function inWords(circle: readonly string[]): string {
  const pairs = circle.slice(1).map((other, index) => `${circle[index]} after ${other}`);
  return `hosts wait for each other: ${pairs.join(', ')}`;
}
