// Reads a group: who is in it, and how its hosts are worked on.
import type { Batch } from '../../engine/project.ts';
import type { Json } from '../../modules/contract.ts';
import type { Collector } from '../analysis.ts';
import { check } from '../check.ts';
import { Expander, isObject } from '../expand.ts';
import { faultAt } from '../fault.ts';
import { groupForm } from '../forms.ts';
import type { Scope } from '../scope.ts';
import { code, meantOr } from '../sentences.ts';
import { namesIn } from '../targets.ts';
import { childOf, isNothing } from '../tree.ts';
import { group as validateGroup } from '../validators.generated.js';
import { tellOwnSecrets } from './clear-text.ts';
import { hostsBefore } from './host.ts';

export function analyzeGroup(collector: Collector, scope: Scope): void {
  const { declaration, faults } = collector;
  const { piece, entry, name } = declaration;
  collector.mentions.push({ start: entry.key.start, end: entry.key.end, key: `group:${name}` });
  const expander = new Expander(scope, collector);
  const value = isNothing(entry.value) ? {} : expander.value(entry.value);
  const { unknown } = expander;
  const title = `The group ${code(name)}`;
  const subject = { source: piece, form: groupForm, title, anchor: entry.key, node: entry.value, value, unknown };
  const isSound = check(subject, validateGroup, faults);
  tellMembers(collector, scope, expander);
  tellOwnSecrets(collector);
  const after = hostsBefore(collector, expander);
  const hosts = scope.hosts().groups.get(name) ?? [];
  if (!isSound || unknown.size > 0 || !isObject(value)) return;
  const maxFailures = value['max_failures'];
  const isCanary = value['canary'] === true;
  const isProtected = value['protected'] === true;
  collector.product = {
    kind: 'group',
    build: (placeOf) => ({
      name,
      hosts,
      after: after.filter((host) => !hosts.includes(host)),
      batch: batchOf(value['batch']),
      maxFailures: typeof maxFailures === 'number' ? maxFailures : undefined,
      canary: isCanary,
      protected: isProtected,
      place: placeOf(entry.key),
    }),
  };
}

function batchOf(value: Json | undefined): Batch | undefined {
  if (typeof value === 'number') return { hosts: value };
  const percent = typeof value === 'string' ? /^(\d+)%$/.exec(value)?.[1] : undefined;
  return percent === undefined ? undefined : { percent: Number(percent) };
}

function tellMembers({ declaration, faults, mentions }: Collector, scope: Scope, expander: Expander): void {
  const node = childOf(declaration.entry.value, 'hosts');
  for (const mention of node === undefined ? [] : namesIn(expander, node)) {
    const { name, start, end } = mention;
    mentions.push({ start, end, key: `host:${name}` });
    if (scope.host(name) !== undefined) continue;
    const extras = meantOr(name, scope.hosts().names, mention.node, 'Declare it under `hosts`.');
    faults.push(faultAt(declaration.piece, mention.node, 'unknown-host', `There is no host ${code(name)}`, extras));
  }
}
