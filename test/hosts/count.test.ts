// How much is said on the wire: a plan of a hundred resources is one exec request, and so is an apply of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentsOf, projectOf } from '../support/projects.ts';
import { knownHosts, lab, operatorWith, projectFolder, settingsOf, viki } from './support.ts';

const host = lab.host('count');

const text = (): string => {
  const folders = Array.from({ length: 50 }, (_, index) => `      d${index}: { path: /opt/hundred/d${index} }\n`);
  const files = Array.from(
    { length: 50 },
    (_, index) => `      f${index}: { path: /opt/hundred/d${index}/f, content: "${index}" }\n`,
  );
  return `viki:
  hosts:
    count: { address: ${host.address}, known_hosts: ${knownHosts}, user: root, identity: ${lab.keyFile} }
  mods:
    mkdir:
${folders.join('')}    file:
${files.join('')}`;
};

test('a plan of 100 resources is one exec request; plan and apply on one connection are one as well', async () => {
  const project = projectFolder(text());
  await host.markExecRequests();
  const planned = await viki(project, ['plan']);
  assert.equal(planned.code, 2, planned.output + planned.errors);
  assert.equal(await host.execRequests(), 1, 'plan');

  await host.markExecRequests();
  const applied = await viki(project, ['apply', '--yes']);
  assert.equal(applied.code, 0, applied.output + applied.errors);
  assert.equal(await host.execRequests(), 1, 'apply, with its plan');

  await host.markExecRequests();
  assert.equal((await viki(project, ['plan'])).code, 0);
  assert.equal(await host.execRequests(), 1, 'a plan with nothing to do');

  await host.markExecRequests();
  assert.equal((await viki(project, ['rollback', '--yes'])).code, 0);
  assert.equal(await host.execRequests(), 1, 'rollback, with its preview');
});

test('an apply of a plan that was made on another connection is one exec request', async () => {
  const project = projectOf({ 'mkdir.one': { path: '/opt/one' } }, [settingsOf(host)]);
  const contents = contentsOf(project);
  const planner = operatorWith();
  const plan = await planner.plan(project, contents);
  await planner.close();
  await host.markExecRequests();
  const operator = operatorWith();
  const [result] = await operator.apply(project, plan, contents);
  await operator.close();
  assert.equal(result?.outcome, 'done');
  assert.equal(await host.execRequests(), 1);
});
