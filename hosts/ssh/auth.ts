// The ways to log in, in the order in which they are tried: only what is set up, so that nothing is wasted on the wire.
// Secrets go to ssh2 and nowhere else.
import type { AnyAuthMethod, AuthenticationType, Prompt } from 'ssh2';
import type { Asker } from '../asker.ts';
import { askedSecret, type Secret } from '../secrets.ts';
import type { Keys, LockedKey, OpenKey, Ssh2 } from './keys.ts';

/** A key of which the passphrase is not known is asked for so often. */
const PASSPHRASE_TRIES = 3;
const PASSWORD = 'the password';

export type Credentials = {
  readonly host: string;
  readonly user: string;
  /** `203.0.113.10:22` */
  readonly place: string;
  readonly keys: Keys;
  /** The text names the key: nothing but the password stands beside it. */
  readonly isKeyNamed: boolean;
  /** The password that the text has a source for. */
  readonly password: Secret | undefined;
  readonly asker: Asker;
  readonly debug: (line: string) => void;
  /** Somebody is asked something, or is no longer: the clock stands still meanwhile. */
  readonly waiting: (isWaiting: boolean) => void;
};

/** One way to log in; `method` gives undefined when it can't be had after all. */
type Attempt = {
  readonly type: Exclude<AuthenticationType, 'agent' | 'hostbased' | 'none'>;
  readonly words: string;
  /** A person may have to be asked: not before the host has said that it takes such a thing. */
  readonly mayAsk: boolean;
  method(): Promise<AnyAuthMethod | undefined>;
};

export class Authentication {
  readonly #credentials: Credentials;
  readonly #ssh2: Ssh2;
  #attempts: Attempt[];
  readonly #password: Secret;
  /** What was tried, and what could not be, in words. */
  readonly tried: string[] = [];
  readonly unusable: string[];
  offered: readonly string[] = [];
  #told: string | undefined;
  #isPasswordUsed = false;
  /** The host has it: what it asks for after that is something else. */
  #isPasswordGiven = false;
  #last: Attempt | undefined;
  readonly #refused = new Set<string>();

