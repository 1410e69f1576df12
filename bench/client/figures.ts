// What was measured of the extension as figures with names, what must be reached held against them, and a comparison with an
// earlier run. Pure.

export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 'kB';
  /** What it may be at most, where that was promised. */
  readonly limit?: number;
};

/** A figure that moved by less says nothing: the same program differs so much from run to run. */
const NOISE_PART = 0.15;

const shown = ({ value, unit }: Pick<Figure, 'value' | 'unit'>): string => `${value.toFixed(1)} ${unit}`;

function verdictOf({ value, unit, limit }: Figure): string {
  if (limit === undefined) return '';
  return `${value <= limit ? 'reached' : 'MISSED'}: at most ${limit} ${unit}`;
}

function changeOf(then: number, now: number): string {
  const part = now / then - 1;
  if (Math.abs(part) < NOISE_PART) return 'as before';
  return part < 0 ? `${Math.round(-part * 100)} % less` : `${Math.round(part * 100)} % MORE`;
}

/** A line for each; `before`: those of an earlier run. */
export function figureLines(figures: readonly Figure[], before: readonly Figure[] = []): readonly string[] {
  const width = Math.max(...figures.map(({ name }) => name.length));
  return figures.map((figure) => {
    const old = before.find(({ name, unit }) => name === figure.name && unit === figure.unit);
    const since = old ? `${shown(old)} before (${changeOf(old.value, figure.value)})` : '';
    const words = [verdictOf(figure), since].filter((text) => text !== '').join('; ');
    return `  ${figure.name.padEnd(width)}  ${shown(figure).padStart(9)}  ${words}`.trimEnd();
  });
}
