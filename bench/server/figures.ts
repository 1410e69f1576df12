// What many measured times come to: percentiles and counts. Pure.

export type Sample = {
  /** What was typed. */
  readonly kind: string;
  readonly milliseconds: number;
  /** The answer was the right one. */
  readonly isRight: boolean;
  /** How many problems were told at places that have none. */
  readonly elsewhere: number;
};

export type Figures = {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  /** How many answers were wrong. */
  readonly wrong: number;
  /** The most problems that one answer told at places that have none. */
  readonly elsewhere: number;
};

/** The smallest of the times that at least this part of all of them does not exceed. */
export function percentile(times: readonly number[], part: number): number {
  const sorted = [...times].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

const rounded = (value: number): number => Number(value.toPrecision(3));

export function figuresOf(samples: readonly Sample[]): Figures {
  const times = samples.map(({ milliseconds }) => milliseconds);
  return {
    count: samples.length,
    p50: rounded(percentile(times, 0.5)),
    p95: rounded(percentile(times, 0.95)),
    max: rounded(percentile(times, 1)),
    wrong: samples.filter(({ isRight }) => !isRight).length,
    elsewhere: Math.max(0, ...samples.map(({ elsewhere }) => elsewhere)),
  };
}
