// The ways to log in, in the order in which they are tried: only what is set up, so that nothing is wasted on the wire.
// Secrets go to ssh2 and nowhere else.
import { readFile } from 'node:fs/promises';
import type { AnyAuthMethod, AuthenticationType } from 'ssh2';
import type { Asker, SecretQuestion } from '../asker.ts';
import type { SshConfig } from './config.ts';

/** A key of which the passphrase is not known is asked for so often. */
const PASSPHRASE_TRIES = 3;

export type Credentials = {
  readonly host: string;
  readonly config: SshConfig;
  /** The key file that the text names; then no other is used. */
  readonly identity: string | undefined;
  /** The password that the text has a source for. */
  readonly password: (() => Promise<string>) | undefined;
  readonly agent: string | undefined;
  readonly asker: Asker & { forget?(question: SecretQuestion): void };
  readonly debug: (line: string) => void;
  /** Somebody is asked something, or is no longer: the clock stands still meanwhile. */
  readonly waiting: (isWaiting: boolean) => void;
};

type Ssh2 = typeof import('ssh2');

/** One way to log in; `method` gives undefined when it can't be had after all. */
type Attempt = {
  readonly type: AuthenticationType;
  /** For messages: `the key ~/.ssh/id_ed25519`. */
  readonly words: string;
  method(): Promise<AnyAuthMethod | undefined>;
};

/** The next way to try, as ssh2 asks for it: `left` is what the server still takes, null before it was asked. */
export type NextMethod = (left: readonly string[] | null) => Promise<AnyAuthMethod | false>;

export class Authentication {
  readonly #credentials: Credentials;
  readonly #ssh2: Ssh2;
  readonly #attempts: Attempt[];
  /** What was tried, and what could not be, in words. */
  readonly tried: string[] = [];
  readonly unusable: string[] = [];
  offered: readonly string[] = [];

  constructor(credentials: Credentials, ssh2: Ssh2) {
    this.#credentials = credentials;
    this.#ssh2 = ssh2;
    this.#attempts = this.#plan();
  }

  readonly next: NextMethod = async (left) => {
    if (left) this.offered = left;
    for (let attempt = this.#attempts.shift(); attempt; attempt = this.#attempts.shift()) {
      if (left && !left.includes(attempt.type === 'agent' ? 'publickey' : attempt.type)) continue;
      const method = await attempt.method();
      if (!method) continue;
      this.tried.push(attempt.words);
      return method;
    }
    return false;
  };

  get #user(): string {
    return this.#credentials.config.user;
  }

  #plan(): Attempt[] {
    const { identity, config, agent, password } = this.#credentials;
    const files = identity === undefined ? config.identityFiles : [identity];
    const useAgent = agent !== undefined && identity === undefined && !config.identitiesOnly;
    const keys = files.map((file): Attempt => this.#keyAttempt(file, identity !== undefined));
    // A key that needs no passphrase costs nothing; whoever has an agent has it for the others.
    const fromAgent: Attempt[] = useAgent ? [this.#agentAttempt(agent)] : [];
    const secret = password ?? (() => this.#askPassword());
    return [...(identity === undefined ? fromAgent : []), ...keys, ...this.#passwordAttempts(secret)];
  }

  #agentAttempt(agent: string): Attempt {
    return {
      type: 'agent',
      words: 'the keys of the ssh agent',
      method: () => Promise.resolve({ type: 'agent', username: this.#user, agent }),
    };
  }

  #keyAttempt(file: string, isNamed: boolean): Attempt {
    return {
      type: 'publickey',
      words: `the key ${file}`,
      method: async () => {
        const key = await this.#readKey(file, isNamed);
        return key === undefined ? undefined : { type: 'publickey', username: this.#user, ...key };
      },
    };
  }

  async #readKey(file: string, isNamed: boolean): Promise<{ key: Buffer; passphrase?: string } | undefined> {
    let key: Buffer;
    try {
      key = await readFile(file);
    } catch (error) {
      // Keys that only stand in a configuration (there is a long list by default) may be missing.
      const code = (error as NodeJS.ErrnoException).code;
      if (isNamed || code !== 'ENOENT')
        this.unusable.push(`the key ${file} can't be read (${code ?? 'unknown error'})`);
      return undefined;
    }
    const parsed = this.#ssh2.utils.parseKey(key);
    if (!(parsed instanceof Error)) return { key };
    if (!/passphrase/i.test(parsed.message)) {
      this.unusable.push(`the key ${file} is not understood (${parsed.message})`);
      return undefined;
    }
    const passphrase = await this.#askPassphrase(file, key);
    return passphrase === undefined ? undefined : { key, passphrase };
  }

  async #askPassphrase(file: string, key: Buffer): Promise<string | undefined> {
    const question = { host: file, purpose: 'passphrase', prompt: `Passphrase for the key ${file}` };
    for (let tries = 0; tries < PASSPHRASE_TRIES; tries += 1) {
      const passphrase = await this.#ask(question);
      if (passphrase === undefined) break;
      if (!(this.#ssh2.utils.parseKey(key, passphrase) instanceof Error)) return passphrase;
      this.#credentials.asker.forget?.(question);
      this.#credentials.debug(`${file}: that is not its passphrase`);
    }
    this.unusable.push(`the key ${file} is locked by a passphrase that was not told`);
    return undefined;
  }

  async #ask(question: SecretQuestion): Promise<string | undefined> {
    this.#credentials.waiting(true);
    try {
      return await this.#credentials.asker.secret(question);
    } finally {
      this.#credentials.waiting(false);
    }
  }

  #askPassword(): Promise<string | undefined> {
    const { host, config } = this.#credentials;
    return this.#ask({ host, purpose: 'password', prompt: `Password for ${config.user}@${config.hostname}` });
  }

  /** PAM hosts may take the same password only as an answer to a question. */
  #passwordAttempts(secret: () => Promise<string | undefined>): Attempt[] {
    let known: Promise<string | undefined> | undefined;
    const once = (): Promise<string | undefined> => {
      known ??= secret();
      return known;
    };
    return [
      {
        type: 'password',
        words: 'the password',
        method: async () => {
          const password = await once();
          return password === undefined ? undefined : { type: 'password', username: this.#user, password };
        },
      },
      {
        type: 'keyboard-interactive',
        words: 'the password as an answer to the host',
        method: async () => {
          // One wrong password is enough: the same again would count twice. (A host that does not take passwords at all
          // has not looked at it.)
          if (this.tried.includes('the password') && this.offered.includes('password')) return undefined;
          const password = await once();
          if (password === undefined) return undefined;
          return {
            type: 'keyboard-interactive',
            username: this.#user,
            prompt: (_name, _instructions, _language, prompts, answer) => answer(prompts.map(() => password)),
          };
        },
      },
    ];
  }

  /** A wrong password that was typed is to be asked for again. */
  forgetPassword(): void {
    const { host, asker, password } = this.#credentials;
    if (password === undefined) asker.forget?.({ host, purpose: 'password', prompt: '' });
  }
}
