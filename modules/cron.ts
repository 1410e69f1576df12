// The module `cron`: a command at certain times, as a file in /etc/cron.d. Pure: it never sees a host.
import type { Module, Refusal, Spec, State, Tools } from './contract.ts';
import { ONE_LINE_HINT, ONE_LINE_PATTERN } from './things/edits.ts';
import { ownFileProbes, wantOwnFile, withoutFiles } from './things/own-file.ts';
import { pathId, pathSteps } from './things/path.ts';
import { runnerField, runnerOf, runnerProbes, runnerRefusal } from './things/people.ts';

const FOLDER = '/etc/cron.d';
const MODE = '0644';
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

const anyCase = (name: string): string => [...name].map((sign) => `[${sign.toUpperCase()}${sign}]`).join('');
const named = (names: string): string => names.split(' ').map(anyCase).join('|');
const MONTHS = named('jan feb mar apr may jun jul aug sep oct nov dec');
const WEEKDAYS = named('sun mon tue wed thu fri sat');

/** A list of values, ranges and steps, of values that there are. */
function fieldOf(value: string): string {
  const item = `(\\*|(${value})([-~](${value}))?)(/[1-9]\\d*)?`;
  return `${item}(,${item})*`;
}

const FIELDS = [
  '[0-5]?\\d',
  '[01]?\\d|2[0-3]',
  '0?[1-9]|[12]\\d|3[01]',
  `0?[1-9]|1[0-2]|${MONTHS}`,
  `0?[0-7]|${WEEKDAYS}`,
];

const pathOf = (spec: Spec): string => `${FOLDER}/${String(spec['name'])}`;

/** `NAME="value"`; cron knows no way to write a quote of the kind that the value is in. */
function variableLine([name, value]: readonly [string, unknown]): string | Refusal {
  const text = String(value);
  const sign = text.includes('"') ? "'" : '"';
  const isFit = VARIABLE.test(name) && !/[\n\r\0]/.test(text) && !text.includes(sign);
  if (isFit) return `${name}=${sign}${text}${sign}\n`;
  return {
    refused: `cron can not set the variable ${name} to that`,
    hint: 'a value is one line and has not both kinds of quotes; anything else belongs into a script',
  };
}

/** To cron, a bare percent sign ends the command; so does one behind two backslashes, which are a backslash to the shell. */
const escaped = (command: string): string =>
  command.replaceAll(/(\\*)%/g, (written, slashes: string) => (slashes.length % 2 === 0 ? `${slashes}\\%` : written));

function textOf(spec: Spec): string | Refusal {
  let text = '';
  for (const entry of Object.entries((spec['environment'] ?? {}) as { [name: string]: unknown })) {
    const line = variableLine(entry);
    if (typeof line !== 'string') return line;
    text += line;
  }
  return `${text}${String(spec['schedule'])} ${runnerOf(spec)} ${escaped(String(spec['command']))}\n`;
}

function wantCron(spec: Spec, now: State, tools: Tools): State | Refusal {
  const refusal = runnerRefusal(spec, now, tools);
  if (refusal) return refusal;
  const text = textOf(spec);
  if (typeof text !== 'string') return text;
  return wantOwnFile({ path: pathOf(spec), mode: MODE, content: tools.bytes(text), program: 'cron' }, now, tools);
}

export const cron: Module = {
  name: 'cron',
  summary: 'A command that cron runs at certain times: a file of its own in /etc/cron.d.',
  spec: {
    fields: {
      name: {
        type: 'string',
        description: 'The name of the file.',
        pattern: '^[A-Za-z0-9_-]+$',
        patternHint: 'letters, digits, `-` and `_`: cron does not read other files',
        examples: ['backup'],
      },
      schedule: {
        type: 'string',
        notation: 'cron',
        description: 'When: minute, hour, day of the month, month, day of the week; or a word such as `@daily`.',
        pattern: `^(@(reboot|yearly|annually|monthly|weekly|daily|midnight|hourly)|${FIELDS.map(fieldOf).join('[ \\t]+')})$`,
        patternHint:
          'five fields, such as `30 2 * * *` (each within its range: minutes 0 to 59, hours 0 to 23), or a word such as `@daily`',
        examples: ['30 2 * * *', '@daily'],
      },
      command: {
        type: 'string',
        description: 'What the shell runs. A `%` is itself.',
        minLength: 1,
        pattern: ONE_LINE_PATTERN,
        patternHint: ONE_LINE_HINT,
        examples: ['/usr/local/bin/backup'],
      },
      user: runnerField,
      environment: {
        type: 'object',
        description: 'Variables of its environment, such as `MAILTO`.',
        examples: ['{ MAILTO: admin@example.com }'],
      },
    },
    required: ['name', 'schedule', 'command'],
  },
  mainField: 'name',
  key: (spec) => pathId(pathOf(spec)),
  read: (spec) => [...runnerProbes(spec), ...ownFileProbes(pathOf(spec))],
  want: wantCron,
  absent: (spec, now) => withoutFiles([pathOf(spec)], now),
  steps: (spec, from, to) => pathSteps([pathOf(spec)], from, to),
};
