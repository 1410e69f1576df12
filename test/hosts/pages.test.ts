// Every module page for real: the host is made as the page says, the plan reads as written, apply does it, a second plan
// has nothing to do, what viki made goes when it leaves the text and comes back, and a rollback gives the very disk from before.
// The examples are taken forward and back there too. Every run takes the steps that its plan showed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Contents } from '../../engine/contents.ts';
import type { Operator } from '../../engine/operate.ts';
import type { Project } from '../../engine/project.ts';
import type { ProjectPlan } from '../../engine/result.ts';
import { quote } from '../../modules/contract.ts';
import { root } from '../../scripts/root.ts';
import type { LabHost } from '../lab/lab.ts';
import { exampleNames, exampleOn } from '../support/examples.ts';
import { Fidelity, KEEP_SEEN, parseSeen } from '../support/fidelity.ts';
import { type Case, foldersOfPages, printEntry, printPlan, readPages, textOf } from '../support/pages.ts';
import { contentsOf } from '../support/projects.ts';
import { look, makeEntries } from './entries.ts';
import { leavesText } from './leaving.ts';
import { lab, missingHosts, operatorWith, planOf, settingsOf } from './support.ts';
import { hostEntry, nothingLeft, projectOfText } from './text.ts';

const fidelity = new Fidelity();
const FOLDERS = foldersOfPages(root);

/** Performs a plan, and holds what the host became on the way against it. */
async function perform(
  operator: Operator,
  project: Project,
  plan: ProjectPlan,
  { contents, host }: { contents: Contents | undefined; host: LabHost },
): Promise<void> {
  const [result] = await operator.apply(project, plan, contents);
  assert.equal(result?.outcome, 'done', JSON.stringify(result));
  const planned = planOf(plan);
  const files = ['go', ...(planned.request?.resources ?? []).map((_, index) => `${index + 1}`)];
  const said = await host.exec(
    `cd /var/lib/viki/runs/${result.run} && for of in ${files.join(' ')}; do cat "seen.$of" && echo -; done`,
  );
  assert.equal(said.code, 0, said.stderr);
  fidelity.add(planned, parseSeen(planned, said.stdout.split('-\n').slice(0, files.length)));
}

/** Paths that a case puts there: what a host has of its own stays. */
async function missingOn(host: LabHost, page: Case): Promise<readonly string[]> {
  const paths = page.before.flatMap((entry) => (entry.is === 'thing' ? [] : [entry.path]));
  const asked = paths.map((path, index) => `[ -e ${quote(path)} ] || [ -L ${quote(path)} ] || echo ${index}`);
  const { stdout } = await host.exec([...asked, ':'].join('\n'));
  const missing = new Set(stdout.split('\n'));
  return paths.filter((_, index) => missing.has(`${index}`));
}

async function runCase(page: Case, host: LabHost): Promise<void> {
  const missing = await missingOn(host, page);
  await makeEntries(host, page.before);
  // (packages and services leave more on a disk than their own state)
  const watched = [...page.before, ...(page.after ?? [])].filter((entry) => entry.is === 'thing');
  const state = (): Promise<string> =>
    watched.length === 0 ? host.digest() : look(host, [...watched, ...page.before]);
  const before = await state();
  const project = projectOfText(textOf(page, hostEntry(host)));
  const contents = contentsOf(project, FOLDERS);
  const operator = operatorWith({ boundary: KEEP_SEEN });
  try {
    const plan = await operator.plan(project, contents);
    assert.equal(printPlan(planOf(plan)), page.plan);
    if (page.after) {
      await perform(operator, project, plan, { contents, host });
      assert.equal(await look(host, page.after), page.after.map((entry) => `${printEntry(entry)}\n`).join(''));
      await nothingLeft(operator, project, contents);
      await leavesText(operator, { host, plan: planOf(plan), before, state });
      await perform(operator, project, await operator.planRollback(project), { contents: undefined, host });
    } else {
      const [result] = await operator.apply(project, plan, contents);
      assert.equal(result?.failure?.kind, 'refused');
    }
    assert.equal(await state(), before);
  } finally {
    await operator.close();
    await host.exec(['rm -rf --', ...missing.map(quote)].join(' '));
  }
}

async function runExample(name: string, host: LabHost): Promise<void> {
  const { project, contents } = await exampleOn(name, settingsOf(host));
  const before = await host.digest();
  const operator = operatorWith({ boundary: KEEP_SEEN });
  await perform(operator, project, await operator.plan(project, contents), { contents, host });
  await perform(operator, project, await operator.planRollback(project), { contents: undefined, host });
  assert.equal(await host.digest(), before);
  await operator.close();
}

/** What the examples take for granted, where a host does not have it. */
const FOR_EXAMPLES = [
  'mkdir -p /srv /var/backups /etc/cron.daily',
  'grep -q ^www-data: /etc/passwd || echo www-data:x:33:33::/var/www:/bin/false >>/etc/passwd',
  'for group in www-data:33 users:100; do grep -q "^${group%:*}:" /etc/group || echo "${group%:*}:x:${group#*:}:" >>/etc/group; done',
].join('\n');

/** The hosts of the lab, by the kinds that pages name. */
const KINDS = { debian: 'pages', busybox: 'pages-small', full: 'modules', docker: 'docker' };
const WITH_EXAMPLES: readonly string[] = ['debian', 'busybox'];

for (const [kind, name] of Object.entries(KINDS)) {
  // (a host of packages that this machine can't have is missing, and that is told)
  const skip = missingHosts[name] ?? false;
  for (const page of readPages(root).filter(({ provenOn }) => provenOn.includes(kind)))
    test(`${name}: ${page.page}: ${page.title}`, { skip }, () => runCase(page, lab.host(name)));
  for (const example of WITH_EXAMPLES.includes(kind) ? exampleNames() : []) {
    test(`${name}: the example ${example}`, async () => {
      const host = lab.host(name);
      assert.equal((await host.exec(FOR_EXAMPLES)).code, 0);
      await runExample(example, host);
    });
  }
}

test('every run took the steps that its plan showed', (context) => {
  context.diagnostic(fidelity.text);
  assert.ok(fidelity.runs > 0);
});
