// One host of a lab, for a test: what it is, what is on its disk, and what may happen to it. It never goes through ssh.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Disk, type ListingOptions } from './digest.ts';
import { type Answer, answerOf, labCommand } from './shell.ts';

const COMMAND_LIMIT_SECONDS = 60;
const BOOT_LIMIT_SECONDS = 90;

/**
 * drop: packets vanish; loss: a percentage of them does; reject: every packet to the host is answered with a reset; cut: the
 * cable is out; freeze: the host's processes stand still; delay: of connections opened from now on, every byte comes so many
 * milliseconds later, in both directions (bytes and not packets: acknowledgements are not delayed).
 */
export type Fault = 'drop' | 'reject' | 'cut' | 'freeze';
export type MeasuredFault = 'loss' | 'delay';

export interface LabHost {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** As in known_hosts, without the address: `ssh-ed25519 AAAA…`. */
  readonly hostKey: string;
  /** Where its whole file system can be seen from this machine, running or not. */
  readonly root: string;
  /** Runs a shell command in the host as its root, without ssh. Rejects when the host isn't running. */
  exec(command: string, input?: string | Buffer): Promise<Answer>;
  /** One line for each entry on its disk; see `differences` in digest.ts. */
  listing(options?: ListingOptions): Promise<string>;
  /** The sha256 of the listing. */
  digest(options?: ListingOptions): Promise<string>;
  fault(kind: Fault): Promise<void>;
  fault(kind: MeasuredFault, percentOrMilliseconds: number): Promise<void>;
  /** The way to it is as it was, and it goes on. */
  clearFaults(): Promise<void>;
  /** Pulls the plug. */
  kill(): Promise<void>;
  /** Boots it from the disk as it is. */
  start(): Promise<void>;
  /** As its root would, and waits until it is back. */
  reboot(): Promise<void>;
  /** The same name, address and keys, with a fresh disk. */
  reset(): Promise<void>;
  /** From here on, `execRequests` counts. */
  markExecRequests(): Promise<void>;
  /** How many exec requests its sshd was sent since the mark; without one, since it was made. */
  execRequests(): Promise<number>;
}

const SSH_PORT = 22;

export function hostOf(lab: string, labFolder: string, name: string): LabHost {
  const folder = join(labFolder, 'hosts', name);
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8').trim();
  const disk = new Disk(join(folder, 'root'));
  const tell = async (limitSeconds: number, ...args: readonly string[]): Promise<void> => {
    await labCommand({ lab, args, limitSeconds });
  };
  const exec = async (command: string, input: string | Buffer = ''): Promise<Answer> => {
    const args = ['exec', name, 'sh', '-c', command];
    const answer = await answerOf({ lab, args, limitSeconds: COMMAND_LIMIT_SECONDS, input });
    // The lab's own words, and not an answer of the host.
    if (answer.code !== 0 && answer.stderr.startsWith('lab: ')) throw new Error(answer.stderr.trim());
    return answer;
  };
  let cursor = '';
  return {
    name,
    address: read('address'),
    port: SSH_PORT,
    hostKey: read('identity/host-key.pub'),
    root: join(folder, 'root'),
    exec,
    listing: (options) => disk.listing(options),
    digest: (options) => disk.digest(options),
    fault: (kind: string, amount?: number) =>
      tell(COMMAND_LIMIT_SECONDS, 'fault', name, kind, ...(amount === undefined ? [] : [`${amount}`])),
    clearFaults: () => tell(COMMAND_LIMIT_SECONDS, 'clear', name),
    kill: () => tell(COMMAND_LIMIT_SECONDS, 'kill', name),
    start: () => tell(BOOT_LIMIT_SECONDS, 'start', name),
    reboot: () => tell(BOOT_LIMIT_SECONDS, 'reboot', name),
    reset: () => tell(BOOT_LIMIT_SECONDS, 'reset', name),
    async markExecRequests() {
      cursor = (await journal(exec, '--lines=0')).cursor;
    },
    async execRequests() {
      const { text } = await journal(exec, cursor ? `--after-cursor='${cursor}'` : '--lines=all');
      return text.split('\n').filter((line) => line.startsWith('Starting session: command')).length;
    },
  };
}

/** What sshd logged. Only a host with systemd has a journal; dropbear does not log requests. */
async function journal(
  exec: (command: string) => Promise<Answer>,
  range: string,
): Promise<{ text: string; cursor: string }> {
  const query = `journalctl --identifier=sshd --output=cat --quiet --show-cursor ${range}`;
  const { code, stdout, stderr } = await exec(`journalctl --sync && ${query}`);
  if (code !== 0)
    throw new Error(`the journal of sshd could not be read (only hosts with systemd have one): ${stderr}`);
  const [text = '', cursor = ''] = stdout.split('-- cursor: ');
  return { text, cursor: cursor.trim() };
}
