// Steps that run as somebody else, on real hosts: a time limit ends them with all that they began, whoever viki is there and
// however it becomes them, and so does whoever takes over from a runner that was killed. What they made is taken back, also
// where the login itself could not, and what acts once more does it as them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Project } from '../../engine/project.ts';
import type { LabHost } from '../lab/lab.ts';
import { lab, operatorWith } from './support.ts';
import { applied, nothingLeft, projectOfText, rolledBack, textOn } from './text.ts';

const SLOW = 'sleep 1000 & sleep 1001';
const mods = (timeout: string): string =>
  `command:\n  slow: { command: "${SLOW}", check: "false", as: plain${timeout} }\n`;
const projectAs = (host: LabHost, login: string, timeout = ''): Project =>
  projectOfText(textOn(host, mods(timeout)).replace('user: root', `user: ${login}`));

const LEFT = 'stat -c "%U %n" /proc/[0-9]* /tmp/.viki-* 2>/dev/null | grep -e ^plain -e viki';

for (const [name, login] of [
  ['as', 'deploy'],
  ['as', 'root'],
  ['as-small', 'root'],
] as const) {
  const host = lab.host(name);

  test(`${name}: ${login} ends what runs as somebody else when its time is up`, async () => {
    const { result } = await applied(operatorWith(), projectAs(host, login, ', timeout: 1s'));
    assert.equal(result.outcome, 'undone', JSON.stringify(result));
    assert.match(result.failure?.message ?? '', /^command\.slow failed: it took longer than 1 s and was ended/);
    assert.equal((await host.exec(LEFT)).stdout, '');
  });

  test(`${name}: ${login} ends it also where the runner was killed`, async () => {
    const applying = applied(operatorWith(), projectAs(host, login));
    await host.exec(`until grep -qs "100[1]" /proc/[0-9]*/cmdline; do sleep 0.1; done
      for home in /var/lib/viki /home/${login}/.local/state/viki; do
        [ ! -e $home/lock ] || { read -r run pid rest <$home/lock; kill -9 $pid; }
      done`);
    const { result } = await applying;
    assert.equal(result.outcome, 'undone', JSON.stringify(result));
    assert.equal((await host.exec(LEFT)).stdout, '');
  });
}

const PLACE = '/srv/viki-theirs';
const theirs = (content: string): string =>
  `file:\n  note: { path: ${PLACE}/note, content: "${content}", as: plain }\n  new: { path: ${PLACE}/deep/new, content: x, as: plain }\n`;
const BROKEN = 'command:\n  broken: { command: "false", check: "false", after: [file.note, file.new] }\n';
const AGAIN = `command:\n  mark: { command: "id -un >>${PLACE}/marks", run_on: file.note, as: plain }\n`;

for (const [name, login] of [
  ['as', 'deploy'],
  ['as', 'root'],
  ['as-small', 'root'],
] as const) {
  const host = lab.host(name);
  const asLogin = (mods: string): Project => projectOfText(textOn(host, mods).replace('user: root', `user: ${login}`));
  const made = async (): Promise<string> => {
    await host.exec(
      `rm -rf ${PLACE}; mkdir -p ${PLACE}/deep && echo before >${PLACE}/note && chown -R plain:plain ${PLACE}`,
    );
    return host.digest();
  };

  test(`${name}: what somebody else made for ${login} is walked back, rolled back, and removed`, async () => {
    const operator = operatorWith();
    const before = await made();
    const { result: undone } = await applied(operator, asLogin(theirs('after\\n') + BROKEN));
    assert.equal(undone.outcome, 'undone', JSON.stringify(undone));
    assert.equal(await host.digest(), before);

    const project = asLogin(theirs('after\\n'));
    const { result } = await applied(operator, project);
    assert.equal(result.outcome, 'done', JSON.stringify(result));
    assert.equal((await host.exec(`stat -c %U ${PLACE}/note ${PLACE}/deep/new`)).stdout, 'plain\nplain\n');
    await nothingLeft(operator, project);
    await rolledBack(operator, project);
    assert.equal(await host.digest(), before);

    await applied(operator, project);
    const { result: removed } = await applied(operator, asLogin('mkdir:\n  there: { path: /srv }\n'));
    assert.equal(removed.outcome, 'done', JSON.stringify(removed));
    assert.equal((await host.exec(`cd ${PLACE} && ls deep; cat note`)).stdout, 'after\n');
    await host.exec(`rm -rf ${PLACE}`);
  });

  test(`${name}: a command of somebody else's acts once more as them, whoever walks back`, async () => {
    const operator = operatorWith();
    await made();
    await applied(operator, asLogin(theirs('after\\n') + AGAIN + BROKEN.replace('command:\n', '')));
    await applied(operator, asLogin(theirs('after\\n') + AGAIN));
    await rolledBack(operator, asLogin(theirs('after\\n') + AGAIN));
    const { stdout } = await host.exec(`cat ${PLACE}/marks; stat -c %U ${PLACE}/marks; rm -rf ${PLACE}`);
    assert.equal(stdout, 'plain\n'.repeat(5));
  });
}
