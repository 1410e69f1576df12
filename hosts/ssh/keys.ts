// The keys that there are for a login: in files, and in the ssh agent. It reads keys and asks the agent; it sends nothing.
import type {
  AnyAuthMethod,
  BaseAgent,
  ParsedKey,
  SignCallback as SignAnswer,
  SigningRequestOptions as SigningOptions,
} from 'ssh2';
import type { SshConfig } from './config.ts';
import { readTogether } from './together.ts';

export type Ssh2 = typeof import('ssh2');

/** An agent may have to ask a person before it answers. */
const AGENT_LIMIT_MILLISECONDS = 60_000;
const AGENT_PIPE_OF_WINDOWS = '\\\\.\\pipe\\openssh-ssh-agent';

/** Something that can be offered to a host at once. */
export type OpenKey = {
  /** For messages: `the key ~/.ssh/id_ed25519`. */
  readonly words: string;
  readonly method: AnyAuthMethod;
};

export type LockedKey = { readonly file: string; readonly key: Buffer };

export type Keys = {
  /** The keys of the files, as far as they can be used right away. */
  readonly open: readonly OpenKey[];
  /** What else the agent has. */
  readonly others: readonly OpenKey[];
  /** Keys that need a passphrase which nobody has told yet. */
  readonly locked: readonly LockedKey[];
  /** What could not be used, in words. */
  readonly unusable: readonly string[];
};

export type KeyOptions = {
  readonly user: string;
  readonly config: SshConfig;
  /** The key file that the text names; then no other is used. */
  readonly identity: string | undefined;
  readonly variables: NodeJS.ProcessEnv;
};

function agentPath(config: SshConfig, variables: NodeJS.ProcessEnv): string | undefined {
  if (config.identityAgent === 'none') return undefined;
  const pipe = process.platform === 'win32' ? AGENT_PIPE_OF_WINDOWS : undefined;
  return config.identityAgent ?? (variables['SSH_AUTH_SOCK'] || pipe);
}

/** The public half of a key as it goes over the wire. */
const publicPart = (key: ParsedKey): string => key.getPublicSSH().toString('base64');

/** An agent that offers some of its keys and no others: a host counts each one as a try. */
class Agent {
  readonly #agent: BaseAgent;
  readonly #ssh2: Ssh2;
  readonly keys: readonly ParsedKey[];

  constructor(ssh2: Ssh2, agent: BaseAgent, keys: readonly ParsedKey[]) {
    this.#ssh2 = ssh2;
    this.#agent = agent;
    this.keys = keys;
  }

  method(user: string, keys: readonly ParsedKey[]): AnyAuthMethod {
    const whole = this.#agent;
    class SomeKeys extends this.#ssh2.BaseAgent<ParsedKey> {
      override getIdentities(answer: (error?: Error, keys?: ParsedKey[]) => void): void {
        answer(undefined, [...keys]);
      }
      override sign(key: ParsedKey, data: Buffer, options: SigningOptions | SignAnswer, answer?: SignAnswer): void {
        whole.sign(key, data, options as SigningOptions, answer);
      }
    }
    return { type: 'agent', username: user, agent: new SomeKeys() as unknown as BaseAgent };
  }
}

function askAgent(ssh2: Ssh2, path: string): Promise<Agent | string> {
  const agent = ssh2.createAgent(path);
  return new Promise((resolve) => {
    const limit = `it did not answer within ${AGENT_LIMIT_MILLISECONDS / 1000} seconds`;
    const timer = setTimeout(() => resolve(limit), AGENT_LIMIT_MILLISECONDS);
    agent.getIdentities((error, found) => {
      clearTimeout(timer);
      if (error) resolve(error.message);
      else resolve(new Agent(ssh2, agent, (found ?? []) as unknown as ParsedKey[]));
    });
  });
}

/** The public half of a locked key: newer files begin with it, and beside older ones lies a `.pub`. */
async function publicHalf(ssh2: Ssh2, file: string, key: Buffer): Promise<string | undefined> {
  return publicInside(key) ?? publicOf(ssh2.utils.parseKey(await readTogether(`${file}.pub`).catch(() => '')));
}

const publicOf = (key: ParsedKey | Error): string | undefined => (key instanceof Error ? undefined : publicPart(key));

const MAGIC = 'openssh-key-v1\0';

