// What is wrong with a schedule as systemd writes it (`OnCalendar`, see systemd.time(7)): words, days of the week, a date, a
// time and a zone, each of which may be left out. Pure.
import { nearest } from '../nearest.ts';
import { code } from '../sentences.ts';
import { readCron } from './cron.ts';
import { cutAt, type NotationMistake, type Part, placeOf, wordsIn, wrong } from './mistake.ts';

const WORDS = [
  ...['minutely', 'hourly', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly', 'annually', 'anually'],
  ...['semiannually', 'semi-annually', 'biannually', 'bi-annually'],
];
/** What people write for them. */
const MEANT: { readonly [text: string]: string } = {
  ...{ 'every minute': 'minutely', 'every hour': 'hourly', 'every day': 'daily', 'every week': 'weekly' },
  ...{ 'every month': 'monthly', 'every year': 'yearly', midnight: 'daily', nightly: 'daily', noon: '12:00' },
  ...{ weekdays: 'Mon..Fri', weekday: 'Mon..Fri', weekends: 'Sat,Sun', weekend: 'Sat,Sun' },
};
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const SHORT_LENGTH = 3;
const HOW = 'It is written `daily`, `Mon..Fri 02:30` or `*-*-01 04:00:00`, for example.';
/** Which zones there are is known to the host only: `UTC`, `GMT+0`, `Japan`, `EST5EDT`, `America/North_Dakota/Center`. */
const ZONE = /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/;
/** What people write there, and is none: a half of the day, a day, a month. */
const NO_ZONE =
  /^([ap]m$|(mo|tu|we|th|fr|sa|su)$|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/;

type Unit = { readonly words: string; readonly low: number; readonly high: number };
const UNITS = {
  year: { words: 'year', low: 1970, high: 2199 },
  month: { words: 'month', low: 1, high: 12 },
  day: { words: 'day of the month', low: 1, high: 31 },
  hour: { words: 'hour', low: 0, high: 23 },
  minute: { words: 'minute', low: 0, high: 59 },
  second: { words: 'second', low: 0, high: 60 },
} satisfies { readonly [name: string]: Unit };
/** A year of two digits. */
const SHORT_YEARS = 100;

export function calendarMistake(text: string): NotationMistake | undefined {
  const whole = { text, start: 0 };
  const words = wordsIn(text);
  const [first, ...others] = words;
  if (first === undefined) return wrong(whole, 'A schedule is missing here', { suggestion: HOW });
  const meant = meantBy(text);
  if (meant) return meant;
  if (WORDS.includes(first.text.toLowerCase())) return afterWord(others);
  let rest = words;
  const last = words.at(-1);
  if (last !== undefined && words.length > 1 && isZone(last)) rest = words.slice(0, -1);
  if (/^[A-Za-z]/.test(first.text)) {
    const mistake = daysMistake(first);
    if (mistake) return mistake;
    rest = rest.slice(1);
  }
  return dateAndTimeMistake(rest);
}

/** Words of everyday language, and a schedule of cron. */
function meantBy(text: string): NotationMistake | undefined {
  const whole = { text, start: 0 };
  const words = text.trim().toLowerCase().replaceAll(/\s+/g, ' ').replace(/^@/, '');
  const meant = Object.hasOwn(MEANT, words) ? MEANT[words] : undefined;
  if (meant !== undefined) return wrong(whole, `${code(text)} means nothing to systemd`, { meant });
  if (text.startsWith('@') && WORDS.includes(words)) {
    return wrong(whole, 'This is written as cron has it, and not as systemd does', { meant: words });
  }
  const [minute, hour, ...days] = wordsIn(text);
  if (days.length !== 3 || 'mistake' in readCron(text)) return undefined;
  const message = 'This is a schedule of cron, and systemd writes them in another way';
  const isSimple =
    [minute, hour].every((part) => /^\d+$/.test(part?.text ?? '')) && days.every((day) => day.text === '*');
  if (!isSimple) return wrong(whole, message, { suggestion: `Take the module ${code('cron')} for it. ${HOW}` });
  const two = (part: Part | undefined): string => (part?.text ?? '').padStart(2, '0');
  return wrong(whole, message, { meant: `*-*-* ${two(hour)}:${two(minute)}:00` });
}

function isZone({ text }: Part): boolean {
  const lower = text.toLowerCase();
  return ZONE.test(text) && !NO_ZONE.test(lower) && !WORDS.includes(lower) && !Object.hasOwn(MEANT, lower);
}

function afterWord([zone, more]: readonly Part[]): NotationMistake | undefined {
  if (zone === undefined) return undefined;
  if (!isZone(zone)) {
    const suggestion = `A time is written without the word: ${code('*-*-* 02:30')} is every day.`;
    return wrong(zone, `Behind such a word, only a time zone may stand, such as ${code('UTC')}`, { suggestion });
  }
  return more && wrong(more, `${code(more.text)} means nothing here`);
}

function daysMistake(days: Part): NotationMistake | undefined {
  for (const item of cutAt(days, /,/g)) {
    // (systemd takes a comma too many)
    if (item.text === '') continue;
    const ends = cutAt(item, /\.\.|-/g);
    const unknown = ends.find((end) => dayOf(end.text) === -1);
    if (unknown !== undefined) return dayMistake(days, unknown);
    const [from = -1, to = from] = ends.map((end) => dayOf(end.text));
    if (ends.length > 2) return wrong(item, 'A range of days has one beginning and one end', { suggestion: HOW });
    if (from <= to) continue;
    const short = (day: number): string =>
      `${(DAYS[day] ?? '').charAt(0).toUpperCase()}${DAYS[day]?.slice(1, SHORT_LENGTH)}`;
    const late = from === DAYS.length - 1 ? short(from) : `${short(from)}..Sun`;
    const early = to === 0 ? short(to) : `Mon..${short(to)}`;
    return wrong(item, `The range ${code(item.text)} goes backwards`, { meant: `${late},${early}` });
  }
  return undefined;
}

const dayOf = (text: string): number => {
  const lower = text.toLowerCase();
  return DAYS.findIndex((day) => lower === day || lower === day.slice(0, SHORT_LENGTH));
};

function dayMistake(days: Part, unknown: Part): NotationMistake {
  if (unknown === undefined || unknown.text === '') {
    return wrong(days, 'A day of the week is missing in this', { suggestion: HOW });
  }
  const isAlone = unknown.text === days.text;
  const short = DAYS.map((day) => day.slice(0, SHORT_LENGTH));
  const lower = unknown.text.toLowerCase();
  const begun = lower.length === 2 ? short.find((day) => day.startsWith(lower)) : undefined;
  const meant = (isAlone ? nearest(lower, WORDS) : undefined) ?? begun ?? nearest(lower, DAYS) ?? nearest(lower, short);
  const message = `${code(unknown.text)} is no day of the week${isAlone ? ' and no word such as `daily`' : ''}`;
  if (meant === undefined) return wrong(unknown, message, { suggestion: HOW });
  const isDay = dayOf(meant) !== -1;
  return wrong(unknown, message, { meant: isDay ? meant.charAt(0).toUpperCase() + meant.slice(1) : meant });
}

function dateAndTimeMistake([first, second, more]: readonly Part[]): NotationMistake | undefined {
  if (first === undefined || /^@\d+(\.\d+)?$/.test(first.text)) return undefined;
  const joined = /^(\d{4}-\d{1,2}-\d{1,2})T(\d.*)$/.exec(first.text);
  if (joined) return wrong(first, 'Between date and time stands a space', { meant: `${joined[1]} ${joined[2]}` });
  const isTime = first.text.includes(':');
  const mistake = isTime ? timeMistake(first) : dateMistake(first);
  if (mistake || second === undefined) return mistake;
  if (isTime || more) return halfDayMistake(first, isTime ? second : (more ?? second));
  return timeMistake(second);
}

/** What stands behind a time. */
function halfDayMistake(time: Part, after: Part): NotationMistake {
  const half = /^([ap])\.?m\.?$/i.exec(after.text)?.[1];
  if (half !== undefined) {
    return wrong(after, 'Hours are counted from 0 to 23', { suggestion: 'Half past two in the afternoon is `14:30`.' });
  }
  const suggestion = 'A date stands before the time, a time zone such as `Europe/Berlin` or `UTC` behind it.';
  return wrong(after, `${code(after.text)} means nothing behind ${code(time.text)}`, { suggestion });
}

function dateMistake(date: Part): NotationMistake | undefined {
  const slashes = /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/.exec(date.text);
  if (slashes) return wrong(date, 'A date has `-` in it', { meant: slashes.slice(1).join('-') });
  // (with `~`, days are counted from the end of the month)
  const parts = cutAt(date, /[-~]/g);
  const tilde = date.text.indexOf('~');
  const isLast = tilde === -1 || !/[-~]/.test(date.text.slice(tilde + 1));
  if (parts.length < 2 || parts.length > 3 || !isLast) {
    return wrong(date, `${code(date.text)} is no date and no time`, { suggestion: HOW });
  }
  const units = [UNITS.year, UNITS.month, UNITS.day].slice(3 - parts.length);
  return firstMistake(date, parts, units);
}

function timeMistake(time: Part): NotationMistake | undefined {
  const parts = cutAt(time, /:/g);
  if (parts.length < 2 || parts.length > 3) {
    return wrong(time, `${code(time.text)} is no time`, { suggestion: 'It is written `02:30` or `02:30:00`.' });
  }
  return firstMistake(time, parts, [UNITS.hour, UNITS.minute, UNITS.second]);
}

function firstMistake(whole: Part, parts: readonly Part[], units: readonly Unit[]): NotationMistake | undefined {
  for (const [at, part] of parts.entries()) {
    const unit = units[at];
    const mistake = unit && listMistake(part, unit);
    // (a place of no length can't be seen)
    if (mistake) return mistake.start < mistake.end ? mistake : { ...mistake, ...placeOf(whole) };
  }
  return undefined;
}

/** `*`, or values and ranges between commas, each with a repetition behind a `/` or without. */
function listMistake(list: Part, unit: Unit): NotationMistake | undefined {
  if (list.text === '*') return undefined;
  const every = /^\*\/(\d+)$/.exec(list.text)?.[1];
  if (every !== undefined) {
    const meant = `${String(unit.low).padStart(unit.low > 12 ? 4 : 2, '0')}/${every}`;
    return wrong(list, 'A repetition needs a value that it begins with', { meant });
  }
  for (const item of cutAt(list, /,/g)) {
    const mistake = itemMistake(item, unit);
    if (mistake) return mistake;
  }
  return undefined;
}

function itemMistake(item: Part, unit: Unit): NotationMistake | undefined {
  const [range = item, step, ...more] = cutAt(item, /\//g);
  if (more.length > 0) return wrong(item, 'There is more than one `/` in this');
  if (step !== undefined && !isStep(step.text, unit)) {
    return wrong(step.text === '' ? item : step, 'A repetition is a whole number from 1 on', { suggestion: HOW });
  }
  const ends = cutAt(range, /\.\./g);
  if (ends.length > 2) return wrong(item, 'A range has one beginning and one end');
  for (const end of ends) {
    const mistake = numberMistake(end, unit);
    if (mistake) return mistake;
  }
  const [from = 0, to = from] = ends.map(({ text }) => Number(text));
  return from <= to ? undefined : wrong(range, `The range ${code(range.text)} goes backwards`);
}

/** (seconds may have a part behind a point) */
const isStep = (text: string, { words }: Unit): boolean =>
  (words === UNITS.second.words ? /^\d+(\.\d+)?$/ : /^\d+$/).test(text) && Number(text) > 0;

function numberMistake(number: Part, unit: Unit): NotationMistake | undefined {
  const { words, low, high } = unit;
  const { text } = number;
  if (text === '') return wrong(number, `A ${words} is missing here`, { suggestion: HOW });
  if (!(unit === UNITS.second ? /^\d+(\.\d+)?$/ : /^\d+$/).test(text)) {
    return wrong(number, `${code(text)} is no ${words}`, { suggestion: HOW });
  }
  const value = Number(text);
  const isShortYear = unit === UNITS.year && value < SHORT_YEARS;
  if (isShortYear || (value >= low && value <= high)) return undefined;
  return wrong(number, `There is no ${words} ${text}`, { suggestion: `They go from ${low} to ${high}.` });
}
