// Archives on real hosts, with the tar and unzip of GNU and of BusyBox: what is in them comes, goes alone, and comes back
// although the archive is gone; what leads outside is refused before anything is in place. Downloads that ask for a password.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { LabHost } from '../lab/lab.ts';
import { sha256Of } from '../support/projects.ts';
import { lab, missingHosts, operatorWith } from './support.ts';
import { applied, nothingLeft, projectOfText, rolledBack, textOn } from './text.ts';

/** Archives are made where there is everything to make them with. */
const skip = missingHosts['archives'] ?? false;
const MAKER = 'archives';
const HOSTS = ['archives', 'archives-bb'];
const FORMATS = ['tar', 'tar.gz', 'tar.xz', 'tar.bz2', 'zip'];

const FOLDER = '/srv/archives';
const MAKE = `
set -e
rm -rf ${FOLDER} && mkdir -p ${FOLDER} && cd ${FOLDER}
for version in 1 2; do
  mkdir -p tool-$version/bin tool-$version/etc tool-$version/empty "tool-$version/it's a \\$HOME"
  echo "run $version" >tool-$version/bin/run && chmod 4755 tool-$version/bin/run
  echo "only $version" >tool-$version/etc/only-$version
  echo odd >"tool-$version/it's a \\$HOME/-ä \\"b\\""
  ln -s ../bin/run tool-$version/etc/link
  chown -R 1234:1234 tool-$version
  tar -cf $version.tar tool-$version
  tar -czf $version.tar.gz tool-$version
  tar -cJf $version.tar.xz tool-$version
  tar -cjf $version.tar.bz2 tool-$version
  zip -qry $version.zip tool-$version
done
mkdir in && echo out >outside && ln -s ../../outside in/link && ln -s /etc in/rooted
tar -cPf member.tar ../archives/outside
tar -cPf rooted.tar ${FOLDER}/outside
(cd in && zip -q ../member.zip ../outside)
tar -cf link.tar in/link
tar -czf absolute.tar.gz in/rooted
cp outside hard.target && ln hard.target in/hard && tar -cPf hard.tar ${FOLDER}/hard.target in/hard && rm in/hard
tar -P --delete -f hard.tar ${FOLDER}/hard.target
mkdir "in/$(printf 'a\\nb')" && tar -cf newline.tar in/a*
`;

async function prepared(name: string): Promise<LabHost> {
  const [maker, host] = [lab.host(MAKER), lab.host(name)];
  const made = await maker.exec(MAKE);
  assert.equal(made.code, 0, made.stderr);
  if (name === MAKER) return host;
  mkdirSync(join(host.root, FOLDER), { recursive: true });
  const listed = (await maker.exec(`cd ${FOLDER} && ls -d *.*`)).stdout.trim().split('\n');
  for (const file of listed) copyFileSync(join(maker.root, FOLDER, file), join(host.root, FOLDER, file));
  return host;
}

const projectOn = (host: LabHost, fields: string) =>
  projectOfText(textOn(host, fields === '' ? 'file: {}\n' : `archive:\n  tool: { path: /opt/tool, ${fields} }\n`));

/** What is there, with modes, owners, and the beginnings of files. */
const there = async (host: LabHost): Promise<string> =>
  (
    await host.exec(
      'cd /opt/tool && find . | LC_ALL=C sort | while IFS= read -r path; do stat -c "%n %a %U %F" "$path"; [ -L "$path" ] || [ ! -f "$path" ] || cat "$path"; done',
    )
  ).stdout.replaceAll('regular empty file', 'regular file');

const treeOf = (version: number, mode: string): string =>
  [
    '. 755 root directory',
    './bin 755 root directory',
    `./bin/run ${mode} root regular file`,
    `run ${version}`,
    './empty 755 root directory',
    './etc 755 root directory',
    './etc/link 777 root symbolic link',
    `./etc/only-${version} 644 root regular file`,
    `only ${version}`,
    "./it's a $HOME 755 root directory",
    `./it's a $HOME/-ä "b" 644 root regular file`,
    'odd',
    '',
  ].join('\n');

