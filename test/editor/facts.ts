// What the ring tells the tests that run inside the editor: plain data in a JSON file. It may hold no function and no secret.

/** The environment variable of the extension host that names the file. */
export const FACTS_VARIABLE = 'VIKI_EDITOR_FACTS';

export interface RingFacts {
  /** Where the suite writes its SuiteResult. */
  readonly resultFile: string;
  readonly workspace: string;
  /** The home of whoever uses this editor: it is empty at first. */
  readonly home: string;
  /** A folder that the tests may change through the host; the declared resources lie in it. */
  readonly target: string;
  /** The project `shop` of the workspace declares this host: a real sshd of the current user. */
  readonly host: HostFacts;
  /** Another one, for who needs two. */
  readonly other: HostFacts;
}

export interface HostFacts {
  readonly user: string;
  readonly port: number;
  /** The private key that it lets in; it has no passphrase. */
  readonly keyFile: string;
  /** The same key, as texts name it: below the home of whoever uses the editor. */
  readonly identity: string;
  /** Its host key, as a line of a known_hosts file. */
  readonly hostKeyLine: string;
  /** A file with that line. */
  readonly knownHostsFile: string;
  /** The same file, as texts name it. */
  readonly knownHosts: string;
  /** Each exec request that it was sent is one line `Starting session: command ...` of it. */
  readonly logFile: string;
  /** Programs in this folder come before all others there. */
  readonly programs: string;
}

export interface TestResult {
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly milliseconds: number;
  /** What went wrong; empty if nothing did. */
  readonly words: string;
}

export interface SuiteResult {
  readonly tests: readonly TestResult[];
}

/** Whether a file is among those that were asked for by parts of their names; without a name, all are. */
export const isNamed = (file: string, names: readonly string[]): boolean =>
  names.length === 0 || names.some((name) => file.includes(name));
