// Reads what is only looked at (data) and what is looked at after an apply (checks).
import type { Collector } from '../analysis.ts';
import { sortsOf } from '../catalog.ts';
import { Expander } from '../expand.ts';
import type { Scope } from '../scope.ts';
import { childOf } from '../tree.ts';
import { hostsFor, tellBadName, variantsOf } from './fields.ts';
import { tellNotYet } from './not-yet.ts';

export const analyzeData = (collector: Collector, scope: Scope): void => read(collector, scope, 'data');

export const analyzeCheck = (collector: Collector, scope: Scope): void => read(collector, scope, 'checks');

function read(collector: Collector, scope: Scope, section: 'data' | 'checks'): void {
  const { entry, path } = collector.declaration;
  tellBadName(collector);
  const sort = sortsOf(section).get(path[2] ?? '');
  const each = childOf(entry.value, 'each') ? 'open' : undefined;
  const hosts = hostsFor(collector, scope, new Expander(scope, collector, { each }));
  if (sort === undefined) return;
  variantsOf(collector, scope, hosts, sort);
  tellNotYet(collector, sort);
}
