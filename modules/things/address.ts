// Addresses of the Internet and networks of them, as people write them: read, compared, written as systems print them.

export type Network = {
  readonly bits: 32 | 128;
  /** All bits of it as one number; those of a network that its length leaves out are 0. */
  readonly value: bigint;
  readonly length: number;
};

const BITS_OF_GROUP = 16n;
const GROUPS = 8;

const numberOf = (parts: readonly number[], bits: bigint): bigint =>
  parts.reduce((sum, part) => (sum << bits) + BigInt(part), 0n);

function shortValue(text: string): bigint | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return undefined;
  const parts = text.split('.').map(Number);
  return parts.every((part) => part <= 255) ? numberOf(parts, 8n) : undefined;
}

function longValue(text: string): bigint | undefined {
  const [, start = '', end = ''] = /^(.*:)(\d[\d.]*\.\d+)$/.exec(text) ?? [];
  if (end !== '') {
    const last = shortValue(end);
    return last === undefined
      ? undefined
      : longValue(`${start}${(last >> 16n).toString(16)}:${(last & 0xffffn).toString(16)}`);
  }
  const halves = text.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const [left = [], right] = halves;
  const missing = GROUPS - halves.flat().length;
  if (halves.length > 2 || (right === undefined ? missing !== 0 : missing < 1)) return undefined;
  const groups = [...left, ...Array.from({ length: missing }, () => '0'), ...(right ?? [])];
  if (!groups.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))) return undefined;
  return numberOf(
    groups.map((group) => Number.parseInt(group, 16)),
    BITS_OF_GROUP,
  );
}

/** An address is a network of one; undefined for what is neither. */
export function networkOf(text: string): Network | undefined {
  const [address = '', length, ...more] = text.split('/');
  const bits = address.includes(':') ? 128 : 32;
  const value = bits === 128 ? longValue(address) : shortValue(address);
  if (value === undefined || more.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) return undefined;
  const known = length === undefined ? bits : Number(length);
  if (known > bits) return undefined;
  const others = BigInt(bits - known);
  return { bits, value: (value >> others) << others, length: known };
}

/** Is this address in that network? What is written as the longer kind may be of the shorter one; the card is no part of it. */
export function isWithin(address: string, network: string): boolean {
  const [one, other] = [networkOf(address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')), networkOf(network)];
  if (one === undefined || other === undefined || one.bits !== other.bits) return false;
  const others = BigInt(other.bits - other.length);
  return one.value >> others === other.value >> others;
}

const partsOf = (value: bigint, count: number, bits: bigint): readonly number[] =>
  Array.from({ length: count }, (_, index) =>
    Number((value >> (bits * BigInt(count - 1 - index))) & ((1n << bits) - 1n)),
  );

const shortText = (value: bigint): string => partsOf(value, 4, 8n).join('.');

/** As short as it can be: the first of the longest rows of zeros is `::`. */
function longText(value: bigint): string {
  const groups = partsOf(value, GROUPS, BITS_OF_GROUP);
  let [start, size] = [0, 1];
  for (let from = 0; from < GROUPS; from += 1) {
    let to = from;
    while (groups[to] === 0) to += 1;
    if (to - from > size) [start, size] = [from, to - from];
  }
  const inWords = groups.map((group) => group.toString(16));
  if (size === 1) return inWords.join(':');
  const isEmbedded = start === 0 && (size === 6 || (size === 5 && groups[5] === 0xffff));
  const end = isEmbedded ? [...inWords.slice(size, 6), shortText(value & 0xffffffffn)] : inWords.slice(start + size);
  return `${inWords.slice(0, start).join(':')}::${end.join(':')}`;
}

/** As systems print it; one address without its length. */
export function networkText({ bits, value, length }: Network): string {
  const text = bits === 32 ? shortText(value) : longText(value);
  return length === bits ? text : `${text}/${length}`;
}
