// Containers on a real Docker: secrets that they get, and where those must not be; what was replaced comes back with them;
// what somebody else made is left alone.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, test } from 'node:test';
import { lab, missingHosts, projectFolder, viki } from './support.ts';
import { textOn } from './text.ts';

const NAME = 'docker';
const skip = missingHosts[NAME] ?? false;
const host = skip === false ? lab.host(NAME) : undefined;
const CANARIES = {
  VK_VAR_token: "canary of the token: it's $HOME `id` \\ ü # =",
  VK_VAR_key: "canary of\n\texport PATH=it's'\n'\\''many lines\n",
};
const CHANGED = { ...CANARIES, VK_VAR_token: 'another canary' };

const SECRETS = `  vars:
    token: { secret: true, from: env }
    key: { secret: true, from: env }
`;

async function said(command: string): Promise<string> {
  assert.ok(host);
  const { code, stdout, stderr } = await host.exec(command);
  assert.equal(code, 0, `${command}: ${stderr}`);
  return stdout;
}

const textOf = (mods: string): string => (host ? textOn(host, mods, SECRETS) : '');
const mods = (image: string): string => `container:
  box:
    image: ${image}
    environment: { TOKEN: "\${token}", KEY: "\${key}", PATH: /bin, PLAIN: "it's $PATH" }
cloudflared:
  box-tunnel: { token: "\${token}" }
`;

/** What the process in the container has got, each variable by itself. */
const got = (container: string, variable: string): Promise<string> =>
  said(`tr '\\0\\n' '\\n\\1' <"/proc/$(docker inspect --format '{{.State.Pid}}' ${container})/environ" |
    sed -n 's/^${variable}=//p' | tr '\\1' '\\n'`);

const withoutLast = (text: string): string => text.slice(0, -1);

async function done(project: string, words: readonly string[], secrets: NodeJS.ProcessEnv): Promise<string> {
  const { code, output, errors } = await viki(project, words, secrets);
  assert.equal(code, 0, `${words.join(' ')}: ${output}${errors}`);
  return output + errors;
}

beforeEach(async () => {
  if (!host) return;
  await said('systemctl start docker && docker ps -aq | xargs -r docker rm -f && rm -rf /var/lib/viki');
});

test('secrets reach a container as they are, are nowhere else, and come back with it', { skip }, async () => {
  const project = projectFolder(textOf(mods('viki-sample:1.0')));
  // (every command line that there is while it is made)
  await said(`cat >/root/docker-wrapper <<'END'
#!/bin/sh
tr '\\0' ' ' </proc/$$/cmdline >>/root/arguments
cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' >>/root/arguments
exec /usr/bin/docker "$@"
END
chmod 755 /root/docker-wrapper && cp /root/docker-wrapper /usr/local/bin/docker`);
  const told = await done(project, ['apply', '--yes', '--json'], CANARIES);
  const shown = await viki(project, ['plan', '--json'], CANARIES);
  await said('rm /usr/local/bin/docker');
  assert.equal(shown.code, 0, `a second plan is empty: ${shown.output}`);
  assert.equal(withoutLast(await got('box', 'TOKEN')), CANARIES.VK_VAR_token);
  assert.equal(withoutLast(await got('box', 'KEY')), CANARIES.VK_VAR_key);
  assert.equal(await got('box', 'PLAIN'), "it's $PATH\n");
  assert.equal(withoutLast(await got('box-tunnel', 'TUNNEL_TOKEN')), CANARIES.VK_VAR_token);
  assert.match(await said('cat /root/arguments'), /viki-sample:1\.0/);
  assert.doesNotMatch(await said('cat /root/arguments'), /canary/);
  assert.doesNotMatch(told + shown.output, /canary/);
  assert.equal(await said('grep -rl canary /var/lib/viki | grep -v "^/var/lib/viki/blobs/" | wc -l'), '0\n');
  // Another image, with another token; taken back, it has the first ones again.
  writeFileSync(join(project, 'main.vk.yaml'), textOf(mods('viki-sample:1.1')));
  await done(project, ['apply', '--yes'], CHANGED);
  assert.equal(await got('box', 'TOKEN'), 'another canary\n');
  await done(project, ['rollback', '--yes'], {});
  assert.equal(
    await said("docker inspect --format '{{.Config.Image}} {{.State.Status}}' box"),
    'viki-sample:1.0 running\n',
  );
  assert.equal(withoutLast(await got('box', 'TOKEN')), CANARIES.VK_VAR_token);
  assert.equal(withoutLast(await got('box', 'KEY')), CANARIES.VK_VAR_key);
  // What the text does not have any more is gone, and nothing else.
  await said('docker run --detach --name other viki-sample:1.0');
  writeFileSync(join(project, 'main.vk.yaml'), textOf('mkdir:\n  box: { path: /opt/box }\n'));
  await done(project, ['apply', '--yes'], CANARIES);
  assert.equal(await said("docker ps --all --format '{{.Names}}'"), 'other\n');
});

