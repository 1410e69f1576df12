// Rules about ports as people write them (`22/tcp from 10.0.0.0/8`): read, written as nftables has them, and whom they are about.
import { isWithin, networkOf } from './address.ts';

/** One rule; what is left out is about all. */
export type PortRule = {
  readonly first?: number;
  readonly last?: number;
  readonly protocol?: string;
  readonly from?: string;
};

/** What a text says of who may come in. */
export type Asked = {
  readonly name: string;
  /** What becomes of what no rule is about; it does not come in where nothing says. */
  readonly input: 'drop' | 'accept' | undefined;
  readonly allow: readonly PortRule[];
  readonly deny: readonly PortRule[];
  /** More rules, as nftables has them. */
  readonly lines: readonly string[];
};

const RULE = /^(?:(\d{1,5})(?:-(\d{1,5}))?(?:\/(tcp|udp))?)?(?:(?:^| )from ([0-9A-Fa-f.:]+(?:\/\d{1,3})?))?$/;
const PORT_LIMIT = 65_535;

/** Undefined for what is no rule. */
export function portRule(text: string): PortRule | undefined {
  const [all, first, last = first, protocol, from] = RULE.exec(text) ?? [];
  if (all === undefined || all === '' || (from !== undefined && !networkOf(from))) return undefined;
  if (first === undefined || last === undefined) return from === undefined ? undefined : { from };
  const [low, high] = [Number(first), Number(last)];
  if (low < 1 || high > PORT_LIMIT || low > high) return undefined;
  return { first: low, last: high, ...(protocol ? { protocol } : {}), ...(from ? { from } : {}) };
}

/** The rule as nftables has it, without what becomes of whom it is about. */
export function matchText({ first, last, protocol, from }: PortRule): string {
  const source = from === undefined ? [] : [`${from.includes(':') ? 'ip6' : 'ip'} saddr ${from}`];
  if (first === undefined || last === undefined) return source.join(' ');
  const ports = first === last ? String(first) : `${first}-${last}`;
  return [...source, `${protocol ?? 'meta l4proto { tcp, udp } th'} dport ${ports}`].join(' ');
}

/** Is a TCP connection from there to that port one that the rule is about? */
export function isAbout(
  { first = 1, last = PORT_LIMIT, protocol, from }: PortRule,
  address: string,
  port: number,
): boolean {
  return protocol !== 'udp' && first <= port && port <= last && (from === undefined || isWithin(address, from));
}
