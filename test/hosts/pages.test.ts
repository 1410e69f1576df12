// Every module page for real: the host is made as the page says, the plan reads as written, apply does it, a second plan
// has nothing to do, and a rollback gives the very disk from before.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDocument, readProject } from '../../language/index.ts';
import { quote } from '../../modules/contract.ts';
import { root } from '../../scripts/root.ts';
import type { LabHost } from '../lab/lab.ts';
import { type Case, type Entry, printEntry, printPlan, readPages, textOf } from '../support/pages.ts';
import { contentsOf } from '../support/projects.ts';
import { knownHosts, lab, operatorWith, planOf } from './support.ts';

/** Shell that makes an entry be there; what is there already (such as /etc) is left as it is. */
function makeEntry(entry: Entry): string {
  const path = quote(entry.path);
  if (entry.is === 'link') return `[ -L ${path} ] || ln -s ${quote(entry.target)} ${path}`;
  const attributes = `chown ${entry.owner}:${entry.group} ${path} && chmod 0${entry.mode} ${path}`;
  if (entry.is === 'directory') return `[ -d ${path} ] || { mkdir ${path} && ${attributes}; }`;
  return `printf %s ${quote(entry.content)} >${path} && ${attributes}`;
}

/** The lines that a host says about some paths, in the words of the pages. */
async function look(host: LabHost, entries: readonly Entry[]): Promise<string> {
  const script = entries.map((entry) => {
    const path = quote(entry.path);
    if (entry.is === 'link') return `echo ${path} link $(stat -c '%U %G' ${path}) $(readlink ${path})`;
    const sum = entry.is === 'file' ? ` $(sha256sum <${path} | cut -d' ' -f1)` : '';
    return `echo ${path} ${entry.is} $(printf %04d $(stat -c %a ${path})) $(stat -c '%U %G' ${path})${sum}`;
  });
  return (await host.exec(script.join('\n'))).stdout;
}

async function runCase(page: Case, host: LabHost): Promise<void> {
  const made = await host.exec(['mkdir -p /opt /srv', ...page.before.map(makeEntry)].join('\n'));
  assert.equal(made.code, 0, made.stderr);
  const before = await host.digest();
  const settings = `{ address: ${host.address}, user: root, identity: ${lab.keyFile}, known_hosts: ${knownHosts} }`;
  const text = textOf(page, `${host.name}: ${settings}`);
  const { project, problems } = readProject([parseDocument('page.vk.yaml', text)], 'page');
  assert.ok(project, JSON.stringify(problems, undefined, 1));
  const contents = contentsOf(project);
  const operator = operatorWith();
  try {
    const plan = await operator.plan(project, contents);
    assert.equal(printPlan(planOf(plan)), page.plan);
    const [result] = await operator.apply(project, plan, contents);
    if (page.after) {
      assert.equal(result?.outcome, 'done', JSON.stringify(result));
      assert.equal(await look(host, page.after), page.after.map((entry) => `${printEntry(entry)}\n`).join(''));
      assert.equal(
        planOf(await operator.plan(project, contents)).request,
        undefined,
        'a second plan has nothing to do',
      );
      const [back] = await operator.apply(project, await operator.planRollback(project), undefined);
      assert.equal(back?.outcome, 'done', JSON.stringify(back));
    } else {
      assert.equal(result?.failure?.kind, 'refused');
    }
    assert.equal(await host.digest(), before);
  } finally {
    await operator.close();
    await host.exec(
      `rm -rf ${page.before
        .filter(({ path }) => path.split('/').length > 2)
        .map((entry) => quote(entry.path))
        .join(' ')}`,
    );
  }
}

for (const host of [lab.host('pages'), lab.host('pages-small')]) {
  for (const page of readPages(root)) test(`${host.name}: ${page.page}: ${page.title}`, () => runCase(page, host));
}
