// What the wizard writes has no problems, for whatever hosts were chosen.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDocument, readProject } from '../../language/index.ts';
import { type ChosenHost, chosenHost, TEMPLATES, THIS_MACHINE } from './templates.ts';

const chosen = (text: string): ChosenHost => {
  const host = chosenHost(text);
  assert.ok(host, text);
  return host;
};

test('a host is read as people write it', () => {
  assert.deepEqual(chosen('web-1'), { name: 'web-1', lines: ['sudo: true'] });
  const full = { name: '203-0-113-10', lines: ['address: 203.0.113.10', 'port: 2222', 'user: root'] };
  assert.deepEqual(chosen('root@203.0.113.10:2222'), full);
  for (const text of ['', 'two words', 'web:', 'web:99999', 'a@b@c', '$(id)'])
    assert.equal(chosenHost(text), undefined);
});

for (const { label, name, files } of TEMPLATES) {
  test(`${label}: the project has no problems, and every file that it names`, () => {
    const hosts = [...['web-1', 'Web.1', 'root@203.0.113.10:2222', 'root@attic'].map(chosen), THIS_MACHINE];
    const written = files(name, hosts);
    const texts = Object.entries(written).filter(([path]) => path.endsWith('.vk.yaml'));
    const { project, problems } = readProject(
      texts.map(([path, text]) => parseDocument(path, text)),
      name,
    );
    assert.deepEqual(problems, []);
    assert.equal(project?.hosts.size, hosts.length);
    for (const { spec } of project?.resources ?? []) {
      if (typeof spec['source'] === 'string') assert.ok(spec['source'] in written, spec['source']);
    }
  });
}
