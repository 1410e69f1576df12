// Who takes part: how each is given its work, and the command of each phase. Nothing in here is run.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import type { Lab, LabHost } from '../../test/lab/lab.ts';
import { applyScript, checkScript } from './scripts.ts';
import type { Wanted } from './workload.ts';

export type Phase = 'plan' | 'first' | 'second';
export const phases: readonly Phase[] = ['plan', 'first', 'second'];

/** What one contestant is to do on which hosts, and a folder of its own for that. */
export type Task = {
  readonly lab: Lab;
  readonly hosts: readonly LabHost[];
  readonly wanted: readonly Wanted[];
  readonly folder: string;
  /** The viki that is measured. */
  readonly program: string;
};

export type Contestant = {
  readonly name: string;
  /** Writes its files into the folder. */
  readonly prepare: (task: Task) => void;
  readonly words: (task: Task, phase: Phase) => readonly string[];
  /** Variables that it needs. */
  readonly environment?: (task: Task) => NodeJS.ProcessEnv;
  /** What is wrong with how it ended, by its code and words; the hosts are looked at anyway. */
  readonly complaint: (phase: Phase, code: number, output: string, hosts: number) => string | undefined;
  /** What a reader of its figures must know. */
  readonly remark?: (phase: Phase, code: number) => string | undefined;
};

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const pairs = (hosts: readonly LabHost[]): readonly string[] =>
  hosts.flatMap(({ address, port }) => [address, `${port}`]);

/** What is longer is not written into the text but lies beside it, as people have it. */
const INLINE_BYTES_LIMIT = 1000;

export const isInline = ({ content }: { readonly content: string }): boolean => content.length <= INLINE_BYTES_LIMIT;
export const sourceName = (index: number): string => `files/${index}`;

/** The files that lie beside a text. */
export function writeSources({ folder, wanted }: Task): void {
  mkdirSync(join(folder, 'files'), { recursive: true });
  for (const [index, item] of wanted.entries()) {
    if (item.kind === 'file' && !isInline(item)) writeFileSync(join(folder, sourceName(index)), item.content);
  }
}

function vikiText({ lab, hosts, wanted }: Task): string {
  const login = `user: root, identity: ${lab.keyFile}, known_hosts: ${lab.knownHostsFile}`;
  const field = ({ path, mode }: Wanted): string => `path: ${JSON.stringify(path)}, mode: "${mode}"`;
  const directories: string[] = [];
  const files: string[] = [];
  for (const [index, item] of wanted.entries()) {
    if (item.kind === 'directory') directories.push(`      d${index}: { ${field(item)} }`);
    else {
      const bytes = isInline(item) ? `content: ${JSON.stringify(item.content)}` : `source: ${sourceName(index)}`;
      files.push(`      f${index}: { ${field(item)}, ${bytes} }`);
    }
  }
  return [
    'viki:',
    '  policy: { parallel: 100 }',
    '  hosts:',
    ...hosts.map(({ name, address }) => `    ${name}: { address: ${address}, ${login} }`),
    '  mods:',
    '    mkdir:',
    ...directories,
    '    file:',
    ...files,
    '',
  ].join('\n');
}

/** `plan` ends with 2 when there is something to do. */
const vikiCodes = { plan: 2, first: 0, second: 0 } as const;

export const viki: Contestant = {
  name: 'viki',
  prepare: (task) => {
    writeSources(task);
    writeFileSync(join(task.folder, 'bench.vk.yaml'), vikiText(task));
  },
  words: ({ program, folder }, phase) => [
    process.execPath,
    program,
    ...(phase === 'plan' ? ['plan'] : ['apply', '--yes']),
    ...['-C', folder],
  ],
  complaint: (phase, code, output) => (code === vikiCodes[phase] ? undefined : `it ended with ${code}: ${output}`),
};

function writeScripts({ folder, wanted }: Task): void {
  writeFileSync(join(folder, 'check.sh'), checkScript(wanted));
  writeFileSync(join(folder, 'apply.sh'), applyScript(wanted));
}

/** Every host answers in one word whether it is as wanted. */
function floorComplaint(phase: Phase, code: number, output: string, hosts: number): string | undefined {
  const answer = phase === 'plan' ? 'differs' : 'same';
  const isRight = code === 0 && output.trim() === Array.from({ length: hosts }, () => answer).join('\n');
  return isRight ? undefined : `it ended with ${code}: ${output}`;
}

const floorArguments = ({ lab, folder, hosts }: Task, phase: Phase): readonly string[] => [
  ...[lab.keyFile, join(folder, phase === 'first' ? 'apply.sh' : 'check.sh')],
  ...pairs(hosts),
];

export const floorSsh2: Contestant = {
  name: 'floor: ssh2',
  prepare: (task) => {
    writeScripts(task);
    const outfile = join(task.folder, 'floor.cjs');
    // As viki is shipped: in one file, so that loading it costs the same.
    buildSync({
      entryPoints: [here('floor-ssh2.ts')],
      outfile,
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'cjs',
      external: ['cpu-features', '*.node'],
      logLevel: 'error',
    });
  },
  words: (task, phase) => [process.execPath, join(task.folder, 'floor.cjs'), ...floorArguments(task, phase)],
  complaint: floorComplaint,
};

export const floorSsh: Contestant = {
  name: 'floor: ssh',
  prepare: writeScripts,
  words: (task, phase) => ['sh', here('floor-ssh.sh'), ...floorArguments(task, phase)],
  complaint: floorComplaint,
};

export function folderFor(base: string, name: string): string {
  const folder = join(base, name.replaceAll(/[^a-z0-9]+/g, '-'));
  mkdirSync(folder, { recursive: true });
  return folder;
}
