// How long a plan takes to be shown after a save, with ten hosts of the lab and connections that are open: brings the hosts up,
// saves in a process in their network (saving.ts), and gives what it measured.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canRunLab, type Lab, type LabHost, openLab } from '../../test/lab/lab.ts';
import { run } from '../../test/lab/shell.ts';
import type { Saved } from './saving.ts';

const HOSTS = 10;
export const RESOURCES = 20;
const LIMIT_SECONDS = 120;

/** Resources of two kinds, all alike: what is asked of a host is one program, whatever it is about. */
function textOf(lab: Lab, hosts: readonly LabHost[]): string {
  const login = `user: root, identity: ${lab.keyFile}, known_hosts: ${lab.knownHostsFile}`;
  const numbers = Array.from({ length: RESOURCES / 2 }, (_, index) => index);
  return [
    '# edits: 0',
    'viki:',
    '  hosts:',
    ...hosts.map(({ name, address }) => `    ${name}: { address: ${address}, ${login} }`),
    '  mods:',
    '    mkdir:',
    ...numbers.map((number) => `      folder-${number}: { path: /srv/shop/${number} }`),
    '    file:',
    ...numbers.map((number) => `      page-${number}: { path: /srv/shop/${number}/index, content: page ${number} }`),
    '',
  ].join('\n');
}

/** What each save took, the first one of which connected; or why it could not be measured here. */
export async function measureSaves(): Promise<readonly Saved[] | string> {
  const ability = canRunLab();
  if (!ability.able) return ability.why;
  const folder = mkdtempSync(join(tmpdir(), 'viki-saves-'));
  const lab = openLab(`saves-${process.pid}`);
  try {
    const hosts = await lab.up(Array.from({ length: HOSTS }, (_, index) => `h${index + 1}`));
    writeFileSync(join(folder, 'shop.vk.yaml'), textOf(lab, hosts));
    const [program = '', ...args] = [...lab.enter, process.execPath, join(import.meta.dirname, 'saving.ts'), folder];
    const environment = { ...process.env, HOME: folder };
    const { code, stdout, stderr } = await run({ program, args, limitSeconds: LIMIT_SECONDS, environment });
    if (code !== 0) throw new Error(`the saves ended with ${code}: ${stderr}`);
    return JSON.parse(stdout) as readonly Saved[];
  } finally {
    await lab.down();
    rmSync(folder, { recursive: true, force: true });
  }
}
