// Whether the key that a host shows is the one that it is known by; an unknown one is asked for, and remembered.
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { HostError } from '../../engine/host.ts';
import type { Asker } from '../asker.ts';
import {
  fingerprint,
  judgeKey,
  type KnownHostsFile,
  type KnownKey,
  keyType,
  knownKeys,
  newLine,
  type Verdict,
} from './known-hosts.ts';

export type HostKeyPolicy = 'ask' | 'accept-new' | 'strict';

export type HostKeyRules = {
  readonly host: string;
  /** `203.0.113.10:22` */
  readonly place: string;
  /** How it is written in known_hosts; a key that stands there under a later one of these names will do too. */
  readonly names: readonly [string, ...string[]];
  readonly files: readonly string[];
  readonly hashed: boolean;
  readonly policy: HostKeyPolicy;
  readonly asker: Asker;
  readonly debug: (line: string) => void;
};

const ALGORITHMS_OF_TYPE: { readonly [type: string]: readonly string[] } = {
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'],
};

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // One that is not there, or not for us to read, says nothing.
    return '';
  }
}

/** What the files have for the first name, and for the others the very keys that the host may show. */
function readKnown(rules: HostKeyRules): { readonly own: readonly KnownKey[]; readonly also: readonly KnownKey[] } {
  const files = rules.files.map((path): KnownHostsFile => ({ path, text: readText(path) }));
  const [name, ...others] = rules.names;
  return { own: knownKeys(files, name), also: others.flatMap((other) => knownKeys(files, other)) };
}

export class HostKeyCheck {
  readonly #rules: HostKeyRules;
  readonly #known: readonly KnownKey[];
  /** Why the key was refused. */
  refusal: HostError | undefined;

  constructor(rules: HostKeyRules) {
    const { own, also } = readKnown(rules);
    this.#rules = rules;
    this.#known = own.length > 0 ? own : also;
  }

  /** The kinds of key to ask the host for first: those that it is known by. */
  preferred(supported: readonly string[]): readonly string[] {
    const types = this.#known.filter((key) => key.marker === '').map((key) => key.type);
    const first = types
      .flatMap((type) => ALGORITHMS_OF_TYPE[type] ?? [type])
      .filter((name) => supported.includes(name));
    return [...new Set([...first, ...supported])];
  }

  accepts(key: Buffer): Promise<boolean> {
    const type = keyType(key);
    const text = key.toString('base64');
    const verdict = this.#judge(type, text);
    switch (verdict.is) {
      case 'known':
        return Promise.resolve(true);
      case 'changed':
        this.refusal = this.#changed(verdict.known, type, text);
        return Promise.resolve(false);
      case 'revoked':
        this.refusal = this.#error(
          'host-key-changed',
          `${this.#rules.place} shows a key that ${verdict.by.file}:${verdict.by.line} says is revoked`,
          'do not trust this host before you know why',
        );
        return Promise.resolve(false);
      case 'unknown':
        return this.#acceptNew(type, text);
    }
  }

  /** By what the files say now: another host may have been asked about the same key meanwhile. */
  #judge(type: string, key: string): Verdict {
    const { own, also } = readKnown(this.#rules);
    const verdict = judgeKey(own, type, key);
    if (verdict.is !== 'unknown') return verdict;
    const other = judgeKey(also, type, key);
    return other.is === 'changed' ? verdict : other;
  }

  async #acceptNew(type: string, key: string): Promise<boolean> {
    const { host, place, policy, asker } = this.#rules;
    const print = fingerprint(key);
    const accepted =
      policy === 'accept-new' ||
      (policy === 'ask' && (await asker.acceptHostKey({ host, place, type, fingerprint: print })));
    if (!accepted) {
      this.refusal = this.#error(
        'host-key-unknown',
        `${place} is not known yet: it shows the ${type} key ${print}`,
        this.#certified() ??
          "compare the fingerprint with the host's own, then accept it when asked, or use --accept-new",
      );
      return false;
    }
    this.#remember(type, key);
    return true;
  }

  #certified(): string | undefined {
    if (!this.#known.some((known) => known.marker === '@cert-authority')) return undefined;
    return "your known_hosts trusts a certificate authority for it, which viki does not support: add the host's own key";
  }

  #changed(known: KnownKey, type: string, key: string): HostError {
    const { place, names } = this.#rules;
    return this.#error(
      'host-key-changed',
      `${place} shows another key than the one it is known by: ${type} ${fingerprint(key)} instead of ${known.type} ${fingerprint(known.key)} (${known.file}:${known.line})`,
      `somebody may be in between. If the host was made anew, run: ssh-keygen -R '${names[0]}' -f '${known.file}'`,
    );
  }

  #error(kind: 'host-key-unknown' | 'host-key-changed', message: string, hint: string): HostError {
    return new HostError(kind, this.#rules.host, message, hint);
  }

  /** In one go, so that hosts that are accepted at the same time do not write into each other's lines. */
  #remember(type: string, key: string): void {
    const { files, names, hashed, host, debug } = this.#rules;
    const [file] = files;
    if (file === undefined || this.#judge(type, key).is === 'known') return;
    try {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      const text = readText(file);
      // Somebody's editor may have left the last line without its end.
      const separator = text === '' || text.endsWith('\n') ? '' : '\n';
      appendFileSync(file, separator + newLine(names[0], type, key, hashed), { mode: 0o600 });
    } catch (error) {
      debug(`${host}: its key was accepted, but can't be remembered in ${file} (${(error as Error).message})`);
    }
  }
}
