// Passwords and passphrases that a person asked to be remembered, in the editor's own secret storage (the system's
// keychain, where there is one). A secret belongs to the very machines that it was told for: another address is another secret.
import { createHash } from 'node:crypto';
import type * as vscode from 'vscode';
import type { Project } from '../engine/project.ts';
import type { SecretQuestion } from '../hosts/asker.ts';

const PREFIX = 'viki.secret.';
/** The names of what is remembered: the storage can't list them in every editor that viki supports. */
const INDEX = 'viki.secrets';
const REMEMBERED_MAX = 500;

/** Where a host is and who logs in there: what a password is for. */
function machinesOf(project: Project, hosts: readonly string[]): readonly unknown[] {
  return hosts.map((name) => {
    const host = project.hosts.get(name);
    return [name, host?.via, host?.address, host?.port, host?.user, host?.jump];
  });
}

/** The name that a secret is kept under; it tells nobody what it is for. */
export function secretName(folder: string, project: Project, question: SecretQuestion): string {
  const { host, purpose, variable } = question;
  // A passphrase opens a file of this machine, whichever project uses it.
  const about =
    purpose === 'passphrase'
      ? [purpose, host]
      : variable === undefined
        ? [purpose, folder, machinesOf(project, [host])]
        : ['variable', folder, variable, machinesOf(project, [...project.hosts.keys()].sort())];
  return PREFIX + createHash('sha256').update(JSON.stringify(about)).digest('hex');
}

/** What an answer to this is good for more than once. */
export const isWorthKeeping = ({ purpose }: SecretQuestion): boolean =>
  purpose === 'password' || purpose === 'passphrase' || purpose === 'sudo';

export class Remembered {
  readonly #secrets: vscode.SecretStorage;
  readonly #index: vscode.Memento;
  /** Found to be wrong: not to be told again, even before the storage has let go of it. */
  readonly #wrong = new Set<string>();

  constructor(secrets: vscode.SecretStorage, index: vscode.Memento) {
    this.#secrets = secrets;
    this.#index = index;
  }

  count(): number {
    return this.#names().length;
  }

  async get(name: string): Promise<string | undefined> {
    return this.#wrong.has(name) ? undefined : await this.#secrets.get(name);
  }

  async keep(name: string, secret: string): Promise<void> {
    const names = [...this.#names().filter((known) => known !== name), name];
    const tooMany = names.slice(0, Math.max(0, names.length - REMEMBERED_MAX));
    await Promise.all(tooMany.map((known) => this.#secrets.delete(known)));
    await this.#secrets.store(name, secret);
    this.#wrong.delete(name);
    await this.#index.update(INDEX, names.slice(tooMany.length));
  }

  /** It turned out to be wrong. */
  async forget(name: string): Promise<void> {
    this.#wrong.add(name);
    await this.#secrets.delete(name);
    await this.#index.update(
      INDEX,
      this.#names().filter((known) => known !== name),
    );
  }

  async forgetAll(): Promise<void> {
    await Promise.all(this.#names().map((name) => this.#secrets.delete(name)));
    await this.#index.update(INDEX, []);
  }

  #names(): readonly string[] {
    return this.#index.get<readonly string[]>(INDEX, []);
  }
}
