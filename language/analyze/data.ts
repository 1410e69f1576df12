// Reads what is only looked at (data) and what is looked at after an apply (checks).
import type { DataRequest } from '../../engine/project.ts';
import { dataSources } from '../../modules/data/index.ts';
import type { Collector } from '../analysis.ts';
import { sortsOf } from '../catalog.ts';
import { Expander } from '../expand.ts';
import type { Scope } from '../scope.ts';
import { childOf } from '../tree.ts';
import { hostsFor, ownFields, tellBadName, variantsOf } from './fields.ts';
import { tellNotYet } from './not-yet.ts';

export const analyzeData = (collector: Collector, scope: Scope): void => read(collector, scope, 'data');

export const analyzeCheck = (collector: Collector, scope: Scope): void => read(collector, scope, 'checks');

function read(collector: Collector, scope: Scope, section: 'data' | 'checks'): void {
  const { entry, path, name } = collector.declaration;
  tellBadName(collector);
  const sort = sortsOf(section).get(path[2] ?? '');
  const each = childOf(entry.value, 'each') ? 'open' : undefined;
  const hosts = hostsFor(collector, scope, new Expander(scope, collector, { each, isEarly: true }));
  if (sort === undefined) return;
  const variants = variantsOf(collector, scope, hosts, sort).filter(({ isSound }) => isSound);
  const source = section === 'data' ? dataSources.get(sort.name) : undefined;
  if (source === undefined) {
    tellNotYet(collector, sort);
    return;
  }
  collector.product = {
    kind: 'data',
    build: (placeOf) =>
      variants.map((variant): DataRequest => {
        const instance = variant.each === undefined ? '' : `[${JSON.stringify(variant.each.key)}]`;
        const address = `${name}${instance}`;
        const spec = ownFields(variant.spec);
        return {
          address,
          source,
          name: `${entry.key.name}${instance}`,
          spec,
          hosts: variant.hosts,
          place: placeOf(entry.key),
        };
      }),
  };
}
