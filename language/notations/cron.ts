// Schedules of cron in words, for hovers and hints, and what is wrong with those that are none. Pure.

import type { Mistake } from '../expression.ts';
import { nearest } from '../nearest.ts';
import { listed } from '../sentences.ts';
import { type CronField, type FieldName, KINDS, readField } from './cron-fields.ts';

export type Schedule = { readonly [name in FieldName]: CronField };

export type CronWords = { readonly words: string } | { readonly mistake: Mistake };

const NAMED = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);
const AT_START = '@reboot';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
/** The most that a month can have; February has the 29th in some years. */
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** So many times of day are named one by one. */
const NAMED_TIMES_LIMIT = 6;

/** `*\/5 2 * * 1-5` is "every 5 minutes during 02:00-02:59, Monday to Friday". */
export function cronInWords(text: string): CronWords {
  const name = text.trim();
  if (name === AT_START) return { words: 'once, whenever the host starts' };
  if (name.startsWith('@') && !NAMED.has(name)) return unknownName(name, text.indexOf('@'));
  const schedule = readCron(NAMED.get(name) ?? text);
  return 'mistake' in schedule ? schedule : { words: inWords(schedule) };
}

function unknownName(name: string, start: number): CronWords {
  const meant = nearest(name, [...NAMED.keys(), AT_START]);
  const suggestion = meant === undefined ? 'There is `@daily`, for example.' : `Did you mean \`${meant}\`?`;
  return { mistake: { start, end: start + name.length, message: `There is no schedule \`${name}\``, suggestion } };
}

/** The five fields. */
export function readCron(text: string): Schedule | { readonly mistake: Mistake } {
  const written = [...text.matchAll(/[^ \t]+/g)];
  const sixth = written[KINDS.length];
  const message = 'A schedule has five fields: minute, hour, day of the month, month, day of the week';
  if (sixth !== undefined) return { mistake: { start: sixth.index, end: text.trimEnd().length, message } };
  const fields: Partial<Record<FieldName, CronField>> = {};
  for (const [at, kind] of KINDS.entries()) {
    const found = written[at];
    if (found === undefined) return { mistake: { start: 0, end: text.length, message } };
    const field = readField(found[0], found.index, kind);
    if ('mistake' in field) return field;
    fields[kind.name] = field;
  }
  const schedule = fields as Schedule;
  const mistake = neverComes(schedule);
  return mistake === undefined ? schedule : { mistake };
}

/** The 30th of February. */
function neverComes({ day, month, weekday }: Schedule): Mistake | undefined {
  const first = day.values[0] ?? 1;
  const isThere = month.values.some((number) => first <= (DAYS[number - 1] ?? 0));
  const mayBeWeekday = !day.hasStar && !weekday.hasStar;
  if (isThere || mayBeWeekday) return undefined;
  const months = listed(month.values.map((number) => MONTHS[number - 1] ?? ''));
  return { start: day.start, end: month.end, message: `There is no day ${first} in ${months}, so this never comes` };
}

function inWords(schedule: Schedule): string {
  const { minute, hour, day, month, weekday } = schedule;
  const days = dayWords(day, weekday);
  const months = shapeOf(month.values, 1, 12).kind === 'all' ? '' : monthWords(month);
  const time = timeWords(minute.values, hour.values);
  const rest = [days, months].filter((part) => part !== '');
  if (rest.length === 0 && /^at \d\d:/.test(time)) rest.push('every day');
  return [time, ...rest].join(', ');
}

type Range = { readonly kind: 'range'; readonly from: number; readonly to: number; readonly step: number };
type Shape =
  | { readonly kind: 'all' }
  | { readonly kind: 'one'; readonly value: number }
  | Range
  | { readonly kind: 'list' };

function shapeOf(values: readonly number[], low: number, high: number): Shape {
  const [from = low, second = from] = values;
  const to = values.at(-1) ?? from;
  if (values.length === 1) return { kind: 'one', value: from };
  if (values.length > high - low) return { kind: 'all' };
  const step = second - from;
  // (two are a list, unless they are all that there is with that pause)
  const isEven = values.every((value, at) => value === from + at * step);
  const isRange = isEven && (values.length > 2 || (from === low && to + step > high));
  return isRange ? { kind: 'range', from, to, step } : { kind: 'list' };
}

/** Evenly over the hour or the day, with the same pause from the last to the next first one. */
const isRound = (shape: Shape, length: number): boolean =>
  shape.kind === 'range' && shape.from === 0 && length % shape.step === 0 && shape.to === length - shape.step;

const two = (value: number): string => String(value).padStart(2, '0');
const clock = (hour: number, minute: number): string => `${two(hour)}:${two(minute)}`;

