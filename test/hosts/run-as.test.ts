// Steps that run as somebody else, on real hosts: a time limit ends them with all that they began, whoever viki is there and
// however it becomes them, and so does whoever takes over from a runner that was killed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Project } from '../../engine/project.ts';
import type { LabHost } from '../lab/lab.ts';
import { lab, operatorWith } from './support.ts';
import { applied, projectOfText, textOn } from './text.ts';

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
