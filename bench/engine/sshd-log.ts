// How many connections and exec requests hosts were sent while something ran, as their sshd logged it.
import { forEachLimited } from '../../engine/limited.ts';
import type { LabHost } from '../../test/lab/lab.ts';

/** Each look is a few processes in the host. */
const HOSTS_AT_A_TIME = 4;
const QUERY = 'journalctl --sync && journalctl --identifier=sshd --output=cat --quiet --show-cursor';

async function log(host: LabHost, range: string): Promise<{ readonly text: string; readonly cursor: string }> {
  const { code, stdout, stderr } = await host.exec(`${QUERY} ${range}`);
  if (code !== 0) throw new Error(`the log of sshd on ${host.name} could not be read: ${stderr}`);
  const [text = '', cursor = ''] = stdout.split('-- cursor: ');
  return { text, cursor: cursor.trim() };
}

const countOf = (texts: readonly string[], words: string): number =>
  texts.reduce((sum, text) => sum + text.split('\n').filter((line) => line.startsWith(words)).length, 0);

export async function counted<Result>(
  hosts: readonly LabHost[],
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly connections: number; readonly requests: number }> {
  const marks = await forEachLimited(hosts, HOSTS_AT_A_TIME, (host) => log(host, '--lines=0'));
  const result = await work();
  const texts = await forEachLimited(
    hosts.map((host, index) => ({ host, mark: marks[index]?.cursor ?? '' })),
    HOSTS_AT_A_TIME,
    async ({ host, mark }) => (await log(host, mark === '' ? '--lines=all' : `--after-cursor='${mark}'`)).text,
  );
  return {
    result,
    connections: countOf(texts, 'Accepted publickey ') / hosts.length,
    requests: countOf(texts, 'Starting session: ') / hosts.length,
  };
}
