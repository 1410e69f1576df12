// Measures what the extension costs its editor, and prints it: how long its bundles take to be read, and how long the slowest
// update of its views takes with 50 hosts of 100 resources. `npm run bench:client`. Nothing fails by a figure.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../../scripts/root.ts';
import { standInForEditor } from './editor.ts';
import { measureSaves, RESOURCES as RESOURCES_SAVED } from './saves.ts';

const HOSTS = 50;
const RESOURCES = 100;
const LOADS = 5;
/** Each is a process of its own: the second load of a program is not the first. */
const LOAD_ARGUMENT = '--load';

const milliseconds = (value: number): string => `${value.toFixed(1)} ms`;
const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;

/** Each is read in a turn of its own; what VS Code itself says of an activation is told by a story of the editor ring. */
const BUNDLES = {
  client: 'which VS Code reads',
  extension: 'read when the editor has had its turn',
  language: 'read with the first .vk.yaml that is opened',
} as const;

function loadOnce(name: string): void {
  standInForEditor();
  const bundle = join(root, 'dist', `${name}.cjs`);
  const before = process.cpuUsage();
  createRequire(bundle)(bundle);
  // (the time of the processor: other work on the machine is not the extension's own)
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(JSON.stringify((user + system) / 1000), () => process.exit(0));
}

function measureLoads(): void {
  console.log(`reading the bundles (processor time, median of ${LOADS}, each in a process of its own):`);
  for (const [name, when] of Object.entries(BUNDLES)) {
    const times = Array.from({ length: LOADS }, () => {
      const output = execFileSync(process.execPath, [import.meta.filename, LOAD_ARGUMENT, name], { encoding: 'utf8' });
      return JSON.parse(output) as number;
    });
    console.log(`  ${`${name}.cjs`.padEnd(15)} ${milliseconds(median(times)).padStart(8)}  ${when}`);
  }
}

/** Each part of the way beside the whole, of the median save. */
function tellSaves(saves: Awaited<ReturnType<typeof measureSaves>>): void {
  console.log(`\na save of 10 hosts with ${RESOURCES_SAVED} resources each, planned on save:`);
  if (typeof saves === 'string') {
    console.log(`  not measured: ${saves}`);
    return;
  }
  const [first, ...warm] = saves.map(({ asked, answered, planned, shown }) => ({
    ...{ shown, read: asked, hosts: answered - asked, fold: planned - answered, redraw: shown - planned },
  }));
  if (!first) return;
  const all = warm.map(({ shown }) => shown);
  const part = (name: keyof typeof first): string => milliseconds(median(warm.map((one) => one[name])));
  console.log(
    `  with open connections    ${part('shown')} (${milliseconds(Math.min(...all))} to ${milliseconds(Math.max(...all))})`,
  );
  console.log(
    `    read the text ${part('read')}, ask the hosts ${part('hosts')}, compare with what was seen ${part('fold')}, wait to draw ${part('redraw')}`,
  );
  console.log(`  the first, which connects ${milliseconds(first.shown)}`);
}

const arguments_ = process.argv.slice(2);
if (arguments_[0] === LOAD_ARGUMENT) loadOnce(arguments_[1] ?? 'client');
else {
  measureLoads();
  standInForEditor();
  const { measureViews } = await import('./views.ts');
  for (const isAllOpen of [false, true]) {
    for (const by of ['host', 'resource'] as const) {
      const open = isAllOpen ? 'every row open' : 'as they open by themselves';
      console.log(`\nviews of ${HOSTS} hosts with ${RESOURCES} resources each, by ${by}, ${open}:`);
      for (const { what, updates, slowest } of measureViews({ hosts: HOSTS, resources: RESOURCES, isAllOpen, by })) {
        console.log(`  ${what.padEnd(30)} slowest ${milliseconds(slowest)} of ${updates}`);
      }
    }
  }
  tellSaves(await measureSaves());
}
