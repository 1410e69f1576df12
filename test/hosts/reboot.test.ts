// A restart of a real host because of a run: it comes when the run has ended, is waited for, and does not come when the run
// is walked back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '../../hosts/wait.ts';
import { contentsOf } from '../support/projects.ts';
import { lab, operatorWith, planOf } from './support.ts';
import { applied, nothingLeft, projectOfText, rolledBack, textOn } from './text.ts';

for (const name of ['boot', 'boot-small']) {
  const host = lab.host(name);
  const said = async (command: string): Promise<string> => (await host.exec(command)).stdout.trim();
  const bootOf = (): Promise<string> => said('cat /proc/sys/kernel/random/boot_id');
  const projectWith = (content: string, more = '', fields = '') =>
    projectOfText(
      textOn(
        host,
        `reboot:\n  test: { run_on: file.a${fields} }\nfile:\n  a: { path: /root/a, content: ${JSON.stringify(content)} }\n${more}`,
      ),
    );

  test(`${name}: it restarts when the run has ended, and is there again when that is told`, async () => {
    const before = await bootOf();
    const project = projectWith('1');
    const { plan, result } = await applied(operatorWith({ wait: waitFor }), project);
    assert.equal(result.outcome, 'done', JSON.stringify(result));
    assert.equal(result.failure, undefined);
    assert.deepEqual(plan.changes.find(({ address }) => address === 'reboot.test')?.steps, ['restart the host (test)']);
    assert.notEqual(await bootOf(), before);
    assert.match(await said(`cat /var/lib/viki/runs/${result.run}/outcome; cat /root/a`), /^done\n1$/);
    const operator = operatorWith({ wait: waitFor });
    await nothingLeft(operator, project);

    const between = await bootOf();
    await rolledBack(operator, project);
    assert.notEqual(await bootOf(), between, 'what it started with is not as before, so it starts once more');
    assert.equal((await host.exec('cat /root/a')).code, 1);
    assert.equal((await applied(operator, project)).result.outcome, 'done');
  });

  test(`${name}: it restarts when it asks for it, and not otherwise; a time limit for the step, or who it runs as, is none for that`, async () => {
    const before = await bootOf();
    await host.exec('touch /run/reboot-required');
    const { result } = await applied(operatorWith({ wait: waitFor }), projectWith('1', '', ', timeout: 1m, as: root'));
    assert.equal(result.outcome, 'done', JSON.stringify(result));
    const after = await bootOf();
    assert.notEqual(after, before);
    const project = projectWith('1');
    assert.equal(planOf(await operatorWith({ wait: waitFor }).plan(project, contentsOf(project))).request, undefined);
  });

  test(`${name}: a run that is walked back restarts nothing`, async () => {
    const before = await bootOf();
    const failing = 'command:\n  fail: { command: "exit 3", check: "false", after: reboot.test }\n';
    const { result } = await applied(operatorWith({ wait: waitFor }), projectWith('2', failing));
    assert.equal(result.outcome, 'undone', JSON.stringify(result));
    // (whoever waited to restart it is gone)
    await host.exec('while pgrep -f "viki-reboo[t]" >/dev/null; do sleep 0.1; done');
    assert.equal(await bootOf(), before);
    assert.equal(await said('cat /root/a'), '1');
  });
}
