// Facts in the text: until a host has told them, what depends on them is left out and nothing is wrong; then every host has
// its own, as if they had been written there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Project } from '../engine/project.ts';
import type { JsonObject } from '../modules/contract.ts';
import { parseDocument, readProject } from './index.ts';
import type { Problem } from './problem.ts';

const HOSTS = '  hosts: { web: { address: 203.0.113.10 }, db: { address: 203.0.113.11 } }\n';
const DEBIAN = {
  os: 'debian',
  version: '13',
  memoryBytes: 2 ** 31,
  packages: 'apt',
  addresses: ['10.0.0.1'],
};
const ALPINE = { os: 'alpine', version: '3.22', packages: 'apk' };
const FACTS = new Map<string, JsonObject>([
  ['web', DEBIAN],
  ['db', ALPINE],
]);

type Facts = typeof FACTS;

function problemsOf(mods: string, facts?: Facts): readonly Problem[] {
  const document = parseDocument('a.vk.yaml', `viki:\n${HOSTS}${mods}`);
  return readProject([document], 'a', facts ? { facts } : {}).problems;
}

function projectOf(mods: string, facts?: Facts): Project {
  const document = parseDocument('a.vk.yaml', `viki:\n${HOSTS}${mods}`);
  const { project, problems } = readProject([document], 'a', facts ? { facts } : {});
  assert.ok(project, JSON.stringify(problems, undefined, 1));
  return project;
}

const planned = ({ resources }: Project): readonly string[] =>
  resources.map(({ address, hosts, spec }) => `${address} on ${hosts.join(' and ')}: ${JSON.stringify(spec)}`);

const MODS = `  mods:
    file:
      plain: { path: /plain, content: x }
      motd: { path: /etc/motd, content: "\${fact.os} \${fact.version}" }
      sources: { path: /etc/apt/sources, content: x, when: "\${fact.package_manager == 'apt'}" }
      hello: { path: "/\${each}", content: x, each: "\${fact.addresses default []}" }
`;

test('while no host was asked nothing is wrong, and what depends on facts is left out, not gone', () => {
  const project = projectOf(MODS);
  assert.equal(project.asksFacts, true);
  assert.deepEqual(planned(project), ['file.plain on web and db: {"path":"/plain","content":"x"}']);
  assert.deepEqual(project.leftOut, ['file.motd', 'file.sources', 'file.hello']);
  assert.deepEqual(problemsOf(MODS), []);
});

test('with the facts of all hosts there is nothing left out, and each host has its own', () => {
  const project = projectOf(MODS, FACTS);
  assert.deepEqual(planned(project), [
    'file.plain on web and db: {"path":"/plain","content":"x"}',
    'file.motd on web: {"path":"/etc/motd","content":"debian 13"}',
    'file.motd on db: {"path":"/etc/motd","content":"alpine 3.22"}',
    'file.sources on web: {"path":"/etc/apt/sources","content":"x"}',
    'file.hello["10.0.0.1"] on web: {"path":"/10.0.0.1","content":"x"}',
  ]);
  assert.deepEqual(project.leftOut, []);
});

test('where only some hosts have told theirs, the others are left out, not gone', () => {
  const project = projectOf(MODS, new Map<string, JsonObject>([['db', ALPINE]]));
  assert.deepEqual(planned(project), [
    'file.plain on web and db: {"path":"/plain","content":"x"}',
    'file.motd on db: {"path":"/etc/motd","content":"alpine 3.22"}',
  ]);
  assert.deepEqual(project.leftOut, ['file.motd', 'file.sources', 'file.hello']);
});

test('a fact that a host does not tell is an error on that host, unless the text says what else', () => {
  const memory = `  mods: { file: { a: { path: /a, content: "with \${fact.memory}" } } }\n`;
  assert.deepEqual(problemsOf(memory), []);
  const [problem] = problemsOf(memory, FACTS);
  assert.deepEqual(
    [problem?.code, problem?.message],
    ['unknown-field-reference', '`fact.memory` leads to nothing on the host `db`'],
  );
  const either = memory.replace('fact.memory', 'fact.memory default 0');
  assert.deepEqual(problemsOf(either, FACTS), []);
});

test('what is decided without facts asks for none', () => {
  const project = projectOf(`  mods: { file: { a: { path: /a, content: x } } }\n`);
  assert.equal(project.asksFacts, false);
});

test('facts of other fields are followed, and a name that is no fact is told with what was meant', () => {
  const mods = `  mods:
    file:
      one: { path: "/\${fact.os}", content: x }
      two: { path: /two, content: "\${file.one.path}" }
`;
  assert.deepEqual(projectOf(mods).leftOut, ['file.one', 'file.two']);
  assert.ok(planned(projectOf(mods, FACTS)).includes('file.two on db: {"path":"/two","content":"/alpine"}'));
  const [problem] = problemsOf(`  mods: { file: { a: { path: /a, content: "\${fact.package_manger}" } } }\n`);
  assert.deepEqual([problem?.code, problem?.suggestion], ['unknown-fact', 'Did you mean `package_manager`?']);
});

test('where facts come too late they are refused: hosts, groups, variables, policies, and whom a resource is for', () => {
  for (const text of [
    '  vars: { os: "${fact.os}" }\n',
    '  groups: { all: { hosts: ["${fact.os}"] } }\n',
    '  policy: { parallel: "${fact.cpus}" }\n',
    '  mods: { file: { a: { path: /a, content: x, on: "${fact.os}" } } }\n',
    '  mods: { file: { a: { path: /a, content: x, after: "${fact.os}" } } }\n',
  ]) {
    const problems = problemsOf(text).filter(({ code }) => code === 'unknown-fact');
    assert.deepEqual(
      [...new Set(problems.map(({ message }) => message))],
      ['A fact is known once a host is asked, which is too late here'],
      text,
    );
  }
});

test('a plan reads what differs from host to host on all hosts, however many there are', () => {
  const names = Array.from({ length: 300 }, (_, index) => `web-${index}`);
  const hosts = names.map((name) => `    ${name}: { address: 203.0.113.1 }\n`).join('');
  const text = `viki:\n  hosts:\n${hosts}  mods: { file: { a: { path: /a, content: "\${host.name}" } } }\n`;
  const { project } = readProject([parseDocument('a.vk.yaml', text)], 'a', { environment: new Map() });
  assert.deepEqual(
    project?.resources.flatMap((resource) => resource.hosts),
    names,
  );
});

test('what there is one for each of may be another on each host', () => {
  const text = `viki:
  hosts: { web: { vars: { sites: [a, b] } }, db: { vars: { sites: [c] } } }
  vars: { sites: }
  mods: { file: { site: { path: "/\${each}", content: x, each: "\${sites}" } } }
`;
  const { project, problems } = readProject([parseDocument('a.vk.yaml', text)], 'a', { environment: new Map() });
  assert.ok(project, JSON.stringify(problems));
  assert.deepEqual(
    project.resources.map(({ address, hosts }) => `${address} on ${hosts.join()}`),
    ['file.site["a"] on web', 'file.site["b"] on web', 'file.site["c"] on db'],
  );
});