function timeWords(minutes: readonly number[], hours: readonly number[]): string {
  const minute = shapeOf(minutes, 0, 59);
  const hour = shapeOf(hours, 0, 23);
  const isFew = hour.kind !== 'all' && minutes.length * hours.length <= NAMED_TIMES_LIMIT;
  if (isFew && (hour.kind !== 'range' || hour.step > 1) && !isRound(hour, 24)) {
    return `at ${listed(
      hours.flatMap((at) => minutes.map((past) => clock(at, past))),
      'and',
    )}`;
  }
  if (minute.kind === 'one') return hourlyWords(minute.value, hour, hours);
  const often = minuteWords(minute, minutes);
  return hour.kind === 'all' ? often : `${often} ${duringWords(hour, hours)}`;
}

function minuteWords(minute: Shape, minutes: readonly number[]): string {
  if (minute.kind === 'all') return 'every minute';
  if (minute.kind !== 'range') return `at ${listed(minutes.map(String), 'and')} minutes past the hour`;
  const often = minute.step === 1 ? 'every minute' : `every ${minute.step} minutes`;
  return isRound(minute, 60) ? often : `${often} from ${minute.from} to ${minute.to} past the hour`;
}

/** At one minute of several hours. */
function hourlyWords(minute: number, hour: Shape, hours: readonly number[]): string {
  const past = minute === 0 ? 'on the hour' : `${minute} minute${minute === 1 ? '' : 's'} past`;
  if (hour.kind === 'all') return `every hour, ${past}`;
  if (hour.kind !== 'range')
    return `at ${listed(
      hours.map((at) => clock(at, minute)),
      'and',
    )}`;
  const often = hour.step === 1 ? 'every hour' : `every ${hour.step} hours`;
  return isRound(hour, 24)
    ? `${often}, ${past}`
    : `${often} from ${clock(hour.from, minute)} to ${clock(hour.to, minute)}`;
}

function duringWords(hour: Shape, hours: readonly number[]): string {
  if (hour.kind === 'range' && hour.step === 1) return `during ${two(hour.from)}:00-${two(hour.to)}:59`;
  if (hour.kind === 'range')
    return `during every ${ordinal(hour.step)} hour from ${two(hour.from)}:00 to ${two(hour.to)}:59`;
  return `during ${listed(
    hours.map((at) => `${two(at)}:00-${two(at)}:59`),
    'and',
  )}`;
}

function ordinal(number: number): string {
  const last = Math.floor(number / 10) === 1 ? 0 : number % 10;
  return `${number}${['th', 'st', 'nd', 'rd'][last] ?? 'th'}`;
}

/** In words, the week begins with Monday. */
const mondayFirst = (value: number): number => (value === 0 ? 7 : value);

function weekdayWords({ values }: CronField): string {
  const days = values.map(mondayFirst).sort((one, other) => one - other);
  const shape = shapeOf(days, 1, 7);
  const name = (value: number): string => WEEKDAYS[value % 7] ?? '';
  if (shape.kind === 'range' && shape.step === 1) return `${name(shape.from)} to ${name(shape.to)}`;
  return listed(days.map(name), 'and');
}

function dayOfMonthWords({ values }: CronField): string {
  const shape = shapeOf(values, 1, 31);
  if (shape.kind === 'one') return `on day ${shape.value} of the month`;
  if (shape.kind !== 'range') return `on days ${listed(values.map(String), 'and')} of the month`;
  if (shape.step === 1) return `on days ${shape.from} to ${shape.to} of the month`;
  return `on every ${ordinal(shape.step)} day of the month from the ${ordinal(shape.from)} to the ${ordinal(shape.to)}`;
}

function dayWords(day: CronField, weekday: CronField): string {
  const isAnyDay = day.values.length === 31;
  const isAnyWeekday = weekday.values.length === 7;
  // (cron looks at how they are written: two days that are both limited are an "or", unless one begins with `*`)
  const isBoth = day.hasStar || weekday.hasStar;
  if (isAnyDay || isAnyWeekday) {
    if (!isBoth) return 'every day';
    if (isAnyDay) return isAnyWeekday ? '' : onWeekday(weekday);
    return dayOfMonthWords(day);
  }
  if (isBoth) return `${dayOfMonthWords(day)}, if that is ${weekdayWords(weekday).replace(/ and /, ' or ')}`;
  return `${dayOfMonthWords(day)} and ${onWeekday(weekday)}`;
}

function onWeekday(weekday: CronField): string {
  const words = weekdayWords(weekday);
  return / to /.test(words) ? words : `on ${words}`;
}

function monthWords({ values }: CronField): string {
  const shape = shapeOf(values, 1, 12);
  const name = (value: number): string => MONTHS[value - 1] ?? '';
  if (shape.kind === 'range' && shape.step === 1) return `${name(shape.from)} to ${name(shape.to)}`;
  return `in ${listed(values.map(name), 'and')}`;
}
