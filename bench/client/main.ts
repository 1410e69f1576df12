// Measures what the extension costs its editor, and prints it: how large its package is, how long its bundles take to be read,
// how long the slowest update of its views takes with 50 hosts of 100 resources, and how long a plan takes to be shown after a
// save. `npm run bench:client`. Nothing fails by a figure.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/root.ts';
import { History } from '../history.ts';
import { standInForEditor } from './editor.ts';
import { type Figure, figureLines } from './figures.ts';
import { measureSaves, RESOURCES as RESOURCES_SAVED } from './saves.ts';

const HOSTS = 50;
const RESOURCES = 100;
const LOADS = 5;
const LIMITS = { package: 1000, activation: 100, update: 50, save: 300 } as const;
/** Each is a process of its own: the second load of a program is not the first. */
const LOAD_ARGUMENT = '--load';

const history = new History<{ readonly figures: readonly Figure[] }>('client');

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;

function packageFigure(): Figure {
  const folder = mkdtempSync(join(tmpdir(), 'viki-package-'));
  try {
    const vsix = join(folder, 'viki.vsix');
    execFileSync(process.execPath, [join(root, 'scripts/package.ts'), '--out', vsix], { stdio: 'ignore' });
    return { name: 'the package (.vsix)', value: statSync(vsix).size / 1000, unit: 'kB', limit: LIMITS.package };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Each is read in a turn of its own; what VS Code itself says of an activation is told by a story of the editor ring. */
const BUNDLES = {
  client: 'client.cjs, which VS Code reads at activation',
  extension: 'extension.cjs, read when the editor has had its turn',
  language: 'language.cjs, read with the first .vk.yaml that is opened',
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

/** Processor time, each in processes of its own. */
function loadFigures(): readonly Figure[] {
  return Object.entries(BUNDLES).map(([bundle, name]) => {
    const times = Array.from({ length: LOADS }, () => {
      const output = execFileSync(process.execPath, [import.meta.filename, LOAD_ARGUMENT, bundle], {
        encoding: 'utf8',
      });
      return JSON.parse(output) as number;
    });
    return { name, value: median(times), unit: 'ms', limit: LIMITS.activation };
  });
}

async function viewFigures(): Promise<readonly Figure[]> {
  standInForEditor();
  const { measureViews } = await import('./views.ts');
  const shapes = [false, true].flatMap((isAllOpen) => (['host', 'resource'] as const).map((by) => ({ isAllOpen, by })));
  return shapes.flatMap(({ isAllOpen, by }) => {
    const open = isAllOpen ? 'every row open' : 'rows as they open';
    return measureViews({ hosts: HOSTS, resources: RESOURCES, isAllOpen, by }).map(
      ({ what, slowest }): Figure => ({
        name: `slowest update, by ${by}, ${open}: ${what}`,
        value: slowest,
        unit: 'ms',
        limit: LIMITS.update,
      }),
    );
  });
}

/** Each part of the way beside the whole, of the median save; or why it could not be measured here. */
async function saveFigures(): Promise<readonly Figure[] | string> {
  const saves = await measureSaves();
  if (typeof saves === 'string') return saves;
  const [first, ...warm] = saves.map(({ asked, answered, planned, shown }) => ({
    ...{ shown, read: asked, hosts: answered - asked, fold: planned - answered, redraw: shown - planned },
  }));
  if (!first) return 'nothing was saved';
  const part = (name: keyof typeof first, words: string): Figure => ({
    ...{ name: `plan on save, 10 hosts of ${RESOURCES_SAVED}: ${words}`, value: median(warm.map((one) => one[name])) },
    unit: 'ms',
  });
  return [
    { ...part('shown', 'shown after'), limit: LIMITS.save },
    part('read', 'of it, to read the text'),
    part('hosts', 'of it, to ask the hosts'),
    part('fold', 'of it, to compare with what was seen'),
    part('redraw', 'of it, to wait to draw'),
    { ...part('shown', 'the first, which connects'), value: first.shown },
  ];
}

async function main(): Promise<void> {
  const saves = await saveFigures();
  const figures = [
    packageFigure(),
    ...loadFigures(),
    ...(await viewFigures()),
    ...(typeof saves === 'string' ? [] : saves),
  ];
  const { last } = history;
  if (last) console.log(`(before: the run of ${last.date}, ${last.commit})`);
  console.log(figureLines(figures, last?.figures).join('\n'));
  if (typeof saves === 'string') console.log(`plan on save is not measured (${saves}), so the run is not kept`);
  else {
    history.remember({ figures });
    console.log(`appended to ${history.file}`);
  }
}

const [argument, bundle] = process.argv.slice(2);
if (argument === LOAD_ARGUMENT) loadOnce(bundle ?? 'client');
else await main();
