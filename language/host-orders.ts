// Hosts that wait for each other, by their own `after` or by that of a group that they are in: where that leads back to
// where it began, nobody would begin. It only reads what was found out about hosts and groups.
import type { Analysis, Mention } from './analysis.ts';
import { cycleFaults, type Link } from './cycles.ts';
import type { Declaration } from './declaration.ts';
import type { Fault } from './fault.ts';
import type { HostTable } from './scope.ts';
import { inTextOrder, type Names } from './tables.ts';

type Analyses = ReadonlyMap<Declaration, Analysis>;

export function hostCycles(names: Names, analyses: Analyses, { names: hosts, groups }: HostTable): readonly Fault[] {
  const afterOf = (declaration: Declaration): readonly Mention[] => analyses.get(declaration)?.after ?? [];
  const waiting = ['host', 'group'].flatMap((kind) =>
    names.ofKind(kind as 'host').flatMap((name) => names.first(`${kind}:${name}`) ?? []),
  );
  if (waiting.every((declaration) => afterOf(declaration).length === 0)) return [];
  const groupsOf = new Map<string, Declaration[]>(hosts.map((host) => [host, []]));
  for (const [name, members] of groups) {
    const group = names.first(`group:${name}`);
    if (group !== undefined) for (const host of members) groupsOf.get(host)?.push(group);
  }
  const linksBy = (by: Declaration, who: Declaration): readonly Link[] => {
    const own: readonly string[] = by.kind === 'group' ? (groups.get(by.name) ?? []) : [who.name];
    return afterOf(by).flatMap((mention) => {
      const named = mention.key.slice(mention.key.indexOf(':') + 1);
      const before = mention.key.startsWith('host:') ? [named] : (groups.get(named) ?? []);
      const others = before.filter((host) => !own.includes(host));
      return others.flatMap((host): readonly Link[] => {
        const to = names.first(`host:${host}`);
        return to === undefined ? [] : [{ to, written: { by, mention } }];
      });
    });
  };
  const starts = hosts.flatMap((host) => names.first(`host:${host}`) ?? []).sort(inTextOrder);
  return cycleFaults(starts, (host) => [host, ...(groupsOf.get(host.name) ?? [])].flatMap((by) => linksBy(by, host)));
}
