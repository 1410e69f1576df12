// The five fields of a cron schedule as numbers, as the cron of Debian and its like reads them. What a field is written
// like is read; what it means together with the others is not known here.
import type { Mistake } from '../expression.ts';
import { nearest } from '../nearest.ts';
import { listed } from '../sentences.ts';
import type { Span } from '../text.ts';

export type FieldName = 'minute' | 'hour' | 'day' | 'month' | 'weekday';

export type CronField = Span & {
  /** In ascending order, each once; Sunday is 0. */
  readonly values: readonly number[];
  /** Days count only when month and week allow them, if one of the two begins so; otherwise one of the two is enough. */
  readonly hasStar: boolean;
};

type Kind = {
  readonly name: FieldName;
  readonly words: string;
  readonly low: number;
  readonly high: number;
  /** Names of the values from `low` on. */
  readonly names: readonly string[];
};

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

export const KINDS: readonly Kind[] = [
  { name: 'minute', words: 'minute', low: 0, high: 59, names: [] },
  { name: 'hour', words: 'hour', low: 0, high: 23, names: [] },
  { name: 'day', words: 'day of the month', low: 1, high: 31, names: [] },
  { name: 'month', words: 'month', low: 1, high: 12, names: MONTHS },
  // (Sunday is 0 and 7)
  { name: 'weekday', words: 'day of the week', low: 0, high: 7, names: WEEKDAYS },
];

export type ReadField = CronField | { readonly mistake: Mistake };

type Item = { readonly values: readonly number[] } | { readonly mistake: Mistake };

/** A field as written at `start` of the whole. */
export function readField(text: string, start: number, kind: Kind): ReadField {
  const values = new Set<number>();
  let at = start;
  for (const written of text.split(',')) {
    const item = readItem(written, at, kind);
    // (a place of no length can't be seen)
    if ('mistake' in item && item.mistake.start === item.mistake.end) {
      return { mistake: { ...item.mistake, start, end: start + text.length } };
    }
    if ('mistake' in item) return item;
    for (const value of item.values) values.add(kind.name === 'weekday' && value === 7 ? 0 : value);
    at += written.length + 1;
  }
  const sorted = [...values].sort((one, other) => one - other);
  return { start, end: start + text.length, values: sorted, hasStar: text.startsWith('*') };
}

function wrong(start: number, text: string, message: string, suggestion?: string): { readonly mistake: Mistake } {
  const span = { start, end: start + text.length };
  return { mistake: { ...span, message, ...(suggestion === undefined ? {} : { suggestion }) } };
}

/** `*`, `5`, `1-5`, and the first and the last with a step: `/2`. */
function readItem(text: string, start: number, kind: Kind): Item {
  if (text === '') return wrong(start, text, `A ${kind.words} is missing here`, 'Take the extra comma out.');
  const [range = '', step, ...more] = text.split('/');
  if (more.length > 0) return wrong(start, text, 'There is more than one `/` in this');
  const every = step === undefined ? 1 : Number(step);
  if (step !== undefined && (!/^\d{1,4}$/.test(step) || every === 0)) {
    return wrong(start + range.length + 1, step, 'A step is a whole number from 1 on', 'Every second one is `/2`.');
  }
  const [low, high, ...others] = range === '*' ? [kind.low, lastOf(kind)] : range.split('-');
  if (others.length > 0) return wrong(start, range, 'There is more than one `-` in this');
  const from = numberOf(low ?? '', start, kind);
  if (typeof from !== 'number') return from;
  if (high === undefined) {
    if (step === undefined) return { values: [from] };
    return wrong(start, text, 'A step needs a range', `Did you mean \`${low}-${lastOf(kind)}/${step}\`?`);
  }
  const to = numberOf(high, start + String(low).length + 1, kind);
  if (typeof to !== 'number') return to;
  if (from > to) return wrong(start, range, `\`${range}\` goes backwards`, aroundTheEnd(from, to, kind));
  const values = Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, at) => from + at * every);
  return { values };
}

/** `*` means every day of the week once. */
const lastOf = ({ name, high }: Kind): number => (name === 'weekday' ? 6 : high);

const aroundTheEnd = (from: number, to: number, kind: Kind): string =>
  kind.name === 'weekday' && to === 0
    ? `Did you mean \`${from}-7\`?`
    : `Did you mean \`${from}-${lastOf(kind)},${kind.low}-${to}\`?`;

function numberOf(written: string | number, start: number, kind: Kind): number | { readonly mistake: Mistake } {
  if (typeof written === 'number') return written;
  const { low, high, names } = kind;
  if (/^\d{1,4}$/.test(written)) {
    const value = Number(written);
    if (value >= low && value <= high) return value;
    return wrong(start, written, `There is no ${kind.words} ${value}`, `They go from ${low} to ${high}.`);
  }
  const named = names.indexOf(written.toLowerCase());
  if (named !== -1) return low + named;
  if (/^[?LW#]/.test(written)) {
    return wrong(start, written, `\`${written}\` means nothing to cron`, 'Any is written `*`.');
  }
  const meant = nearest(written, names);
  const expected =
    names.length === 0
      ? `${low} to ${high}`
      : `${low} to ${high}, or ${listed([names[0] ?? '', names.at(-1) ?? ''], 'or').replace(' or ', ' to ')}`;
  const suggestion = meant === undefined ? `It is written ${expected}.` : `Did you mean \`${meant}\`?`;
  const message = written === '' ? `A ${kind.words} is missing here` : `\`${written}\` is no ${kind.words}`;
  return wrong(start, written, message, suggestion);
}
