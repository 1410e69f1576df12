// Durations as people write them: `60s`, `5m`, `1h30m`, or a number of seconds. Pure.
import type { Json } from '../modules/contract.ts';

/** A text that is a duration, for schemas; `parseDuration` says the same with more words. */
export const DURATION_PATTERN = '^(?:\\d{1,9}|(?=\\d)(?:\\d{1,9}d)?(?:\\d{1,9}h)?(?:\\d{1,9}m)?(?:\\d{1,9}s)?)$';
export const DURATION_HINT = 'a time such as `90s`, `5m` or `1h30m`';
/** Nothing is waited for longer than a week. */
export const DURATION_LIMIT_SECONDS = 7 * 24 * 60 * 60;

const PARTS = /^(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?$/;
const SECONDS_PER_PART = [24 * 60 * 60, 60 * 60, 60, 1];

/** Seconds, or a sentence that says what the value must be. */
export type Duration = { readonly seconds: number } | { readonly problem: string };

export function parseDuration(value: Json): Duration {
  const seconds = typeof value === 'number' ? value : typeof value === 'string' ? secondsOf(value) : undefined;
  if (seconds === undefined || !Number.isInteger(seconds)) {
    return { problem: `It must be ${DURATION_HINT}, or a whole number of seconds` };
  }
  if (seconds < 1) return { problem: 'It must be at least one second' };
  if (seconds > DURATION_LIMIT_SECONDS) return { problem: 'It must be at most a week (`7d`)' };
  return { seconds };
}

function secondsOf(text: string): number | undefined {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const parts = text === '' ? null : PARTS.exec(text);
  if (parts === null) return undefined;
  return SECONDS_PER_PART.reduce((sum, factor, index) => sum + factor * Number(parts[index + 1] ?? 0), 0);
}

const UNITS = ['day', 'hour', 'minute', 'second'] as const;

/** `1 hour, 30 minutes`. */
export function durationInWords(seconds: number): string {
  const parts: string[] = [];
  let rest = seconds;
  for (const [index, factor] of SECONDS_PER_PART.entries()) {
    const count = Math.floor(rest / factor);
    rest -= count * factor;
    if (count > 0) parts.push(`${count} ${UNITS[index]}${count === 1 ? '' : 's'}`);
  }
  return parts.join(', ');
}

/** The seconds of a value that was checked; undefined when there is none. */
export function secondsIn(value: Json | undefined): number | undefined {
  const duration = value === undefined ? undefined : parseDuration(value);
  return duration && 'seconds' in duration ? duration.seconds : undefined;
}
