// Cells as tables for people, what must be reached held against them, and a comparison with an earlier run. Pure.
import { floorSsh2, type Phase, phases, viki } from './contestants.ts';
import type { Cell, Figures } from './race.ts';

/** viki's wall time against the ssh2 floor, journal, sync, verification and way back included. */
export const WALL_TIMES: { readonly [phase in Phase]: number } = { plan: 1.3, first: 1.5, second: 1.3 };
export const CPU_TIMES = 2;
export const GROWTH_MILLISECONDS = 1;
/** A figure that moved by less says nothing. */
const NOISE_PART = 0.1;

const TITLES: { readonly [phase in Phase]: string } = { plan: 'plan', first: 'first apply', second: 'second apply' };

/** Columns as wide as their widest cell; all but the first are set right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ');
  return rows.map(line).join('\n');
}

const titleOf = ({ hosts, delayMilliseconds, resources }: Cell): string =>
  `${hosts} ${hosts === 1 ? 'host' : 'hosts'}, ${resources} resources, ${delayMilliseconds} ms added each way`;

const plain = (figure: number | undefined): string => (figure === undefined ? '-' : String(figure));
const times = (ours: number, theirs: number | undefined): string =>
  theirs === undefined || theirs === 0 ? '-' : (ours / theirs).toFixed(2);

function cellTable(cell: Cell): string {
  const header = ['', 'wall s', 'x floor', 'cpu s', 'x floor', 'peak MB', 'connections', 'requests'];
  const parts = phases.map((phase) => {
    const floor = cell.results[floorSsh2.name]?.[phase];
    const rows = Object.entries(cell.results).map(([name, byPhase]) => {
      const { wallSeconds, cpuSeconds, peakMegabytes, connections, requests } = byPhase[phase];
      return [
        name,
        wallSeconds.toFixed(3),
        times(wallSeconds, floor?.wallSeconds),
        cpuSeconds.toFixed(3),
        times(cpuSeconds, floor?.cpuSeconds),
        ...[peakMegabytes, connections, requests].map(plain),
      ];
    });
    const remarks = Object.entries(cell.results).flatMap(([name, byPhase]) => {
      const { remark } = byPhase[phase];
      return remark === undefined ? [] : [`${name}: ${remark}`];
    });
    return [table([[TITLES[phase], ...header.slice(1)], ...rows]), ...remarks].join('\n');
  });
  return `${titleOf(cell)}\n\n${parts.join('\n\n')}\n`;
}

function verdict(isReached: boolean, words: string): string {
  return `${isReached ? 'reached' : 'MISSED '}  ${words}`;
}

function phaseVerdicts(cell: Cell, phase: Phase): string[] {
  const ours = cell.results[viki.name]?.[phase];
  const floor = cell.results[floorSsh2.name]?.[phase];
  if (!ours || !floor) return [];
  const where = `${TITLES[phase]}, ${titleOf(cell)}`;
  const wall = ours.wallSeconds / floor.wallSeconds;
  const cpu = ours.cpuSeconds / floor.cpuSeconds;
  return [
    verdict(
      wall <= WALL_TIMES[phase],
      `wall ${wall.toFixed(2)} of at most ${WALL_TIMES[phase]} times the floor: ${where}`,
    ),
    verdict(cpu <= CPU_TIMES, `processor ${cpu.toFixed(2)} of at most ${CPU_TIMES} times the floor: ${where}`),
    verdict(
      ours.connections === 1 && ours.requests === 1,
      `${plain(ours.connections)} connections and ${plain(ours.requests)} requests per host, of 1 and 1: ${where}`,
    ),
  ];
}

/** What one more unchanged resource costs on a host, from a small and a large second apply. */
export function growthOf(small: Cell, large: Cell): number | undefined {
  const [few, many] = [small, large].map((cell) => cell.results[viki.name]?.second.wallSeconds);
  if (few === undefined || many === undefined) return undefined;
  return ((many - few) * 1000) / (large.resources - small.resources);
}

export function report(cells: readonly Cell[], growth: number | undefined): string {
  const verdicts = cells.flatMap((cell) => phases.flatMap((phase) => phaseVerdicts(cell, phase)));
  if (growth !== undefined) {
    const words = `a further unchanged resource costs ${growth.toFixed(2)} of at most ${GROWTH_MILLISECONDS} ms`;
    verdicts.push(verdict(growth <= GROWTH_MILLISECONDS, words));
  }
  return `${cells.map(cellTable).join('\n')}\n${verdicts.join('\n')}\n`;
}

function change(before: number, now: number): string {
  const part = now / before - 1;
  if (Math.abs(part) < NOISE_PART) return 'as before';
  return part < 0 ? `${Math.round(-part * 100)} % less` : `${Math.round(part * 100)} % MORE`;
}

const isSame = (left: Cell, right: Cell): boolean => titleOf(left) === titleOf(right);

/** Our own wall times, then and now, cell by cell. */
export function comparison(before: readonly Cell[], now: readonly Cell[]): string {
  const rows = now.flatMap((cell) => {
    const old = before.find((candidate) => isSame(candidate, cell))?.results[viki.name];
    const ours = cell.results[viki.name];
    if (!old || !ours) return [];
    return phases.map((phase) => {
      const [then, today]: readonly [Figures, Figures] = [old[phase], ours[phase]];
      const words = change(then.wallSeconds, today.wallSeconds);
      return [`${titleOf(cell)}: ${TITLES[phase]}`, then.wallSeconds.toFixed(3), today.wallSeconds.toFixed(3), words];
    });
  });
  return rows.length === 0 ? 'nothing to compare with\n' : `${table([['viki, wall s', 'then', 'now', ''], ...rows])}\n`;
}
