// Data of hosts as lines of the terminal: tables where entries are alike, names and values otherwise. Pure.
import type { DataFound } from '../engine/result.ts';
import type { Json, JsonObject } from '../modules/contract.ts';
import type { Paint } from './paint.ts';

/** --json has all of it. */
const ROWS_LIMIT = 50;
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const GAP = '  ';

function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  for (; value >= 1024 && unit < UNITS.length - 1; unit += 1) value /= 1024;
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`;
}

function valueText(name: string, value: Json | undefined): string {
  if (typeof value === 'number' && name.endsWith('Bytes')) return bytesText(value);
  if (typeof value === 'number' && name.endsWith('At')) return new Date(value * 1000).toISOString();
  if (typeof value === 'number' && name.endsWith('Percent')) return `${value} %`;
  if (Array.isArray(value)) return value.map(String).join(', ');
  // A name may have anything in it, and a terminal obeys some of it.
  return value === null || value === undefined ? '-' : String(value).replaceAll(/\p{Cc}/gu, '?');
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `sizeBytes` is shown as `size`: the unit stands beside the number. */
const heading = (name: string): string =>
  name.replace(/(Bytes|At|Percent)$/, (unit) => (unit === 'Percent' ? ' %' : ''));

function tableLines(rows: readonly JsonObject[]): string[] {
  const names = Object.keys(rows[0] ?? {});
  const cells = [names.map(heading), ...rows.map((row) => names.map((name) => valueText(name, row[name])))];
  const widths = names.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
}

function foundLines(found: Json): string[] {
  if (isObject(found))
    return tableLines(
      Object.entries(found).map(([name, value]) => ({
        name: heading(name),
        value: valueText(name, value),
      })),
    ).slice(1);
  if (!Array.isArray(found)) return [valueText('', found)];
  const shown = found.slice(0, ROWS_LIMIT);
  const rows = shown.every(isObject) ? tableLines(shown) : shown.map((value) => valueText('', value));
  const hidden = found.length - shown.length;
  return found.length === 0 ? ['nothing'] : [...rows, ...(hidden > 0 ? [`and ${hidden} more`] : [])];
}

export function dataLines(host: string, data: readonly DataFound[], paint: Paint): readonly string[] {
  return data.flatMap((one) => [
    `${paint.bold(host)}: ${one.address}${'missing' in one ? `: ${paint.yellow(valueText('', one.missing))}` : ''}`,
    ...('found' in one ? foundLines(one.found).map((line) => `  ${line}`) : []),
  ]);
}
