// Is there a real Docker on the base for containers: does it start, run images of its own disk, publish ports, compose, and
// leave nothing behind when somebody pulls the plug? Looked at from inside the host, without viki.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { differences, type LabHost, openLab } from './lab.ts';

const lab = openLab();
let docker: LabHost;
const ability = await lab.canHave('deb13-docker');
const skip = ability.able ? false : ability.why;

before(async () => {
  if (!ability.able) return;
  await lab.up([{ name: 'docker', base: 'deb13-docker' }]);
  docker = lab.host('docker');
});
after(() => lab.down());

/** Runs it, and gives what it printed; it has to succeed. */
async function done(command: string): Promise<string> {
  const { code, stdout, stderr } = await docker.exec(command);
  assert.equal(code, 0, `${command}: ${stderr || stdout}`);
  return stdout.trim();
}

const page = (port: number): Promise<string> =>
  done(
    `bash -c 'exec 3<>/dev/tcp/127.0.0.1/${port} && printf "GET / HTTP/1.0\\r\\n\\r\\n" >&3 && cat <&3' | grep viki-sample`,
  );

test('Docker starts when it is told to, and has the images', { skip }, async () => {
  assert.equal((await docker.exec('systemctl is-active docker')).stdout, 'inactive\n');
  await done('systemctl start docker');
  const images = await done("docker images --format '{{.Repository}}:{{.Tag}}' | sort");
  assert.equal(images, 'cloudflare/cloudflared:latest\nviki-sample:1.0\nviki-sample:1.1');
});

test('a container runs, serves a published port, and stops', { skip }, async () => {
  assert.equal(await done('docker run --rm viki-sample:1.0 cat /www/index.html'), 'viki-sample 1.0');
  await done('docker run --detach --name web --publish 8080:80 viki-sample:1.1');
  assert.equal(await page(8080), 'viki-sample 1.1');
  await done('docker stop web && docker rm web');
});

test('compose brings services up, changes their image, and takes them down', { skip }, async () => {
  const compose = async (version: string): Promise<void> => {
    const file = `services:\n  web:\n    image: viki-sample:${version}\n    ports: ["8081:80"]\n`;
    await docker.exec('mkdir -p /srv/web && cat >/srv/web/compose.yaml', file);
    await done('docker compose --project-directory /srv/web up --detach --wait');
    assert.equal(await page(8081), `viki-sample ${version}`);
  };
  await compose('1.0');
  await compose('1.1');
  await done('docker compose --project-directory /srv/web down');
  assert.equal(await done('docker ps --all --quiet'), '');
});

test('containers are no part of the disk that is compared, and end with their host', { skip }, async () => {
  const before = await docker.listing();
  await done('docker run --detach viki-sample:1.0');
  assert.deepEqual(differences(before, await docker.listing()), []);
  await docker.kill();
  await docker.reset();
  await done('systemctl start docker');
  assert.equal(await done('docker ps --all --quiet'), '');
});
