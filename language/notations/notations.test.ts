// Texts that are written in a way of their own: what is told of wrong ones and where, and that everything that is right is left
// alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { portRule } from '../../modules/things/port-rule.ts';
import { randomOf, TIMES } from '../../test/support/any-edits.ts';
import { mistakeIn } from './index.ts';

type Case = readonly [text: string, about: string, message: RegExp, meantOrSuggested?: string];

function check(notation: keyof typeof mistakeIn, right: readonly string[], wrong: readonly Case[]): void {
  for (const text of right) assert.equal(mistakeIn[notation](text), undefined, text);
  for (const [text, about, message, more] of wrong) {
    const told = mistakeIn[notation](text);
    assert.ok(told, `nothing is told of ${text}`);
    assert.equal(text.slice(told.start, told.end), about, text);
    assert.match(told.message, message, text);
    if (more !== undefined) assert.equal(told.meant ?? told.suggestion, more, text);
  }
}

const PORTS_RIGHT = [
  ...['22', '22/tcp', '53/udp', '6000-6007', '6000-6007/udp', '1', '65535', 'from 10.0.0.5', 'from 0.0.0.0/0'],
  ...[
    '22/tcp from 10.0.0.0/8',
    '22 from 2001:db8::/32',
    'from ::1',
    'from ::ffff:10.0.0.1',
    'from 1:2:3:4:5:6:7:8/128',
  ],
];

test('rules about ports', () => {
  check('ports', PORTS_RIGHT, [
    ['http', 'http', /by their numbers/, '80/tcp'],
    ['HTTPS', 'HTTPS', /by their numbers/, '443/tcp'],
    ['htpps from 10.0.0.0/8', 'htpps', /by their numbers/, '443/tcp'],
    ['ssh/tcp', 'ssh/tcp', /by their numbers/, '22/tcp'],
    ['something-else', 'something-else', /no rule about ports/],
    ['443/tpc', 'tpc', /not `tpc`/, 'tcp'],
    ['443/TCP', 'TCP', /not `TCP`/, 'tcp'],
    ['443/', '443/', /rules about/],
    ['443/icmp', '443/icmp', /rules about/],
    ['80:90', '80:90', /range/, '80-90'],
    ['90-80', '90-80', /backwards/, '80-90'],
    ['80,443', '80,443', /one port or one range/],
    ['70000', '70000', /no port 70000/],
    ['0-10/tcp', '0', /no port 0/],
    ['22x', '22x', /is no port/],
    ['', '', /missing/],
    ['22/tcp from', 'from', /missing behind/],
    ['22/tcp 10.0.0.0/8', '10.0.0.0/8', /means nothing here/],
    ['22/tcp form 10.0.0.0/8', 'form', /means nothing here/, 'from'],
    ['22/tcp from any', 'any', /is no network/, 'Everybody is meant without `from`.'],
    ['from 10.0.0.0/33', '33', /no length of a network/],
    ['from 10.0.0.0/', '10.0.0.0/', /no network/],
    ['from 10.0.0.256', '10.0.0.256', /is no address/],
    ['from 2001:db8::1::2', '2001:db8::1::2', /is no address/],
    ['from 1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7:8:9', /is no address/],
    ['from example.com', 'example.com', /is no address/],
    ['22/tcp  from 10.0.0.5', '22/tcp  from 10.0.0.5', /spaces/, '22/tcp from 10.0.0.5'],
    ['from 10.0.0.5 tcp', 'tcp', /ends behind its network/],
  ]);
});

test('what is right about ports is what the module understands', () => {
  const random = randomOf(21);
  const parts = ['22', '80-90', '9-8', '0', '70000', '/tcp', '/udp', '/', ' ', 'from', '10.0.0.0/8', '::1', 'http', ''];
  let right = 0;
  for (let round = 0; round < 4000 * TIMES; round += 1) {
    const length = 1 + Math.floor(random() * 5);
    const text = Array.from({ length }, () => parts[Math.floor(random() * parts.length)] ?? '').join('');
    if (mistakeIn.ports(text) !== undefined) continue;
    right += 1;
    assert.ok(portRule(text), text);
  }
  assert.ok(right > 20 * TIMES, `only ${right} were rules`);
  for (const text of PORTS_RIGHT) assert.ok(portRule(text), text);
});

