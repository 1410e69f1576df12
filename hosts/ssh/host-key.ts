// Whether the key that a host shows is the one that it is known by; an unknown one is asked for, and remembered.
import { chmod, mkdir, open, readFile } from 'node:fs/promises';
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
} from './known-hosts.ts';

export type HostKeyPolicy = 'ask' | 'accept-new' | 'strict';

export type HostKeyRules = {
  readonly host: string;
  /** `203.0.113.10:22` */
  readonly place: string;
  /** How it is written in known_hosts. */
  readonly name: string;
  readonly files: readonly string[];
  readonly hashed: boolean;
  readonly policy: HostKeyPolicy;
  readonly asker: Asker;
};

const ALGORITHMS_OF_TYPE: { readonly [type: string]: readonly string[] } = {
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'],
};

async function readFiles(paths: readonly string[]): Promise<readonly KnownHostsFile[]> {
  const files = await Promise.all(
    paths.map(async (path) => ({ path, text: await readFile(path, 'utf8').catch(() => undefined) })),
  );
  return files.flatMap(({ path, text }) => (text === undefined ? [] : [{ path, text }]));
}

export class HostKeyCheck {
  readonly #rules: HostKeyRules;
  readonly #known: readonly KnownKey[];
  /** Why the key was refused. */
  refusal: HostError | undefined;

  private constructor(rules: HostKeyRules, known: readonly KnownKey[]) {
    this.#rules = rules;
    this.#known = known;
  }

  static async prepare(rules: HostKeyRules): Promise<HostKeyCheck> {
    return new HostKeyCheck(rules, knownKeys(await readFiles(rules.files), rules.name));
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
    const verdict = judgeKey(this.#known, type, text);
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
    await this.#remember(type, key);
    return true;
  }

  #certified(): string | undefined {
    if (!this.#known.some((known) => known.marker === '@cert-authority')) return undefined;
    return "your known_hosts trusts a certificate authority for it, which viki does not support: add the host's own key";
  }

  #changed(known: KnownKey, type: string, key: string): HostError {
    const { place, name } = this.#rules;
    return this.#error(
      'host-key-changed',
      `${place} shows another key than the one it is known by: ${type} ${fingerprint(key)} instead of ${known.type} ${fingerprint(known.key)} (${known.file}:${known.line})`,
      `somebody may be in between. If the host was made anew, run: ssh-keygen -R '${name}' -f '${known.file}'`,
    );
  }

  #error(kind: 'host-key-unknown' | 'host-key-changed', message: string, hint: string): HostError {
    return new HostError(kind, this.#rules.host, message, hint);
  }

  async #remember(type: string, key: string): Promise<void> {
    const [file] = this.#rules.files;
    if (file === undefined) return;
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const handle = await open(file, 'a+', 0o600);
    try {
      const text = await handle.readFile('utf8');
      // Somebody's editor may have left the last line without its end.
      const separator = text === '' || text.endsWith('\n') ? '' : '\n';
      await handle.appendFile(separator + newLine(this.#rules.name, type, key, this.#rules.hashed));
    } finally {
      await handle.close();
    }
    await chmod(file, 0o600).catch(() => undefined);
  }
}