  constructor(credentials: Credentials, ssh2: Ssh2) {
    const { host, user, place, asker, keys } = credentials;
    const question = { host, purpose: 'password', prompt: `Password for ${user}@${place}` };
    this.#credentials = credentials;
    this.#ssh2 = ssh2;
    this.#password = credentials.password ?? askedSecret(question, asker);
    this.unusable = [...keys.unusable];
    if (!this.#asksForPassphrases)
      this.unusable.push(...keys.locked.map(({ file }) => `the key ${file} is locked by a passphrase`));
    this.#attempts = this.#plan();
  }

  /** The next way to try: `left` is what the host still takes, null before it was asked. */
  async next(left: readonly string[] | null, wasPartly: boolean | null): Promise<AnyAuthMethod | false> {
    if (left) this.#hear(left, wasPartly === true);
    for (let attempt = this.#attempts.shift(); attempt; attempt = this.#attempts.shift()) {
      if (left && !left.includes(attempt.type)) continue;
      if (!left && attempt.mayAsk) {
        this.#attempts.unshift(attempt);
        return { type: 'none', username: this.#credentials.user };
      }
      const method = await attempt.method();
      if (!method) continue;
      this.#last = attempt;
      this.tried.push(attempt.words);
      this.#credentials.debug(`${this.#credentials.place}: trying ${attempt.words}`);
      return method;
    }
    return false;
  }

  /** What became of the last try. */
  #hear(left: readonly string[], wasPartly: boolean): void {
    this.offered = left;
    const last = this.#last;
    if (!last) return;
    if (!wasPartly) {
      // What the host does not take at all is not wrong: it may want it as the second of two things.
      if (left.includes(last.type)) this.#refused.add(last.words);
      return;
    }
    if (last.words === PASSWORD) this.#isPasswordGiven = true;
    this.#attempts = this.#plan().filter(({ words }) => words !== last.words && !this.#refused.has(words));
  }

  /** The login failed: a wrong password that was typed is to be asked for again. */
  forgetPassword(): void {
    if (this.#isPasswordUsed) this.#password.forget();
  }

  /** Who has given a password for this host is not bothered about keys that happen to lie around. */
  get #asksForPassphrases(): boolean {
    return this.#credentials.isKeyNamed || !this.#credentials.password;
  }

  /** What the text names comes first: each wrong try counts on the host. */
  #plan(): Attempt[] {
    const { keys } = this.#credentials;
    const open = [...keys.open, ...keys.others].map((key) => this.#keyAttempt(key));
    const locked = keys.locked.map((key) => this.#lockedAttempt(key));
    const passwords = this.#passwordAttempts();
    if (this.#asksForPassphrases) return [...open, ...locked, ...passwords];
    return [...passwords, ...open];
  }

  #keyAttempt({ words, method }: OpenKey): Attempt {
    return { type: 'publickey', words, mayAsk: false, method: () => Promise.resolve(method) };
  }

  #lockedAttempt(key: LockedKey): Attempt {
    return {
      type: 'publickey',
      words: `the key ${key.file}`,
      mayAsk: true,
      method: async () => {
        const passphrase = await this.#askPassphrase(key);
        if (passphrase === undefined) return undefined;
        return { type: 'publickey', username: this.#credentials.user, key: key.key, passphrase };
      },
    };
  }

  async #askPassphrase({ file, key }: LockedKey): Promise<string | undefined> {
    const question = { host: file, purpose: 'passphrase', prompt: `Passphrase for the key ${file}` };
    const secret = askedSecret(question, this.#credentials.asker);
    for (let tries = 0; tries < PASSPHRASE_TRIES; tries += 1) {
      const passphrase = await this.#ask(secret);
      if (passphrase === undefined) break;
      if (!(this.#ssh2.utils.parseKey(key, passphrase) instanceof Error)) return passphrase;
      secret.forget();
      this.#credentials.debug(`${file}: that is not its passphrase`);
    }
    this.unusable.push(`the key ${file} is locked by a passphrase that was not told`);
    return undefined;
  }

  async #ask(secret: Secret): Promise<string | undefined> {
    this.#credentials.waiting(true);
    try {
      return await secret.reveal();
    } finally {
      this.#credentials.waiting(false);
    }
  }

  async #tell(): Promise<string | undefined> {
    this.#told ??= await this.#ask(this.#password);
    return this.#told;
  }

  #passwordAttempts(): Attempt[] {
    const mayAsk = this.#credentials.password === undefined;
    const username = this.#credentials.user;
    return [
      {
        type: 'password',
        words: PASSWORD,
        mayAsk,
        method: async () => {
          const password = await this.#tell();
          this.#isPasswordUsed = password !== undefined;
          return password === undefined ? undefined : { type: 'password', username, password };
        },
      },
      {
        type: 'keyboard-interactive',
        words: 'the password as an answer to the host',
        mayAsk,
        method: async () => {
          // One wrong password is enough: the same again would count twice.
          if (this.#refused.has(PASSWORD) || (await this.#tell()) === undefined) return undefined;
          const prompt = (...[, , , prompts, answer]: PromptArguments): void => void this.#answer(prompts, answer);
          return { type: 'keyboard-interactive', username, prompt };
        },
      },
    ];
  }

  /** The first question for a password is answered with it; whatever else a host wants to know is for the person. */
  async #answer(prompts: readonly Prompt[], answer: (answers: string[]) => void): Promise<void> {
    const answers: string[] = [];
    for (const { prompt, echo } of prompts) {
      const isPassword = !this.#isPasswordGiven && echo !== true && /pass/i.test(prompt);
      if (isPassword) {
        this.#isPasswordUsed = true;
        this.#isPasswordGiven = true;
      }
      answers.push((isPassword ? this.#told : await this.#askOnce(prompt)) ?? '');
    }
    answer(answers);
  }

  /** The answer may be a code that is good for once. */
  async #askOnce(prompt: string): Promise<string | undefined> {
    const { host, user, place, asker } = this.#credentials;
    const words = prompt.trim().replace(/:$/, '');
    const question = { host, purpose: `answer\n${words}`, prompt: `${words} (${user}@${place})` };
    const secret = askedSecret(question, asker);
    const told = await this.#ask(secret).catch(() => undefined);
    secret.forget();
    return told;
  }
}

type PromptArguments = [
  name: string,
  instructions: string,
  language: string,
  prompts: Prompt[],
  answer: (answers: string[]) => void,
];
