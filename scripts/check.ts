// The everyday ring: everything that a machine can say about the sources in about a minute. It changes nothing but dist/.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { projectFiles } from './files.ts';
import { cacheFolder } from './node.mjs';
import { command, finish, type Part, report, skipped } from './ring.ts';
import { root } from './root.ts';
import { slowTests } from './slow-tests.ts';
import { tests } from './tests.ts';

const tool = (name: string): string => join(root, 'node_modules', '.bin', name);
const script = (name: string, path: string, ...args: string[]): Promise<Part> =>
  command(name, process.execPath, [path, ...args]);

/** What a compiler found out about files that are still the same is not worked out anew, in this checkout. */
function types(name: string, config: string): Promise<Part> {
  const checkout = createHash('sha256').update(root).digest('hex').slice(0, 12);
  const known = join(cacheFolder(), 'types', `${checkout}-${config}.tsbuildinfo`);
  return command(name, tool('tsc'), ['-p', config, '--incremental', '--tsBuildInfoFile', known]);
}

/** One more than there are processors, because some of them wait; and not so many that they wait for each other. */
const FILES_LIMIT = 4;

const isTest = (path: string): boolean => /\.test\.(ts|mjs)$/.test(path);

function unitTests(): readonly string[] {
  const elsewhere = ['test/law/', 'test/hosts/', 'test/editor/', 'test/lab/', ...slowTests];
  return projectFiles().filter((path) => isTest(path) && !elsewhere.some((folder) => path.startsWith(folder)));
}

function shell(): Promise<Part> | Part {
  const scripts = projectFiles().filter((path) => path.endsWith('.sh') || path === '.ci/run');
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const program = folders.map((folder) => join(folder, 'shellcheck')).find((path) => existsSync(path));
  if (!program) return skipped('shell', 'shellcheck is not installed here (apt-get install shellcheck)');
  return command('shell', program, scripts);
}

/** Each entry starts its part; few enough run at a time that the machine stays usable. */
const parts: readonly (() => Promise<Part> | Part)[] = [
  () => types('types', 'tsconfig.json'),
  () => types('pure types', 'tsconfig.pure.json'),
  () => command('lint', tool('biome'), ['check', '--error-on-warnings', '--max-diagnostics=50', '.']),
  () => script('tidy', 'scripts/tidy.ts'),
  () =>
    tests(
      'import law',
      projectFiles().filter((path) => path.startsWith('test/law/') && isTest(path)),
    ),
  () => script('generated', 'scripts/generate.ts', '--check'),
  shell,
  () => tests('unit tests', unitTests(), { filesAtATime: Math.min(FILES_LIMIT, availableParallelism() + 1) }),
];

async function main(): Promise<void> {
  process.chdir(root);
  const done: Part[] = [];
  const finished = async (part: Promise<Part> | Part): Promise<void> => {
    const result = await part;
    done.push(result);
    report(result);
  };
  // The bundles come first: tests of the command line run them.
  await finished(script('bundles', 'scripts/build.ts'));
  process.env['VIKI_TESTED'] = join(root, 'dist/cli.js');
  const waiting = [...parts];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await finished(next());
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker));
  finish(done);
}

await main();
