// Which paths in a folder are somebody else's, whatever kind of thing they are, and where they only stand in a text.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentsOf, type Declared, hostSettings, projectOf } from '../test/support/projects.ts';
import { pathsOfOthers } from './others.ts';
import { resourcesOf } from './plan.ts';

const COPY: Declared = { 'copy.site': { path: '/srv/www', source: 'site', exact: true } };

function theirs(others: Declared): readonly string[] {
  const project = projectOf({ ...COPY, ...others }, [hostSettings('here')]);
  const planned = resourcesOf(project, 'here', contentsOf(project));
  const own = planned.find(({ resource }) => resource.address === 'copy.site');
  assert.ok(own);
  return pathsOfOthers(planned, own, '/srv/www').toSorted();
}

const cases: Readonly<Record<string, readonly [Declared, readonly string[]]>> = {
  'a file, and not the folders that lead to it': [
    { 'file.a': { path: '/srv/www/in/a', content: 'x' } },
    ['/srv/www/in/a'],
  ],
  'a swap file': [{ 'swap.a': { path: '/srv/www/swap', size: '1G' } }, ['/srv/www/swap']],
  'a mount point, and what is mounted there': [
    { 'mount.a': { path: '/srv/www/data', source: '/srv/www/image', type: 'ext4' } },
    ['/srv/www/data', '/srv/www/image'],
  ],
  'a Compose file': [{ 'compose.a': { path: '/srv/www/compose.yaml' } }, ['/srv/www/compose.yaml']],
  'a checkout': [{ 'git.a': { path: '/srv/www/app', repo: 'https://example.org/app.git' } }, ['/srv/www/app']],
  'what is unpacked': [
    { 'archive.a': { path: '/srv/www/tool', url: 'https://example.org/a.tar.gz' } },
    ['/srv/www/tool'],
  ],
  'folders of a container': [
    { 'container.a': { name: 'a', image: 'a', volumes: ['/srv/www/data/:/data:ro', '/srv/www/two words:/words'] } },
    ['/srv/www/data', '/srv/www/data/:/data:ro', '/srv/www/two', '/srv/www/two words', '/srv/www/two words:/words'],
  ],
  'what a command makes, and where it is run': [
    { 'command.a': { command: 'make', creates: '/srv/www/app/made', directory: '/srv/www/app' } },
    ['/srv/www/app', '/srv/www/app/made'],
  ],
  'what stands in a command': [
    { 'command.a': { command: 'cd / && tar -C/srv/www/out -x\ntest -e "/srv/www/it";', check: 'false' } },
    ['/srv/www/it', '/srv/www/it";', '/srv/www/out', '/srv/www/out -x'],
  ],
  'nothing that lies elsewhere, nor the folder itself': [
    { 'link.a': { path: '/srv/www2/a', target: '/srv/www/' }, 'mkdir.a': { path: '/srv/www' } },
    [],
  ],
  // (what is in a file is seen only where it stands in the text, and mostly only leads there: the root of a web server)
  'nothing that is in a file': [{ 'file.a': { path: '/etc/a', content: 'root /srv/www/public;' } }, []],
};

for (const [title, [others, paths]] of Object.entries(cases)) {
  test(title, () => {
    for (const path of paths) assert.ok(theirs(others).includes(path), `${path}: ${theirs(others).join(' ')}`);
    assert.deepEqual(
      theirs(others).filter((path) => !paths.includes(path)),
      [],
    );
  });
}
