// What a resource claims on its hosts, so that no other one does: a thing each, or a part of one. It tells where two of its
// own instances claim the same.
import { claimOf, type Module } from '../../modules/contract.ts';
import type { Claim, Collector } from '../analysis.ts';
import { faultAt } from '../fault.ts';
import { code } from '../sentences.ts';
import type { Variant } from './fields.ts';

function claimIn(module: Module, { spec, hosts }: Variant): Claim {
  const thing = claimOf(module, spec);
  if (module.part !== undefined) return { thing, hosts, whole: module.key(spec) };
  return module.leavesParts?.(spec) === true ? { thing, hosts, leavesParts: true } : { thing, hosts };
}

function sharedHost(one: Claim, other: Claim): string | undefined {
  const hosts = new Set(one.hosts);
  return other.hosts.find((host) => hosts.has(host));
}

export function claimThings(collector: Collector, module: Module, variants: readonly Variant[]): void {
  const claims = new Map<string, Claim>();
  for (const variant of variants) {
    if (!variant.isSound) continue;
    const claim = claimIn(module, variant);
    const known = claims.get(claim.thing);
    const shared = known && sharedHost(known, claim);
    if (shared !== undefined) tellInstances(collector, claim.thing, shared);
    const hosts = known ? [...new Set([...known.hosts, ...claim.hosts])] : claim.hosts;
    claims.set(claim.thing, { ...claim, hosts });
  }
  for (const claim of claims.values()) collector.claims.push(claim);
}

/** Told once: where two of them agree, more do. */
function tellInstances({ declaration, faults }: Collector, thing: string, host: string): void {
  const what = code(thing.slice(thing.indexOf(':') + 1));
  const message = `Two of its instances set ${what} on ${code(host)}`;
  const suggestion = 'Put `${each.key}` or `${each.value}` into it, so that each instance has its own.';
  if (faults.some((fault) => fault.code === 'duplicate-claim')) return;
  faults.push(faultAt(declaration.piece, declaration.entry.key, 'duplicate-claim', message, { suggestion }));
}