const CALENDAR_RIGHT = [
  ...[
    'daily',
    'Weekly',
    'daily UTC',
    'monthly Europe/Berlin',
    'Mon',
    'mon,',
    'Mon-Fri 02:00',
    'Sat,Sun',
    '02:30',
    '2:5:9',
  ],
  ...['Mon..Fri 02:30', '*-*-* *:*:*', '*:0/10', '*-*-01 04:00:00', '12-31', '*-*~3', '*-*-1..7 18:00', '2026-11-01'],
  ...[
    '99-01-01',
    '1..7-*-* 10:00',
    '0:0:0.5/2',
    '02:00 Europe/Berlin',
    'Mon *-*-* 00:00:00 utc',
    '@1234',
    '5..22/2:30',
  ],
  ...['*-*-* 04:00 GMT', 'daily GMT', '02:30 CET', 'Mon Japan', 'hourly EST5EDT', '02:30 Etc/GMT+5', '02:30 W-SU'],
  ...['daily America/North_Dakota/New_Salem', 'Tue 02:30 Turkey'],
];

test('schedules of systemd', () => {
  check('calendar', CALENDAR_RIGHT, [
    ['every day', 'every day', /nothing to systemd/, 'daily'],
    ['@daily', '@daily', /as cron has it/, 'daily'],
    ['dayly', 'dayly', /no day of the week and no word/, 'daily'],
    ['30 2 * * *', '30 2 * * *', /schedule of cron/, '*-*-* 02:30:00'],
    ['*/5 2 * * 1-5', '*/5 2 * * 1-5', /schedule of cron/],
    ['Mo..Fr 02:30', 'Mo', /no day of the week/, 'Mon'],
    ['Mon..Frd 02:30', 'Frd', /no day of the week/, 'Fri'],
    ['Fri..Mon', 'Fri..Mon', /backwards/, 'Fri..Sun,Mon'],
    ['Mon.. 02:30', 'Mon..', /day of the week is missing/],
    ['25:00', '25', /no hour 25/, 'They go from 0 to 23.'],
    ['02:60', '60', /no minute 60/],
    ['*-13-01', '13', /no month 13/],
    ['1969-01-01', '1969', /no year 1969/],
    ['*-*-*/2', '*/2', /begins with/, '01/2'],
    ['*:*/10', '*/10', /begins with/, '00/10'],
    ['*:0/0', '0', /from 1 on/],
    ['22..05:00', '22..05', /backwards/],
    ['02:30 pm', 'pm', /from 0 to 23/],
    ['02:', '02:', /minute is missing/],
    ['2026/11/01', '2026/11/01', /`-` in it/, '2026-11-01'],
    ['2026-11-01T02:30', '2026-11-01T02:30', /a space/, '2026-11-01 02:30'],
    ['daily 02:30', '02:30', /only a time zone/],
    ['daily Mon', 'Mon', /only a time zone/],
    ['02:30 daily', 'daily', /means nothing behind/],
    ['02:30 Sun', 'Sun', /means nothing behind/],
    ['02:30 Mon-Fri', 'Mon-Fri', /means nothing behind/],
    ['02:30 march', 'march', /means nothing behind/],
    ['02:30 2026-11-01', '2026-11-01', /means nothing behind/],
    ['30', '30', /no date and no time/],
    ['Mon Tue 10:00', 'Tue', /no date and no time/],
    [' ', ' ', /missing/],
  ]);
});

/** A body of a key that has these fields. */
function keyOf(...fields: readonly (string | number)[]): string {
  const bytes = fields.map((field) => (typeof field === 'string' ? Buffer.from(field) : Buffer.alloc(field, 7)));
  const withLengths = bytes.flatMap((field) => [Buffer.from([0, 0, field.length >> 8, field.length & 0xff]), field]);
  return Buffer.concat(withLengths).toString('base64');
}

const KEYS_RIGHT = [
  ['ssh-ed25519', keyOf('ssh-ed25519', 32)],
  ['ssh-rsa', keyOf('ssh-rsa', 3, 129)],
  ['ssh-rsa', keyOf('ssh-rsa', 3, 513)],
  ['ecdsa-sha2-nistp256', keyOf('ecdsa-sha2-nistp256', 'nistp256', 65)],
  ['ecdsa-sha2-nistp521', keyOf('ecdsa-sha2-nistp521', 'nistp521', 133)],
  ['sk-ssh-ed25519@openssh.com', keyOf('sk-ssh-ed25519@openssh.com', 32, 'ssh:')],
  // (one that nobody knows yet)
  ['ssh-something-quite-new', keyOf('ssh-something-quite-new', 1000)],
] as const;

