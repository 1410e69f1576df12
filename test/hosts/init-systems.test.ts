// Services on real hosts with OpenRC and with the scripts of sysvinit: started, stopped, enabled, restarted, and back; what a
// reboot makes of that; those that crash, those that do not start, and those that are no services.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { lab, missingHosts, operatorWith } from './support.ts';
import { applied, nothingLeft, projectOfText, rolledBack, textOn } from './text.ts';

const INITS = ['openrc', 'sysvinit'] as const;
type Init = (typeof INITS)[number];

/** Reads its settings when it starts, and fails with those that fail; what it has read is kept. */
const READS = 'cat /etc/demo.conf >>/run/demo.seen && . /etc/demo.conf';
/** (Debian's start-stop-daemon does not tell OpenRC whom it has started, so the script says itself that it has crashed; nor does it
 * wait for those that it stops, unless it is told to) */
const SCRIPTS: { readonly [init in Init]: string } = {
  openrc: `#!/sbin/openrc-run
command=/bin/sleep
command_args=infinity
command_background=yes
pidfile=/run/demo.pid
retry=5
start_pre() { ${READS}; }
status() { [ ! -e /run/demo.pid ] && return 3; [ -d "/proc/$(cat /run/demo.pid)" ] || return 32; }
`,
  sysvinit: `#!/bin/sh
### BEGIN INIT INFO
# Provides: demo
# Required-Start: $remote_fs
# Required-Stop: $remote_fs
# Default-Start: 2 3 4 5
# Default-Stop: 0 1 6
# Short-Description: sleeps
### END INIT INFO
case $1 in
  start) ${READS} && start-stop-daemon --start --oknodo --background --make-pidfile --pidfile /run/demo.pid --exec /bin/sleep -- infinity ;;
  stop) start-stop-daemon --stop --oknodo --retry 5 --remove-pidfile --pidfile /run/demo.pid ;;
  restart) "$0" stop && "$0" start ;;
  status) start-stop-daemon --status --pidfile /run/demo.pid ;;
  *) exit 1 ;;
esac
`,
};
/** Something that is done once, and can't tell how it is. */
const ONCE = '#!/bin/sh\n[ "$1" != start ] || echo "$0" >>/run/once.seen\n';

const skipOf = (init: Init): string | false => missingHosts[init] ?? false;
const hostOf = (init: Init) => lab.host(init);
const projectOf = (init: Init, mods: string) => projectOfText(textOn(hostOf(init), mods));
const serviceOn = (init: Init, fields: string) => projectOf(init, `service:\n  demo: ${fields}\n`);

async function on(init: Init, command: string): Promise<string> {
  const { code, stdout, stderr } = await hostOf(init).exec(command);
  assert.equal(code, 0, stderr);
  return stdout.trim();
}

/** Whether it runs and is started at boot, as anybody would look for it. */
const LINKS = { openrc: '/etc/runlevels/default/demo', sysvinit: '/etc/rc2.d/S??demo' };
const stateOf = (init: Init): Promise<string> =>
  on(
    init,
    `if [ -d "/proc/$(cat /run/demo.pid 2>/dev/null || echo none)" ]; then echo running; else echo stopped; fi
    if [ -e ${LINKS[init]} ]; then echo enabled; else echo disabled; fi`,
  );
const RUNNING = 'running\nenabled';
const STOPPED = 'stopped\ndisabled';

/** What it has read at its starts since it was last asked. */
const seenOn = async (init: Init): Promise<readonly string[]> =>
  (await on(init, 'cat /run/demo.seen 2>/dev/null; : >/run/demo.seen')).split('\n').filter((line) => line !== '');

/** (the scripts that end a system wait for what a container has not got) */
async function bootAgain(init: Init): Promise<void> {
  await hostOf(init).kill();
  await hostOf(init).start();
}

/** For good: nobody takes it back, nor away because it has left the text. */
async function make(init: Init, fields: string, state: string): Promise<void> {
  const { result } = await applied(operatorWith(), serviceOn(init, fields));
  assert.equal(result.outcome, 'done', JSON.stringify(result));
  assert.equal(await stateOf(init), state);
  await on(init, 'rm -rf /var/lib/viki');
}

before(async () => {
  for (const init of INITS.filter((one) => skipOf(one) === false)) {
    const script = 'cat >/etc/init.d/demo && chmod 755 /etc/init.d/demo && echo ": first" >/etc/demo.conf';
    assert.equal((await hostOf(init).exec(script, SCRIPTS[init])).code, 0);
    assert.equal((await hostOf(init).exec('cat >/etc/init.d/once && chmod 755 /etc/init.d/once', ONCE)).code, 0);
  }
});

