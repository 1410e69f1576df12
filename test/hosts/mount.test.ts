// Mounts on a real host: what is in use stays where it is, and who uses it is named; after a boot it is mounted as the text
// said.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lab, operatorWith } from './support.ts';
import { applied, nothingLeft, projectOfText, rolledBack, textOn } from './text.ts';

const host = lab.host('system');
const said = async (command: string): Promise<string> => (await host.exec(command)).stdout.trim();
const projectWith = (fields: string) =>
  projectOfText(textOn(host, `mount:\n  /srv/memory: { source: tmpfs, type: tmpfs, ${fields} }\n`));

test('what is in use is not unmounted, and who uses it is named', async () => {
  const operator = operatorWith();
  const { result } = await applied(operator, projectWith('options: size=1m'));
  assert.equal(result.outcome, 'done', JSON.stringify(result));
  const pid = await said('cd /srv/memory && { sleep infinity >/dev/null 2>&1 & echo $!; }');
  const fstab = await said('cat /etc/fstab');
  const gone = projectWith('state: absent');
  const refused = await applied(operator, gone);
  assert.equal(refused.result.outcome, 'undone', JSON.stringify(refused.result));
  assert.match(JSON.stringify(refused.result.failure), new RegExp(`in use.* process ${pid} \\(sleep\\)`));
  assert.equal(await said('cat /etc/fstab; stat -f -c %T /srv/memory'), `${fstab}\ntmpfs`);
  await host.exec(`kill ${pid}; while [ -e /proc/${pid} ]; do sleep 0.1; done`);
  const { result: done } = await applied(operator, gone);
  assert.equal(done.outcome, 'done', JSON.stringify(done));
  await nothingLeft(operator, gone);
  assert.equal(await said('grep -c memory /etc/fstab; grep -c /srv/memory /proc/mounts'), '0\n0');
});

test('it is mounted in that way after a boot too, and a plan has nothing to do', async () => {
  const operator = operatorWith();
  const project = projectWith('options: "size=1m,noexec,user"');
  const { result } = await applied(operator, project);
  assert.equal(result.outcome, 'done', JSON.stringify(result));
  await host.reboot();
  assert.equal(await said('stat -f -c %T /srv/memory'), 'tmpfs');
  const again = operatorWith();
  await nothingLeft(again, project);
  await rolledBack(again, project);
  // (the folder was there before)
  assert.equal(
    await said('grep -c memory /etc/fstab; grep -c /srv/memory /proc/mounts; ls -d /srv/memory'),
    '0\n0\n/srv/memory',
  );
});