test('public keys', () => {
  const right = KEYS_RIGHT.map((words) => words.join(' '));
  const body = keyOf('ssh-ed25519', 32);
  const wrong = (kind: string, letters: string, message: RegExp): Case => [`${kind} ${letters}`, letters, message];
  check(
    'public-key',
    [...right, `ssh-ed25519 ${body} me@laptop, at home`],
    [
      ['-----BEGIN OPENSSH PRIVATE KEY-----', '-----BEGIN OPENSSH PRIVATE KEY-----', /private key/],
      [`ssh-ed25591 ${body}`, 'ssh-ed25591', /no kind of key/, 'ssh-ed25519'],
      [`ssh-rsa ${body}`, 'ssh-rsa', /another kind of key/, 'ssh-ed25519'],
      [`something ${body}`, 'something', /another kind of key/, 'ssh-ed25519'],
      ['ssh-ed25519', 'ssh-ed25519', /behind a space/],
      ['', '', /missing/],
      wrong('ssh-ed25519', 'AAAA', /some are missing/),
      wrong('ssh-ed25519', body.slice(0, -1), /some are missing/),
      wrong('ssh-ed25519', body.slice(0, -4), /some are missing/),
      wrong('ssh-ed25519', `${body.slice(0, -1)}!`, /some are missing/),
      wrong('ssh-ed25519', keyOf('ssh-ed25519', 31), /not as many/),
      wrong('ssh-ed25519', keyOf('ssh-ed25519', 32, 4), /not as many/),
      wrong('ssh-rsa', keyOf('ssh-rsa', 3, 65), /about 520 bits/),
      wrong('ssh-rsa', keyOf('ssh-something-quite-new', 10), /another kind of key/),
    ],
  );
});

test('any text is answered, and within itself', () => {
  const random = randomOf(22);
  const parts = [
    'Mon',
    '..',
    ',',
    '-',
    ':',
    '/',
    '*',
    '~',
    '5',
    '60',
    ' ',
    'daily',
    'UTC',
    '@',
    'ssh-rsa ',
    'AAAA',
    '=',
    'from ',
    '\t',
  ];
  for (const [notation, mistakeOf] of Object.entries(mistakeIn)) {
    for (let round = 0; round < 1000 * TIMES; round += 1) {
      const length = Math.floor(random() * 8);
      const text = Array.from({ length }, () => parts[Math.floor(random() * parts.length)] ?? '').join('');
      const told = mistakeOf(text);
      if (told === undefined) continue;
      const isWithin = 0 <= told.start && told.start <= told.end && told.end <= text.length;
      assert.ok(isWithin && (told.start < told.end || text === ''), `${notation} ${JSON.stringify(text)}`);
    }
    for (const text of [',', '-', '/', ':', '*', '9', 'A', ' ', '.'].map((part) => part.repeat(20_000 * TIMES)))
      mistakeOf(text);
  }
});

test('addresses of repositories', () => {
  check(
    'repository',
    [
      'https://example.com/app.git',
      'https://example.com:8443/app@v2.git',
      'git@example.com:app.git',
      'ssh://git@example.com:2222/app.git',
      'https://deploy@example.com/app.git',
      '/srv/git/app.git',
      'https://example.com/a:b@c',
    ],
    [
      ['https://deploy:hunter2@example.com/app.git', 'deploy:hunter2', /password in this address/],
      ['https://:token@example.com/app.git', ':token', /password in this address/],
      ['ssh://git:p@ss@example.com/app.git', 'git:p@ss', /password in this address/],
      ['https://ghp_abcdef@github.com/app.git', 'ghp_abcdef', /password in this address/],
    ],
  );
});

test('addresses of what is downloaded, and of packages', () => {
  for (const notation of ['download', 'packages'] as const) {
    check(
      notation,
      [
        'https://example.com/image.iso',
        'example.com:8080/a@b:c/image.iso',
        'https://deploy@example.com/image.iso',
        'ftp://example.com/a:b@c',
      ],
      [
        ['https://deploy:hunter2@example.com/image.iso', 'deploy:hunter2', /password in this address/],
        ['deploy:hunter2@example.com:8080/image.iso', 'deploy:hunter2', /password in this address/],
        ['ftp://deploy:hunter2@example.com/image.iso', 'deploy:hunter2', /password in this address/],
      ],
    );
  }
});

test('options of what is mounted', () => {
  check(
    'mount-options',
    ['defaults', 'ro,noexec', 'credentials=/root/.share,uid=1000', 'username=ann,passwd_file=/root/x', 'password=', ''],
    [
      ['username=ann,password=hunter2,ro', 'hunter2', /^A password in these options/],
      ['pass=hunter 2', 'hunter 2', /^A password in these options/],
    ],
  );
});
