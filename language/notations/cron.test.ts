// Schedules of cron: their words, what is told about wrong ones, and that words come from what is meant, not from how it
// is written.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cron } from '../../modules/cron.ts';
import { randomOf, TIMES } from '../../test/support/any-edits.ts';
import { cronInWords, readCron } from './cron.ts';

const WORDS: { readonly [schedule: string]: string } = {
  '*/5 2 * * 1-5': 'every 5 minutes during 02:00-02:59, Monday to Friday',
  '* * * * *': 'every minute',
  '0-59 0-23 1-31 1-12 0-6': 'every minute, every day',
  '30 4 * * *': 'at 04:30, every day',
  '0,30 2,14 * * *': 'at 02:00, 02:30, 14:00 and 14:30, every day',
  '0 * * * *': 'every hour, on the hour',
  '1 * * * *': 'every hour, 1 minute past',
  '15 */6 * * *': 'every 6 hours, 15 minutes past',
  '0 */5 * * *': 'at 00:00, 05:00, 10:00, 15:00 and 20:00, every day',
  '30 9-17 * * *': 'every hour from 09:30 to 17:30',
  '0 1-13/2 * * *': 'every 2 hours from 01:00 to 13:00',
  '*/15 9-17 * * mon-fri': 'every 15 minutes during 09:00-17:59, Monday to Friday',
  '0,30 * * * *': 'every 30 minutes',
  '*/7 * * * *': 'every 7 minutes from 0 to 56 past the hour',
  '0,20 * * * *': 'at 0 and 20 minutes past the hour',
  '10-20 2,4 * * *': 'every minute from 10 to 20 past the hour during 02:00-02:59 and 04:00-04:59',
  '* */2 * * *': 'every minute during every 2nd hour from 00:00 to 22:59',
  '0 0 1 1 *': 'at 00:00, on day 1 of the month, in January',
  '0 0 1,15 jan-mar *': 'at 00:00, on days 1 and 15 of the month, January to March',
  '0 0 1-7 */6 *': 'at 00:00, on days 1 to 7 of the month, in January and July',
  '0 0 */2 * *': 'at 00:00, on every 2nd day of the month from the 1st to the 31st',
  '0 0 * * 7': 'at 00:00, on Sunday',
  '0 0 * * 5-7': 'at 00:00, Friday to Sunday',
  '0 0 * * SAT,sun': 'at 00:00, on Saturday and Sunday',
  // Two days that are limited: one is enough, unless one of them begins with a star.
  '0 0 13 * 5': 'at 00:00, on day 13 of the month and on Friday',
  '0 0 1-31 * 5': 'at 00:00, every day',
  '0 0 */2 * 1': 'at 00:00, on every 2nd day of the month from the 1st to the 31st, if that is Monday',
  '0 0 31 2 1': 'at 00:00, on day 31 of the month and on Monday, in February',
  '@daily': 'at 00:00, every day',
  '@weekly': 'at 00:00, on Sunday',
  '@reboot': 'once, whenever the host starts',
  '  0\t2 * * *  ': 'at 02:00, every day',
};

test('schedules in words', () => {
  for (const [schedule, words] of Object.entries(WORDS)) assert.deepEqual(cronInWords(schedule), { words }, schedule);
});