for (const name of HOSTS) {
  for (const format of FORMATS) {
    test(`${name}: ${format}: unpacked once, another version in its place, and all of it taken back`, {
      skip,
    }, async () => {
      await lab.host(name).exec(`mkdir -p /srv && rm -rf ${FOLDER}`);
      const before = await lab.host(name).digest();
      const host = await prepared(name);
      const operator = operatorWith();
      const first = projectOn(host, `source: ${FOLDER}/1.${format}, strip: 1`);
      const { result } = await applied(operator, first);
      assert.equal(result.outcome, 'done', JSON.stringify(result));
      assert.equal(await there(host), treeOf(1, '755'));
      await nothingLeft(operator, first);
      await host.exec(`rm ${FOLDER}/1.${format}`);
      await nothingLeft(operator, first);
      const second = projectOn(host, `source: ${FOLDER}/2.${format}, strip: 1`);
      assert.equal((await applied(operator, second)).result.outcome, 'done');
      assert.equal(await there(host), treeOf(2, '755'));
      // The archive of the first one is gone: its bytes are kept.
      await rolledBack(operator, second);
      assert.equal(await there(host), treeOf(1, '755'));
      await rolledBack(operator, first);
      await host.exec(`rm -rf ${FOLDER}`);
      assert.equal(await host.digest(), before);
      await operator.close();
    });
  }

  test(`${name}: only what was unpacked goes, and nothing comes over what others have`, { skip }, async () => {
    const host = await prepared(name);
    const operator = operatorWith();
    const wanted = `source: ${FOLDER}/1.tar.gz, strip: 1`;
    await applied(operator, projectOn(host, wanted));
    await host.exec(
      'echo mine >/opt/tool/etc/mine; echo changed >/opt/tool/bin/run; touch -d "2099-01-01" /opt/tool/bin/run',
    );
    const refused = await applied(operator, projectOn(host, `source: ${FOLDER}/2.tar.gz, strip: 1`));
    assert.equal(refused.plan.changes[0]?.refusal?.message, '/opt/tool/bin/run was changed since it was unpacked');
    const { result } = await applied(operator, projectOn(host, ''));
    assert.equal(result.outcome, 'done', JSON.stringify(result));
    assert.equal((await host.exec('cd /opt/tool && find . -type f | sort')).stdout, './bin/run\n./etc/mine\n');
    await rolledBack(operator, projectOn(host, ''));
    assert.equal(
      (await host.exec('cat /opt/tool/bin/run /opt/tool/etc/mine /opt/tool/etc/only-1')).stdout,
      'changed\nmine\nonly 1\n',
    );
    await applied(operator, projectOn(host, ''));
    const filled = await applied(operator, projectOn(host, wanted));
    assert.match(filled.plan.changes[0]?.refusal?.message ?? '', /^\/opt\/tool is not empty: bin and etc are in it/);
    await host.exec('rm -rf /opt/tool');
    await operator.close();
  });

  test(`${name}: a file with an old time that was put over an unpacked one stays`, { skip }, async () => {
    const host = await prepared(name);
    const operator = operatorWith();
    const [first, second] = [1, 2].map((version) => projectOn(host, `source: ${FOLDER}/${version}.tar.gz, strip: 1`));
    assert.ok(first && second);
    await applied(operator, first);
    // What only has another mode, or was touched, is what it was.
    await host.exec('chmod 700 /opt/tool/bin/run; touch /opt/tool/etc/only-1 "/opt/tool/it\'s a \\$HOME/-ä \\"b\\""');
    await nothingLeft(operator, first);
    const put =
      'cd /opt/tool && echo mine! >/tmp/mine && touch -d "2001-01-01" /tmp/mine && cp -p /tmp/mine etc/only-1 && mv -f /tmp/mine bin/run';
    const { code, stderr } = await host.exec(put);
    assert.equal(code, 0, stderr);
    const refused = await applied(operator, second);
    assert.equal(refused.plan.changes[0]?.refusal?.message, '/opt/tool/bin/run was changed since it was unpacked');
    assert.equal((await applied(operator, projectOn(host, ''))).result.outcome, 'done');
    assert.equal((await host.exec('cd /opt/tool && find . -type f | sort')).stdout, './bin/run\n./etc/only-1\n');
    assert.equal((await host.exec('cat /opt/tool/*/*')).stdout, 'mine!\nmine!\n');
    await host.exec('rm -rf /opt/tool');
    await operator.close();
  });

  test(`${name}: what a viki from before the sums has unpacked goes, but what was changed since`, {
    skip,
  }, async () => {
    const host = await prepared(name);
    const operator = operatorWith();
    const first = projectOn(host, `source: ${FOLDER}/1.tar.gz, strip: 1`);
    await applied(operator, first);
    const { code, stdout } = await host.exec(
      "find / -xdev -path '*/unpacked/opt/tool/.[sl]*' ! -name .list -exec rm {} + -print",
    );
    assert.deepEqual([code, stdout.trim().split('\n').length], [0, 2], stdout);
    await nothingLeft(operator, first);
    await host.exec('echo changed >/opt/tool/bin/run; touch -d "2099-01-01" /opt/tool/bin/run');
    assert.equal((await applied(operator, projectOn(host, ''))).result.outcome, 'done');
    assert.equal((await host.exec('cd /opt/tool && find . ! -type d')).stdout, './bin/run\n');
    await host.exec('rm -rf /opt/tool');
    await operator.close();
  });

  for (const [file, words] of [
    ['member.tar', /has a member that leads outside of the folder: .*\.\.\//],
    ['rooted.tar', /has a member that leads outside of the folder: .*\//],
    ['member.zip', /has a member that leads outside of the folder: .*\.\.\//],
    ['link.tar', /has a link that leads outside of the folder: in\/link to \.\.\/\.\.\/outside/],
    ['absolute.tar.gz', /has a link that leads outside of the folder: in\/rooted to \/etc/],
    // (of GNU's tar, the target is inside, where there is none)
    ['hard.tar', /has a hard link that leads outside of the folder: in\/hard|Cannot hard link/],
    ['newline.tar', /has a name with an end of line in it: in\/a/],
  ] as const) {
    test(`${name}: ${file} is refused before anything is in place`, { skip }, async () => {
      const host = await prepared(name);
      const before = await host.digest();
      const operator = operatorWith();
      const { result } = await applied(operator, projectOn(host, `source: ${FOLDER}/${file}`));
      assert.equal(result.outcome, 'undone', JSON.stringify(result));
      assert.match(JSON.stringify(result), words);
      assert.equal(await host.digest(), before);
      await operator.close();
    });
  }
}

test('from an address, only with the sum that was said', { skip }, async () => {
  const host = await prepared(MAKER);
  const served = await host.exec(`cp ${FOLDER}/1.tar.xz /var/www/html/tool.txz && systemctl start nginx`);
  assert.equal(served.code, 0, served.stderr);
  const sum = sha256Of(readFileSync(join(host.root, FOLDER, '1.tar.xz')) as unknown as string);
  const fields = (checksum: string): string =>
    `url: "http://localhost/tool.txz?a=1", checksum: "sha256:${checksum}", strip: 1, owner: root`;
  const operator = operatorWith();
  const wrong = await applied(operator, projectOn(host, fields('0'.repeat(64))));
  assert.equal(wrong.result.outcome, 'undone');
  assert.match(JSON.stringify(wrong.result), /is not what it should be: its sha256 is/);
  const right = projectOn(host, fields(sum));
  assert.equal((await applied(operator, right)).result.outcome, 'done');
  assert.equal(await there(host), treeOf(1, '755'));
  await nothingLeft(operator, right);
  await rolledBack(operator, right);
  assert.equal((await host.exec('systemctl stop nginx; rm /var/www/html/tool.txz; ls -d /opt/tool')).stdout, '');
  await operator.close();
});

const GUARDED = `
set -e
mkdir -p /var/www/guarded && echo inside >/var/www/guarded/file
echo 'deploy:{PLAIN}hunter2' >/etc/nginx/guarded
echo 'server { listen 127.0.0.1:8097; root /var/www/guarded; auth_basic here; auth_basic_user_file /etc/nginx/guarded; }' >/etc/nginx/conf.d/guarded.conf
systemctl restart nginx
umask 077
echo 'machine localhost login deploy password hunter2' >/root/.netrc
`;
const UNGUARDED = 'rm -rf /var/www/guarded /etc/nginx/guarded /etc/nginx/conf.d/guarded.conf; systemctl stop nginx';

test('what is behind a password comes with the one that stands in ~/.netrc', { skip }, async () => {
  const host = lab.host(MAKER);
  const made = await host.exec(GUARDED);
  assert.equal(made.code, 0, made.stderr);
  const operator = operatorWith();
  const project = projectOfText(textOn(host, 'wget:\n  one: { path: /opt, url: "http://localhost:8097/file" }\n'));
  const { result } = await applied(operator, project);
  assert.equal(result.outcome, 'done', JSON.stringify(result));
  assert.equal((await host.exec('cat /opt/file')).stdout, 'inside\n');
  await rolledBack(operator, project);
  await host.exec('rm /root/.netrc');
  assert.equal((await applied(operator, project)).result.outcome, 'undone');
  await host.exec(UNGUARDED);
  await operator.close();
});