/** PROTOCOL.key of OpenSSH: three strings (cipher, derivation, its options), the number of keys, the public key. */
export function publicInside(file: Buffer): string | undefined {
  const [, base64] = /-----BEGIN OPENSSH PRIVATE KEY-----([^-]*)-----END/.exec(file.toString('latin1')) ?? [];
  const bytes = Buffer.from(base64 ?? '', 'base64');
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined;
  const lengthAt = (offset: number): number => (offset + 4 <= bytes.length ? bytes.readUInt32BE(offset) : 0);
  let offset = MAGIC.length;
  for (let skipped = 0; skipped < 3; skipped += 1) offset += 4 + lengthAt(offset);
  offset += 4;
  const start = offset + 4;
  const end = start + lengthAt(offset);
  return end > start && end <= bytes.length ? bytes.toString('base64', start, end) : undefined;
}

export async function findKeys(ssh2: Ssh2, options: KeyOptions): Promise<Keys> {
  const { config, identity, user, variables } = options;
  const path = agentPath(config, variables);
  const answer = path === undefined ? undefined : await askAgent(ssh2, path);
  const agent = answer instanceof Agent ? answer : undefined;
  const found = new KeyFinder(ssh2, user, agent, identity !== undefined);
  if (typeof answer === 'string') found.unusable.push(`the ssh agent ${path} can't be used (${answer})`);
  for (const file of identity === undefined ? config.identityFiles : [identity]) await found.take(file);
  if (identity === undefined && !config.identitiesOnly) found.takeOthers();
  return found;
}

class KeyFinder implements Keys {
  readonly open: OpenKey[] = [];
  readonly others: OpenKey[] = [];
  readonly locked: LockedKey[] = [];
  readonly unusable: string[] = [];
  readonly #ssh2: Ssh2;
  readonly #user: string;
  readonly #agent: Agent | undefined;
  /** The text names the file, so that whatever is wrong with it is worth a word. */
  readonly #isNamed: boolean;
  readonly #taken = new Set<string>();

  constructor(ssh2: Ssh2, user: string, agent: Agent | undefined, isNamed: boolean) {
    this.#ssh2 = ssh2;
    this.#user = user;
    this.#agent = agent;
    this.#isNamed = isNamed;
  }

  async take(file: string): Promise<void> {
    let key: Buffer;
    try {
      key = await readTogether(file);
    } catch (error) {
      // Keys that only stand in a configuration (there is a long list by default) may be missing.
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
      const words = code === 'ENOENT' ? `the key ${file} is not there` : `the key ${file} can't be read (${code})`;
      if (this.#isNamed || code !== 'ENOENT') this.unusable.push(words);
      return;
    }
    const parsed = this.#ssh2.utils.parseKey(key);
    if (!(parsed instanceof Error) && parsed.isPrivateKey()) {
      this.#taken.add(publicPart(parsed));
      this.open.push({ words: `the key ${file}`, method: { type: 'publickey', username: this.#user, key: parsed } });
      return;
    }
    const isLocked = parsed instanceof Error && /passphrase/i.test(parsed.message);
    const half = isLocked ? await publicHalf(this.#ssh2, file, key) : publicOf(parsed);
    if (half !== undefined && this.#takeFromAgent(file, half)) return;
    if (isLocked) this.locked.push({ file, key });
    else if (parsed instanceof Error) this.unusable.push(`the key ${file} is not understood (${parsed.message})`);
    else this.unusable.push(`${file} is a public key, of which no agent has the private one`);
  }

  #takeFromAgent(file: string, half: string): boolean {
    const key = this.#agent?.keys.find((candidate) => publicPart(candidate) === half);
    if (!this.#agent || !key) return false;
    this.#taken.add(half);
    this.open.push({ words: `the key ${file} (by the ssh agent)`, method: this.#agent.method(this.#user, [key]) });
    return true;
  }

  takeOthers(): void {
    const keys = (this.#agent?.keys ?? []).filter((key) => !this.#taken.has(publicPart(key)));
    if (!this.#agent || keys.length === 0) return;
    const words = keys.length === 1 ? 'a key of the ssh agent' : `${keys.length} keys of the ssh agent`;
    this.others.push({ words, method: this.#agent.method(this.#user, keys) });
  }
}