/** A schedule, the part of it that the mistake is about, what is said, and what is suggested. */
const MISTAKES: readonly (readonly [text: string, about: string, message: RegExp, suggestion?: string])[] = [
  ['', '', /five fields/],
  ['0 2 * *', '0 2 * *', /five fields/],
  ['0 2 * * * root', 'root', /five fields/],
  ['@dialy', '@dialy', /no schedule/, 'Did you mean `@daily`?'],
  ['60 * * * *', '60', /no minute 60/, 'They go from 0 to 59.'],
  ['* 0,24 * * *', '24', /no hour 24/],
  ['* * 0 * *', '0', /no day of the month 0/],
  ['* * * fbe *', 'fbe', /no month/, 'Did you mean `feb`?'],
  ['* * * * 8', '8', /no day of the week 8/],
  ['x * * * *', 'x', /no minute/, 'It is written 0 to 59.'],
  ['5/10 * * * *', '5/10', /needs a range/, 'Did you mean `5-59/10`?'],
  ['* 22-2 * * *', '22-2', /goes backwards/, 'Did you mean `22-23,0-2`?'],
  ['* * * * 5-0', '5-0', /goes backwards/, 'Did you mean `5-7`?'],
  ['*/0 * * * *', '0', /A step is/],
  ['*/ * * * *', '*/', /A step is/],
  ['1,,2 * * * *', '1,,2', /missing/],
  ['* 1- * * *', '1-', /missing/],
  ['1-2-3 * * * *', '1-2-3', /more than one `-`/],
  ['1/2/3 * * * *', '1/2/3', /more than one `\/`/],
  ['0 0 L * ?', 'L', /means nothing to cron/],
  ['0 0 30 2 *', '30 2', /never comes/],
  ['0 0 31 4,6 *', '31 4,6', /no day 31 in April or June/],
];

test('what is wrong is told at its place', () => {
  for (const [text, about, message, suggestion] of MISTAKES) {
    const told = cronInWords(text);
    assert.ok('mistake' in told, text);
    assert.equal(text.slice(told.mistake.start, told.mistake.end), about, text);
    assert.match(told.mistake.message, message, text);
    if (suggestion !== undefined) assert.equal(told.mistake.suggestion, suggestion, text);
  }
});

const ITEMS = [
  '*',
  '*/2',
  '*/15',
  '0',
  '1',
  '5',
  '7',
  '12',
  '1-5',
  '2-3',
  '1-7/3',
  'mon',
  'JAN',
  '60',
  '',
  '-',
  '/',
  '@',
  'x',
  '31',
  '30',
];

const ROUNDS = 4000 * TIMES;

test('any text is answered, and lists of all values have the words of what they stand for', () => {
  const random = randomOf(6);
  const any = (): string => ITEMS[Math.floor(random() * ITEMS.length)] ?? '';
  let sound = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const fields = Array.from({ length: 5 }, () => (random() < 0.2 ? `${any()},${any()}` : any()));
    const text = fields.join(' ');
    const told = cronInWords(text);
    if ('mistake' in told) {
      const { start, end } = told.mistake;
      assert.ok(0 <= start && start < end && end <= text.length, text);
      continue;
    }
    sound += 1;
    const schedule = readCron(text);
    assert.ok(!('mistake' in schedule));
    const { minute, hour, day, month, weekday } = schedule;
    const listed = [minute, hour, day, month, weekday].map(({ values, hasStar }) => (hasStar ? '' : values.join(',')));
    const again = listed.map((field, at) => (field === '' ? (fields[at] ?? '') : field)).join(' ');
    assert.deepEqual(cronInWords(again), told, `${text} is ${again}`);
  }
  assert.ok(sound > ROUNDS / 40, `only ${sound} were schedules`);
  for (const text of [',', '-', '/', '*', '1,', ' ', '9', '@'].map((part) => part.repeat(20_000 * TIMES)))
    cronInWords(text);
});

test('the module takes the schedules that there are, and no numbers that a field does not have', () => {
  const pattern = new RegExp(cron.spec.fields['schedule']?.pattern ?? '', 'u');
  const good = '30 2 * * *|*/5 0-23/2 1,31 JAN-dec Mon-Fri|0 0 1 1 7|@daily|5\t0 * 12 sun,6|00 09 01 01 0';
  for (const schedule of good.split('|')) assert.ok(pattern.test(schedule), schedule);
  const wrong =
    '99 2 * * *|60 2 * * *|0 24 * * *|0 0 32 * *|0 0 0 * *|0 0 * 13 *|0 0 * * 8|0-61 0 * * *|*/0 0 * * *|0 0 * * *,';
  for (const schedule of wrong.split('|')) assert.ok(!pattern.test(schedule), schedule);
});
