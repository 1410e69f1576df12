// What a program would choke on never reaches it: the plan says what the host's own validator has against the bytes, and where
// it can't tell yet, the run refuses them before they are in place. The disk is as before. What was there before comes back all the same, whatever the validator thinks of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomEdits } from '../support/any-edits.ts';
import { contentsOf, type Declared, projectOf } from '../support/projects.ts';
import { lab, missingHosts, operatorWith, planOf, settingsOf } from './support.ts';
import { applied, rolledBack } from './text.ts';

const HOST = 'checked';
const skip = missingHosts[HOST] ?? false;

/** A mistake for each module that has its bytes checked, and a word of its validator about it. */
const MISTAKES = {
  'unit.viki-broken.service': { spec: { content: '[Service]\nExecStrt=/bin/true\n' }, says: /ExecStrt|ExecStart/ },
  'timer.viki-broken': { spec: { schedule: 'every now and then', command: 'true' }, says: /OnCalendar|calendar/i },
  'sudoers.viki-broken': { spec: { content: 'deploy ALL=(root NOPASSWD: ALL\n' }, says: /syntax error/ },
  'sshd.viki-broken': { spec: { settings: { PermitRotLogin: 'no' } }, says: /PermitRotLogin/ },
  // (right by itself, and not beside what is there already)
  'sshd.viki-twice': { spec: { settings: { Subsystem: 'sftp internal-sftp' } }, says: /[Ss]ubsystem/ },
  'nginx_site.viki-broken': { spec: { content: 'server { lsten 80; }\n' }, says: /lsten/ },
} as const;

/** (nginx makes folders of its own when it first looks at its settings) */
const PREPARE = '! command -v nginx >/dev/null || nginx -t -q';

/** (the schedule of a timer is looked at in the text; what its units are made of, with the run) */
const isTried = (address: string): boolean => !address.startsWith('timer.');

function projectWith(address: string, spec: object, before: Declared = {}) {
  const name = address.slice(address.indexOf('.') + 1);
  return projectOf({ ...before, [address]: { name, ...spec } }, [settingsOf(lab.host(HOST))]);
}

for (const [address, { spec, says }] of Object.entries(MISTAKES)) {
  const tried = isTried(address) ? test : undefined;
  tried?.(`${address}: the plan says what its program has against it`, { skip }, async () => {
    const host = lab.host(HOST);
    await host.exec(PREPARE);
    const before = await host.digest();
    const project = projectWith(address, spec);
    const [change] = planOf(await operatorWith().plan(project, contentsOf(project))).changes;
    assert.match(change?.refusal?.message ?? '', says);
    assert.doesNotMatch(change?.refusal?.message ?? '', /\/tmp/);
    assert.equal(await host.digest(), before);
    assert.doesNotMatch((await host.exec('ls -A /tmp')).stdout, /^tmp\./m, 'nothing stays of the trial');
  });

  test(`${address}: where something before it changes, the plan warns and the run refuses it`, { skip }, async () => {
    const host = lab.host(HOST);
    await host.exec(PREPARE);
    const before = await host.digest();
    const first = { 'file.first': { path: '/srv/viki-first', content: 'x' } };
    const project = projectWith(address, spec, first);
    const operator = operatorWith();
    const change = planOf(await operator.plan(project, contentsOf(project))).changes.find(
      (candidate) => candidate.address === address,
    );
    const warnings = change?.outlook?.warnings ?? [];
    if (isTried(address)) assert.match(warnings.join('\n'), says);
    const { result } = await applied(operator, project);
    assert.equal(result.outcome, 'undone', JSON.stringify(result));
    assert.match(result.failure?.message ?? '', /before it was put in place/);
    assert.match((result.failure?.output ?? []).join('\n'), says);
    assert.equal(await host.digest(), before);
  });
}

test('what has a secret in it is sent with the run only, which refuses it', { skip }, async () => {
  const host = lab.host(HOST);
  const before = await host.digest();
  const project = projectWith('sudoers.viki-broken', MISTAKES['sudoers.viki-broken'].spec);
  const contents = contentsOf(project);
  const secret = {
    ...contents,
    refs: new Map([...contents.refs].map(([key, ref]) => [key, { ...ref, isSecret: true as const }])),
  };
  const [change] = planOf(await operatorWith().plan(project, secret)).changes;
  assert.equal(change?.refusal, undefined);
  assert.equal(await host.digest(), before);
});

test('a rollback brings back what a validator would refuse', { skip }, async () => {
  const host = lab.host(HOST);
  const path = '/etc/ssh/sshd_config.d/viki-old.conf';
  await host.exec(`echo PermitRotLogin no >${path}`);
  const before = await host.digest();
  const project = projectWith('sshd.viki-old', { settings: { PermitRootLogin: 'prohibit-password' } });
  const operator = operatorWith();
  const { result } = await applied(operator, project);
  assert.equal(result.outcome, 'done', JSON.stringify(result));
  await rolledBack(operator, project);
  assert.equal(await host.digest(), before);
  await host.exec(`rm ${path}`);
});

/** What is right, in the field that has it, and how the program itself looks at all that it has. */
const SOUND = {
  'sudoers.viki-any': {
    text: 'User_Alias OPS = deploy, admin\nDefaults:OPS !requiretty\nOPS ALL=(root) NOPASSWD: /usr/bin/id, /bin/ls -l\n',
    look: 'visudo -c',
  },
  'sshd.viki-any': {
    text: 'MaxAuthTries 4\nX11Forwarding no\nMatch User nobody\n  PasswordAuthentication no\n',
    look: 'sshd -t',
  },
  'nginx_site.viki-any': {
    text: 'server {\n  listen 8081;\n  location / { return 200 "hello"; }\n}\n',
    look: 'nginx -t',
  },
  'unit.viki-any.service': {
    text: '[Unit]\nDescription=any\n\n[Service]\nType=oneshot\nExecStart=/bin/true one\nUser=deploy\n',
    look: 'systemd-analyze verify --man=no /etc/systemd/system/viki-any.service',
  },
} as const;
const SEEDS = 6;

/** The same text, with some accidents. */
function withAccidents(text: string, seed: number): string {
  let now = text;
  for (const { start, end, put } of randomEdits(seed, 1 + (seed % 3), () => now))
    now = now.slice(0, start) + put + now.slice(end);
  // (an accident may have cut a letter in two)
  return Buffer.from(now).toString();
}

for (const [address, { text, look }] of Object.entries(SOUND)) {
  test(`${address}: whatever is written, the program is content with what is in place`, { skip }, async () => {
    const host = lab.host(HOST);
    await host.exec(PREPARE);
    const before = await host.digest();
    const operator = operatorWith();
    const outcomes = new Set<string | undefined>();
    for (let seed = 0; seed <= SEEDS; seed += 1) {
      const content = seed === 0 ? text : withAccidents(text, seed);
      const project = projectWith(address, { content });
      const { result } = await applied(operator, project);
      outcomes.add(result.outcome);
      const told = `${JSON.stringify(content)}: ${JSON.stringify(result)}`;
      if (result.outcome === 'done') {
        const { code, stderr } = await host.exec(look);
        assert.equal(code, 0, `${told}\n${stderr}`);
        await rolledBack(operator, project);
      } else assert.equal(result.outcome, 'failed', told);
      assert.equal(await host.digest(), before, told);
    }
    // (some of both, or nothing was tried; and the plan said it of each that is wrong)
    assert.deepEqual([...outcomes].toSorted(), ['done', 'failed']);
  });
}
