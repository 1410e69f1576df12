// What known_hosts files say about a host, as OpenSSH reads them. Text in, answers out; hashing aside it is plain logic.
import { createHash, createHmac, randomBytes } from 'node:crypto';

export type KnownHostsFile = { readonly path: string; readonly text: string };

export type KnownKey = {
  readonly type: string;
  /** The key itself in base64. */
  readonly key: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly marker: '' | '@revoked' | '@cert-authority';
};

const SALT_BYTES = 20;

/** How a place is written in known_hosts. */
export const knownName = (host: string, port: number): string =>
  port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`;

function matchesHashed(pattern: string, name: string): boolean {
  const [, , salt = '', hash = ''] = pattern.split('|');
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash;
}

function matchesWildcards(pattern: string, name: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 'i').test(name);
}

/** A list such as `*.example.org,!old.example.org`: a negated match outweighs all others. */
export function matchesPatterns(patterns: string, name: string): boolean {
  if (patterns.startsWith('|1|')) return matchesHashed(patterns, name);
  let matched = false;
  for (const pattern of patterns.split(',')) {
    if (pattern.startsWith('!')) {
      if (matchesWildcards(pattern.slice(1), name)) return false;
    } else if (matchesWildcards(pattern, name)) matched = true;
  }
  return matched;
}

function parseLine(
  line: string,
): { marker: KnownKey['marker']; patterns: string; type: string; key: string } | undefined {
  const words = line.trim().split(/\s+/);
  const first = words[0] ?? '';
  if (first === '' || first.startsWith('#')) return undefined;
  const marker = first === '@revoked' || first === '@cert-authority' ? first : '';
  const [patterns, type, key] = marker === '' ? words : words.slice(1);
  if (patterns === undefined || type === undefined || key === undefined) return undefined;
  return { marker, patterns, type, key };
}

/** Every key that the files have for a name (as `knownName` writes it). */
export function knownKeys(files: readonly KnownHostsFile[], name: string): readonly KnownKey[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index): KnownKey[] => {
      const parsed = parseLine(line);
      if (!parsed || !matchesPatterns(parsed.patterns, name)) return [];
      return [{ type: parsed.type, key: parsed.key, marker: parsed.marker, file: path, line: index + 1 }];
    }),
  );
}

export type Verdict =
  | { readonly is: 'known' }
  | { readonly is: 'unknown' }
  | { readonly is: 'revoked'; readonly by: KnownKey }
  /** Another key of the same type is known. */
  | { readonly is: 'changed'; readonly known: KnownKey };

export function judgeKey(known: readonly KnownKey[], type: string, key: string): Verdict {
  const revoked = known.find((candidate) => candidate.marker === '@revoked' && candidate.key === key);
  if (revoked) return { is: 'revoked', by: revoked };
  const plain = known.filter((candidate) => candidate.marker === '');
  if (plain.some((candidate) => candidate.key === key)) return { is: 'known' };
  // A host that is known by a key of another type might be an impostor as well: OpenSSH asks for the known type first,
  // and so do we, so a host that offers another one does not have the known one any more.
  const other = plain.find((candidate) => candidate.type === type) ?? plain[0];
  return other ? { is: 'changed', known: other } : { is: 'unknown' };
}

export const fingerprint = (key: string): string =>
  `SHA256:${createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64').replace(/=+$/, '')}`;

/** The type that a key says it has, in its first field. */
export function keyType(key: Buffer): string {
  const length = key.length >= 4 ? key.readUInt32BE(0) : 0;
  return key.toString('latin1', 4, 4 + Math.min(length, 64));
}

/** A line to be added for a newly accepted key. */
export function newLine(name: string, type: string, key: string, hashed: boolean): string {
  if (!hashed) return `${name} ${type} ${key}\n`;
  const salt = randomBytes(SALT_BYTES);
  const hash = createHmac('sha1', salt).update(name).digest('base64');
  return `|1|${salt.toString('base64')}|${hash} ${type} ${key}\n`;
}
