// Rules of ufw as it keeps them: what rules about ports come to, and what of a connection becomes by a list of them. Pure.
import { isWithin, networkOf, networkText } from './address.ts';
import type { PortRule } from './port-rule.ts';

/** What becomes of what a rule is about; `limit` lets in as well, but not as often as somebody likes. */
type Verdict = 'allow' | 'deny';

export type UfwRule = {
  /** Of which addresses: those of IPv4 or of IPv6. */
  readonly family: '4' | '6';
  readonly action: string;
  readonly protocol: string;
  /** `any`, one, a range as `6000:6007`, or several with commas. */
  readonly ports: string;
  /** A network, or `any`. */
  readonly from: string;
};

/** `4 allow tcp 22 any` */
export const ruleLine = ({ family, action, protocol, ports, from }: UfwRule): string =>
  [family, action, protocol, ports, from].join(' ');

/** Lines as answers have them, each with a `;` behind it. */
export const linesIn = (text: string): readonly string[] => (text === '' ? [] : text.replace(/;$/, '').split(';'));

export function ruleOf(line: string): UfwRule | undefined {
  const [, family, action, protocol, ports, from] =
    /^([46]) ([a-z]+) ([a-z0-9]+) ([a-z0-9:,]+) ([0-9A-Fa-f:./]+|any)$/.exec(line) ?? [];
  if (!action || !protocol || !ports || !from) return undefined;
  return { family: family === '4' ? '4' : '6', action, protocol, ports, from };
}

/** What it is about: ufw has one rule for that. */
const matchOf = ({ family, protocol, ports, from }: UfwRule): string => [family, protocol, ports, from].join(' ');

export const isAboutSame = (one: UfwRule, other: UfwRule): boolean => matchOf(one) === matchOf(other);

export const verdictOf = ({ action }: UfwRule): Verdict =>
  action === 'allow' || action === 'limit' ? 'allow' : 'deny';

/** As ufw has it: of each kind of addresses one, and of several ports one for each protocol. */
export function rulesOf(rule: PortRule, action: Verdict, families: string): readonly UfwRule[] {
  const { first, last, protocol, from } = rule;
  const network = from === undefined ? undefined : networkOf(from);
  const kinds = (['4', '6'] as const).filter((family) =>
    network ? (network.bits === 32) === (family === '4') : families.includes(family),
  );
  const ports = first === undefined ? 'any' : first === last ? `${first}` : `${first}:${last}`;
  const protocols = protocol ? [protocol] : ports.includes(':') ? ['tcp', 'udp'] : ['any'];
  const place = network && network.length > 0 ? networkText(network) : 'any';
  return protocols.flatMap((one) =>
    kinds.map((family) => ({ family, action, protocol: one, ports, from: place }) as const),
  );
}

const rangeOf = (part: string): readonly number[] => part.split(':').map(Number);

const hasPort = (ports: string, port: number): boolean =>
  ports === 'any' ||
  ports.split(',').some((part) => {
    const [first = 0, last = first] = rangeOf(part);
    return first <= port && port <= last;
  });

/** Does the first of these rules that is about a TCP connection from there to that port let it in? Undefined: none is. */
export function letsIn(rules: readonly UfwRule[], address: string, port: number): boolean | undefined {
  const isPlain = /^(::ffff:)?\d+\.\d+\.\d+\.\d+$/i.test(address);
  const first = rules.find(
    ({ family, protocol, ports, from }) =>
      (family === '4') === isPlain &&
      (protocol === 'tcp' || protocol === 'any') &&
      hasPort(ports, port) &&
      (from === 'any' || isWithin(address, from)),
  );
  return first && verdictOf(first) === 'allow';
}

/** Rules in words, as a text would have them; a rule that is only about one kind of addresses says so. */
export function ruleTexts(rules: readonly UfwRule[]): readonly string[] {
  const has = new Set(rules.map(ruleLine));
  return rules.flatMap((rule): readonly string[] => {
    const { family, action, protocol, ports, from } = rule;
    const isBoth = from === 'any' && has.has(ruleLine({ ...rule, family: family === '4' ? '6' : '4' }));
    if (isBoth && family === '6') return [];
    const about = ports === 'any' ? '' : ` ${ports.replace(':', '-')}${protocol === 'any' ? '' : `/${protocol}`}`;
    const place = from !== 'any' ? ` from ${from}` : isBoth ? '' : ` (IPv${family})`;
    return [`${action}${about}${about === '' && from === 'any' ? ' all' : ''}${place}`];
  });
}