for (const init of INITS) {
  const skip = skipOf(init);

  test(`${init}: started and enabled, stopped and disabled, and each of that is taken back`, { skip }, async () => {
    const [up, down] = ['{ state: running, enabled: true }', '{ state: stopped, enabled: false }'];
    for (const [fields, step, from, to] of [
      [up, 'start service demo, and enable it', STOPPED, RUNNING],
      [down, 'stop service demo, and disable it', RUNNING, STOPPED],
    ] as const) {
      if (from === RUNNING) await make(init, up, RUNNING);
      const [operator, project] = [operatorWith(), serviceOn(init, fields)];
      assert.equal(await stateOf(init), from);
      const { plan, result } = await applied(operator, project);
      assert.equal(result.outcome, 'done', JSON.stringify(result));
      assert.deepEqual(plan.changes[0]?.steps, [step]);
      assert.equal(await stateOf(init), to);
      await nothingLeft(operator, project);
      await rolledBack(operator, project);
      assert.equal(await stateOf(init), from);
    }
  });

  test(`${init}: what is enabled is there after a reboot, and what is not is not`, { skip }, async () => {
    await bootAgain(init);
    assert.equal(await stateOf(init), RUNNING);
    await make(init, '{ enabled: false }', 'running\ndisabled');
    await bootAgain(init);
    assert.equal(await stateOf(init), STOPPED);
  });

  test(`${init}: it is restarted once when its settings change, and when they are taken back`, { skip }, async () => {
    await make(init, '{ state: running, enabled: true }', RUNNING);
    await seenOn(init);
    const file = 'file:\n  demo: { path: /etc/demo.conf, content: ": second\\n" }\n';
    const project = projectOf(init, `${file}service:\n  demo: { reload: true, restart_on: file.demo }\n`);
    const operator = operatorWith();
    assert.equal((await applied(operator, project)).result.outcome, 'done');
    assert.deepEqual(await seenOn(init), [': second']);
    await nothingLeft(operator, project);
    await rolledBack(operator, project);
    assert.deepEqual(await seenOn(init), [': first']);
    assert.equal(await stateOf(init), RUNNING);
  });

  test(`${init}: settings that it does not start with go back, and it runs with those from before`, {
    skip,
  }, async () => {
    const file = 'file:\n  demo: { path: /etc/demo.conf, content: "echo no such luck >&2; false\\n" }\n';
    const project = projectOf(init, `${file}service:\n  demo: { state: running, restart_on: file.demo }\n`);
    const { result } = await applied(operatorWith(), project);
    assert.equal(result.outcome, 'undone', JSON.stringify(result));
    assert.equal(result.failure?.address, 'service.demo');
    assert.match(JSON.stringify(result.failure), /no such luck/);
    assert.equal((await seenOn(init)).at(-1), ': first');
    assert.equal(await stateOf(init), RUNNING);
  });

  test(`${init}: one that has crashed does not run, and is started`, { skip }, async () => {
    await on(init, 'kill -9 $(cat /run/demo.pid)');
    const project = serviceOn(init, '{ state: running }');
    const { plan, result } = await applied(operatorWith(), project);
    assert.deepEqual(plan.changes[0]?.steps, ['start service demo']);
    assert.equal(result.outcome, 'done', JSON.stringify(result));
    assert.equal(await stateOf(init), RUNNING);
  });

  test(`${init}: what the host is started with is not disabled, and what ends by itself not kept running`, {
    skip,
  }, async () => {
    const refusalOf = async (mods: string) => {
      const { plan } = await applied(operatorWith(), projectOf(init, `service:\n  ${mods}\n`));
      return plan.changes[0]?.refusal?.message;
    };
    const early = 'procps is a part of how this host starts, which viki does not change';
    assert.equal(await refusalOf('procps: { enabled: false }'), early);
    const link = { openrc: '/etc/runlevels/default/procps', sysvinit: '/etc/rc2.d/S01procps' }[init];
    await on(init, `ln -s /etc/init.d/procps ${link}`);
    assert.equal(await refusalOf('procps: { enabled: false }'), early);
    const once = await refusalOf('once: { state: running }');
    assert.equal(once, "once does its work once and ends, so it can't be kept running");
    assert.equal(await refusalOf('nothing: { state: running }'), 'there is no service nothing on this host');
    await nothingLeft(operatorWith(), projectOf(init, 'service:\n  procps: { enabled: true }\n'));
  });

  test(`${init}: what it starts knows nothing of viki`, { skip }, async () => {
    const environment = await on(init, "tr '\\0' '\\n' </proc/$(cat /run/demo.pid)/environ");
    assert.ok(!environment.includes('VIKI'), environment);
  });
}