test('another secret alone makes another container, the same one none', { skip }, async () => {
  const project = projectFolder(textOf(mods('viki-sample:1.0')));
  await done(project, ['apply', '--yes'], CANARIES);
  const ids = (): Promise<string> => said("docker ps --no-trunc --format '{{.ID}} {{.Names}}' | LC_ALL=C sort -k 2");
  const before = await ids();
  await said('docker stop box');
  const started = await done(project, ['apply', '--yes'], CANARIES);
  assert.match(started, /start container box/);
  assert.equal(await ids(), before);
  const told = await viki(project, ['plan', '--json'], CHANGED);
  assert.match(told.output, /replace container box by one from viki-sample:1\.0/);
  assert.match(told.output, /replace container box-tunnel/);
  await done(project, ['apply', '--yes'], CHANGED);
  assert.equal(await got('box', 'TOKEN'), 'another canary\n');
  assert.equal(await got('box-tunnel', 'TUNNEL_TOKEN'), 'another canary\n');
  assert.equal((await viki(project, ['plan'], CHANGED)).code, 0);
  await done(project, ['rollback', '--yes'], {});
  assert.equal(withoutLast(await got('box', 'TOKEN')), CANARIES.VK_VAR_token);
  assert.equal((await viki(project, ['plan'], CANARIES)).code, 0);
});

test('a container is waited for until it is healthy; one that never is is taken back', { skip }, async () => {
  const health = (command: string): string =>
    textOf(
      `container:\n  box: { image: "viki-sample:1.0", options: ["--health-cmd=${command}", --health-interval=1s, --health-retries=2] }\n`,
    );
  const project = projectFolder(health('test -e /healthy || { touch /healthy; false; }'));
  await done(project, ['apply', '--yes'], {});
  assert.equal(await said("docker inspect --format '{{.State.Health.Status}}' box"), 'healthy\n');
  const before = await said('docker inspect --format "{{.Config.Labels}}" box');
  writeFileSync(join(project, 'main.vk.yaml'), health('false'));
  const { code, output, errors } = await viki(project, ['apply', '--yes']);
  assert.notEqual(code, 0);
  assert.match(output + errors, /the container box has not become healthy, but unhealthy/);
  assert.equal(await said('docker inspect --format "{{.Config.Labels}}" box'), before);
  assert.equal(await said("docker ps --format '{{.Names}}'"), 'box\n');
});

test('a container that cannot be made leaves the one from before as it runs', { skip }, async () => {
  const project = projectFolder(textOf('container:\n  box: { image: "viki-sample:1.0" }\n'));
  await done(project, ['apply', '--yes'], {});
  const before = await said('docker inspect --format {{.Id}} box');
  writeFileSync(
    join(project, 'main.vk.yaml'),
    textOf('container:\n  box: { image: "viki-sample:1.0", options: [--memory=none] }\n'),
  );
  const { code, output, errors } = await viki(project, ['apply', '--yes']);
  assert.notEqual(code, 0);
  assert.match(output + errors, /invalid argument "none" for "-m, --memory"/);
  assert.equal(await said('docker inspect --format {{.Id}} box'), before);
  assert.equal(await said("docker ps --all --format '{{.Names}}'"), 'box\n');
});

test('a container that somebody else made is not replaced', { skip }, async () => {
  await said('docker run --detach --name other viki-sample:1.0');
  const project = projectFolder(textOf('container:\n  other: { image: "viki-sample:1.1" }\n'));
  const { code, output, errors } = await viki(project, ['plan']);
  assert.notEqual(code, 0);
  assert.match(output + errors, /there is a container other that viki did not make/);
});

test('a name that is the beginning of the ID of another container is nobody yet', { skip }, async () => {
  const text = 'container:\n  box: { image: "viki-sample:1.0" }\n';
  await done(projectFolder(textOf(text)), ['apply', '--yes'], {});
  const id = (await said("docker inspect --format '{{.Id}}' box")).trim();
  const project = projectFolder(
    textOf(`container:\n  more: { name: "${id.slice(0, 6)}", image: "viki-sample:1.1" }\n`),
  );
  await done(project, ['apply', '--yes'], {});
  assert.equal(
    await said("docker ps --format '{{.Image}} {{.Names}}' | LC_ALL=C sort"),
    `viki-sample:1.0 box\nviki-sample:1.1 ${id.slice(0, 6)}\n`,
  );
  await done(project, ['rollback', '--yes'], {});
  assert.equal(await said("docker ps --all --no-trunc --format '{{.ID}} {{.Names}}'"), `${id} box\n`);
});
