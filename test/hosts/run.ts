// The hosts ring: viki against real hosts of a lab that is made for it and gone afterwards. Everything that reaches a
// host runs in the lab's network; this process stays outside and only makes, starts, counts and takes down.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finish, type Part, report, skipped } from '../../scripts/ring.ts';
import { root } from '../../scripts/root.ts';
import { canRunLab, type HostSpec, type Lab, openLab } from '../lab/lab.ts';
import { labPart } from '../lab/part.ts';
import { HOSTS, OPTIONAL_BASES } from './hosts.ts';

/** Why hosts are not there, by their names. */
type Missing = Readonly<Record<string, string>>;

async function makeHosts(lab: Lab): Promise<Missing> {
  const why = new Map<string, string>();
  for (const base of OPTIONAL_BASES) {
    const ability = await lab.canHave(base);
    if (!ability.able) why.set(base, ability.why);
  }
  const whyOf = (host: HostSpec): string | undefined => why.get(host.base ?? '');
  await lab.up(HOSTS.filter((host) => whyOf(host) === undefined));
  return Object.fromEntries(HOSTS.flatMap((host) => [[host.name, whyOf(host)]]).filter(([, reason]) => reason));
}

/** Runs the tests where the hosts are, and reads what they counted. */
function inside(lab: Lab, missing: Missing): Promise<Part> {
  const start = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'viki-hosts-'));
  const resultFile = join(folder, 'result.json');
  const [program = 'nsenter', ...words] = lab.enter;
  const child = spawn(
    program,
    [...words, process.execPath, join(root, 'test/hosts/inside.ts'), ...process.argv.slice(2)],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        VIKI_LAB: lab.name,
        VIKI_LAB_MISSING: JSON.stringify(missing),
        VIKI_RESULT_FILE: resultFile,
      },
    },
  );
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const milliseconds = performance.now() - start;
      const counted = (() => {
        try {
          return JSON.parse(readFileSync(resultFile, 'utf8')) as { passed: number; failed: number; skips: string[] };
        } catch {
          return { passed: 0, failed: 1, skips: [] };
        }
      })();
      rmSync(folder, { recursive: true, force: true });
      const failed = code === 0 ? counted.failed : Math.max(1, counted.failed);
      resolve({ name: 'hosts', passed: counted.passed, failed, skips: counted.skips, milliseconds, output: '' });
    });
  });
}

async function main(): Promise<void> {
  const ability = canRunLab();
  if (!ability.able) {
    const part = skipped('hosts', ability.why);
    report(part);
    finish([part]);
    return;
  }
  const lab = openLab();
  // The lab itself first: what is wrong with it is not viki's fault.
  const parts: Part[] = process.argv.length > 2 ? [] : [await labPart()];
  try {
    parts.push(await inside(lab, await makeHosts(lab)));
  } finally {
    const start = performance.now();
    await lab.down();
    const left = await lab.leftovers();
    const output = left.join('\n');
    const failed = left.length === 0 ? 0 : 1;
    parts.push({
      name: 'nothing left',
      passed: 1 - failed,
      failed,
      skips: [],
      milliseconds: performance.now() - start,
      output,
    });
  }
  for (const part of parts) report(part);
  finish(parts);
}

await main();
