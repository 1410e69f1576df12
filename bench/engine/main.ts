// Measures viki's engine beside others and beside the floor of the wire, on real sshd hosts, and prints tables:
// `npm run bench:engine`. Nothing fails by a figure; a contestant that leaves a host wrong ends it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { installPackages } from '../../scripts/install.mjs';
import { root } from '../../scripts/root.ts';
import { canRunLab, type Lab, openLab } from '../../test/lab/lab.ts';
import { History } from '../history.ts';
import { type Contestant, floorSsh, floorSsh2, folderFor, viki } from './contestants.ts';
import { peers } from './peers.ts';
import { type Cell, race } from './race.ts';
import { comparison, growthOf, report } from './report.ts';
import { workload } from './workload.ts';

/** `growth`: milliseconds of a further unchanged resource. */
const history = new History<{ readonly cells: readonly Cell[]; readonly growth: number | undefined }>('engine');

const HELP = `npm run bench:engine -- [--floors] [--quick] [--hosts N] [--delay MS] [--rounds N] [--only NAME]

--floors  viki and the floors only, in every cell: in minutes instead of an hour
--quick   viki and the ssh2 floor on 1 host, without delay
--hosts   how many hosts: 1, 10 and 50, or the ones named; several times for several
--delay   milliseconds added each way: 0 and 25, or the ones named; several times for several
--rounds  how often each phase is timed; three times as often where that takes no time
--only    these contestants only; several times for several
--viki    another program than dist/cli.js

Needs Linux and root, for test/lab. A run with none of these, or only with --floors, is appended to ${history.file}.
`;

const RESOURCES = 30;
const FEW_RESOURCES = 100;
const MANY_RESOURCES = 1000;
const ROUNDS = 5;

const PACKAGES = fileURLToPath(new URL('packages.txt', import.meta.url));

function asked() {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean', default: false },
      floors: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      hosts: { type: 'string', multiple: true },
      delay: { type: 'string', multiple: true },
      rounds: { type: 'string' },
      only: { type: 'string', multiple: true },
      viki: { type: 'string' },
    },
  });
  const { quick, floors, hosts, delay, rounds, only } = values;
  const isAlone = quick || floors;
  if (!isAlone && !values.help) installPackages([PACKAGES]);
  const { present, absent } = isAlone ? { present: [], absent: [] } : peers();
  const chosen = quick ? [viki, floorSsh2] : [viki, floorSsh2, floorSsh, ...present];
  return {
    help: values.help,
    isWhole: !quick && !hosts && !delay && !rounds && !only && !values.viki,
    hosts: (hosts ?? (quick ? ['1'] : ['1', '10', '50'])).map(Number),
    delays: (delay ?? (quick ? ['0'] : ['0', '25'])).map(Number),
    rounds: Number(rounds ?? ROUNDS),
    absent,
    contestants: chosen.filter(({ name }) => only?.includes(name) ?? true),
    program: values.viki ?? join(root, 'dist/cli.js'),
  };
}

type Asked = ReturnType<typeof asked>;

async function setDelay(lab: Lab, milliseconds: number): Promise<void> {
  for (const host of lab.hosts()) await (milliseconds === 0 ? host.clearFaults() : host.fault('delay', milliseconds));
}

/** All cells, and what a further resource costs. */
async function measureAll(lab: Lab, folder: string, options: Asked, tell: (what: string) => void) {
  const names = Array.from({ length: Math.max(...options.hosts) }, (_, index) => `h${index + 1}`);
  await lab.up(names);
  const raceOn = (count: number, resources: number, delayMilliseconds: number, contestants: readonly Contestant[]) =>
    race({
      contestants,
      taskOf: (contestant) => ({
        lab,
        hosts: names.slice(0, count).map((name) => lab.host(name)),
        wanted: workload(resources),
        folder: folderFor(folder, `${contestant.name} ${count} ${resources} ${delayMilliseconds}`),
        program: options.program,
      }),
      rounds: options.rounds,
      delayMilliseconds,
      tell: (what) => tell(`${count} hosts, ${delayMilliseconds} ms: ${what}`),
    });
  const cells: Cell[] = [];
  for (const delay of options.delays) {
    await setDelay(lab, delay);
    for (const count of options.hosts) cells.push(await raceOn(count, RESOURCES, delay, options.contestants));
  }
  await setDelay(lab, 0);
  if (!options.contestants.includes(viki)) return { cells, growth: undefined };
  const few = await raceOn(1, FEW_RESOURCES, 0, [viki]);
  return { cells, growth: growthOf(few, await raceOn(1, MANY_RESOURCES, 0, [viki])) };
}

async function main(): Promise<void> {
  const options = asked();
  if (options.help) {
    process.stdout.write(HELP);
    return;
  }
  const ability = canRunLab();
  if (!ability.able) throw new Error(ability.why);
  const folder = mkdtempSync(join(tmpdir(), 'viki-bench-'));
  const lab = openLab(`bench-${process.pid}`);
  const startedAt = performance.now();
  const seconds = (): string => `${Math.round((performance.now() - startedAt) / 1000)} s`.padStart(6);
  try {
    const { cells, growth } = await measureAll(lab, folder, options, (what) =>
      process.stderr.write(`${seconds()}  ${what}\n`),
    );
    process.stdout.write(`\n${[report(cells, growth), ...options.absent].join('\n')}\n`);
    const before = history.last;
    if (before)
      process.stdout.write(
        `Against the run of ${before.date} (${before.commit})\n${comparison(before.cells, cells)}\n`,
      );
    if (options.isWhole) history.remember({ cells, growth });
    const kept = options.isWhole ? `appended to ${history.file}` : 'not kept: only a run of all cells is';
    process.stdout.write(`${seconds().trim()}; ${kept}\n`);
  } finally {
    await lab.down();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
