// Questions that only a person can answer on the way to a host. The terminal and the extension each have their way to ask.

export type SecretQuestion = {
  readonly host: string;
  /** What for: two questions with one purpose for one host are one question. */
  readonly purpose: string;
  /** `Password for deploy@203.0.113.10` */
  readonly prompt: string;
  /** The variable of the text that the answer is for: all hosts that use it share it. */
  readonly variable?: string;
};

export type HostKeyQuestion = {
  readonly host: string;
  /** Where it was found: `203.0.113.10:22`. */
  readonly place: string;
  readonly type: string;
  /** `SHA256:...`, as ssh-keygen prints it. */
  readonly fingerprint: string;
};

export interface Asker {
  /** The secret, or undefined when nobody is there to tell or does not want to. */
  secret(question: SecretQuestion): Promise<string | undefined>;
  acceptHostKey(question: HostKeyQuestion): Promise<boolean>;
  /** What was told turned out to be wrong, or was good for once only: ask again next time. */
  forget?(question: SecretQuestion): void;
}

/** Nobody is there. */
export const noAsker: Asker = {
  secret: () => Promise.resolve(undefined),
  acceptHostKey: () => Promise.resolve(false),
};

/**
 * Asks one question at a time, however many hosts have one, and never the same one twice: a secret that was told is kept
 * in memory for as long as this asker lives, until it is found to be wrong.
 */
export class QueuedAsker implements Asker {
  readonly #asker: Asker;
  readonly #told = new Map<string, string>();
  /** Host keys that are being asked about: twenty hosts behind one new jump host have one question. */
  readonly #keys = new Map<string, Promise<boolean>>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(asker: Asker) {
    this.#asker = asker;
  }

  secret(question: SecretQuestion): Promise<string | undefined> {
    return this.#inTurn(async () => {
      const key = keyOf(question);
      const told = this.#told.get(key) ?? (await this.#asker.secret(question));
      if (told !== undefined) this.#told.set(key, told);
      return told;
    });
  }

  acceptHostKey(question: HostKeyQuestion): Promise<boolean> {
    const key = `${question.place}\n${question.fingerprint}`;
    const asked = this.#keys.get(key) ?? this.#inTurn(() => this.#asker.acceptHostKey(question));
    this.#keys.set(key, asked);
    const forget = (): unknown => this.#keys.delete(key);
    asked.then(forget, forget);
    return asked;
  }

  forget(question: SecretQuestion): void {
    this.#told.delete(keyOf(question));
  }

  #inTurn<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    const answer = this.#last.then(ask);
    this.#last = answer.catch(() => undefined);
    return answer;
  }
}

const keyOf = ({ host, purpose, variable }: SecretQuestion): string =>
  variable === undefined ? `${host}\n${purpose}` : `variable\n${variable}`;
