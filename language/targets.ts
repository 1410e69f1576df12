// The hosts that an `on` names, and other texts that name hosts, groups and resources.
import type { Collector } from './analysis.ts';
import type { Expander } from './expand.ts';
import { faultAt } from './fault.ts';
import { code, meantOr, replace } from './sentences.ts';
import type { Span } from './text.ts';
import type { Node } from './tree.ts';

export type Named = Span & { readonly name: string; readonly node: Node };

/** The texts of a field that takes one name or a list of them; what is no text was told with the form. */
export function namesIn(expander: Expander, node: Node): readonly Named[] {
  const nodes = node.kind === 'list' ? node.items : [node];
  return nodes.flatMap((item) => {
    if (item.kind !== 'scalar' || item.value === null) return [];
    const name = expander.value(item);
    const isKnown = typeof name === 'string' && !expander.unknown.has(item);
    return isKnown ? [{ ...insideQuotes(expander, item), name, node: item }] : [];
  });
}

/** The span of the text itself, so that renaming keeps the quotes. */
export function insideQuotes({ piece }: Pick<Expander, 'piece'>, node: Node): Span {
  const isQuoted = node.kind === 'scalar' && node.style === 'quoted' && /["']/.test(piece.text.charAt(node.start));
  const inner = isQuoted ? 1 : 0;
  return { start: node.start + inner, end: Math.max(node.end - inner, node.start + inner) };
}

/** The hosts that an `on` names, in the order in which hosts are declared. */
export function targets(collector: Collector, expander: Expander, node: Node): readonly string[] {
  const table = expander.scope.hosts();
  const named = new Set<string>();
  for (const mention of namesIn(expander, node)) {
    const { name, start, end } = mention;
    const group = table.groups.get(name);
    if (table.names.includes(name)) {
      named.add(name);
      collector.mentions.push({ start, end, key: `host:${name}` });
    } else if (group) {
      for (const host of group) named.add(host);
      collector.mentions.push({ start, end, key: `group:${name}` });
    } else if (expander.scope.host(name) === undefined) {
      tellUnknown(collector, mention, [...table.names, ...table.groups.keys()]);
    }
  }
  const hosts = table.names.filter((host) => named.has(host));
  return hosts;
}

function tellUnknown({ declaration, faults }: Collector, { name, node }: Named, known: readonly string[]): void {
  const otherwise = 'Declare the host under `hosts`, or the group in the `groups` of a host.';
  const extras = meantOr(name, known, node, otherwise);
  const message = `There is no host or group ${code(name)}`;
  faults.push(faultAt(declaration.piece, node, 'unknown-host', message, extras));
}

/** The resources that a field names, as far as they exist. */
export function resourcesNamed(collector: Collector, expander: Expander, node: Node | undefined): readonly Named[] {
  if (node === undefined) return [];
  return namesIn(expander, node).filter((mention) => {
    const { name, start, end } = mention;
    const address = name.replace(/\[.*$/, '');
    if (expander.scope.resource(address) !== undefined) {
      collector.mentions.push({
        start,
        end: start + address.length > end ? end : start + address.length,
        key: `resource:${address}`,
      });
      return true;
    }
    tellUnknownResource(collector, expander, mention);
    return false;
  });
}

function tellUnknownResource({ declaration, faults }: Collector, { scope }: Expander, { name, node }: Named): void {
  const known = scope.resourceNames();
  // A name without its module is the likeliest mistake.
  const complete = known.filter((address) => address.endsWith(`.${name}`));
  const extras =
    complete.length === 1 && complete[0] !== undefined
      ? { suggestion: `Did you mean ${code(complete[0])}?`, fix: replace(node, complete[0]) }
      : meantOr(name, known, node, 'A resource is named as `module.name`, such as `mkdir.app`.');
  const message = `There is no resource ${code(name)}`;
  faults.push(faultAt(declaration.piece, node, 'unknown-resource', message, extras));
}
