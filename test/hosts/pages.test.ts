// Every module page for real: the host is made as the page says, the plan reads as written, apply does it, a second plan
// has nothing to do, and a rollback gives the very disk from before. The examples are taken forward and back there too.
// Every run takes the steps that its plan showed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Contents } from '../../engine/contents.ts';
import type { Operator } from '../../engine/operate.ts';
import type { Project } from '../../engine/project.ts';
import type { ProjectPlan } from '../../engine/result.ts';
import { probeOf, quote } from '../../modules/contract.ts';
import { thingType } from '../../modules/things/index.ts';
import { root } from '../../scripts/root.ts';
import type { LabHost } from '../lab/lab.ts';
import { exampleNames, exampleOn } from '../support/examples.ts';
import { Fidelity, KEEP_SEEN, parseSeen } from '../support/fidelity.ts';
import {
  type Case,
  type Entry,
  foldersOfPages,
  printEntry,
  printPlan,
  readPages,
  type ThingEntry,
  textOf,
} from '../support/pages.ts';
import { contentsOf } from '../support/projects.ts';
import { lab, missingHosts, operatorWith, planOf, settingsOf } from './support.ts';
import { hostEntry, nothingLeft, projectOfText } from './text.ts';

const fidelity = new Fidelity();
const FOLDERS = foldersOfPages(root);

/** Shell that makes an entry be there; what is there already (such as /etc) is left as it is. */
function makeEntry(entry: Entry): string {
  if (entry.is === 'thing') return makeThing(entry);
  const path = quote(entry.path);
  const owners = `${entry.owner}:${entry.group} ${path}`;
  if (entry.is === 'link') return `[ -L ${path} ] || { ln -s ${quote(entry.target)} ${path} && chown -h ${owners}; }`;
  const attributes = `chown ${owners} && chmod 0${entry.mode} ${path}`;
  if (entry.is === 'directory') return `[ -d ${path} ] || { mkdir ${path} && ${attributes}; }`;
  return `printf %s ${quote(entry.content)} >${path} && ${attributes}`;
}

/** What a thing is made with is what viki itself would do; what can only be read is as it is, and looked at later. */
function makeThing({ id, answer }: ThingEntry): string {
  const { type, at } = probeOf(id);
  const thing = thingType(type);
  const state = thing.parse(answer);
  assert.ok(state, `${id} can't be ${answer}`);
  if (!thing.set) return ':';
  return `( ${thing.library}\n${thing.set(at, state)}\n)`;
}

function askThing({ id }: ThingEntry): string {
  const { type, at } = probeOf(id);
  const told = id.replaceAll(/[\\&]/g, '\\$&');
  return `( v_home=/var/lib/viki\n${thingType(type).library}\n${thingType(type).ask([{ index: 0, at }])}\n) | sed ${quote(`s\u0001^0\t\u0001${told} \u0001`)}`;
}

/** The lines that a host says about some things, in the words of the pages. */
async function look(host: LabHost, entries: readonly Entry[]): Promise<string> {
  const script = entries.map((entry) => {
    if (entry.is === 'thing') return askThing(entry);
    const path = quote(entry.path);
    if (entry.is === 'link') return `echo ${path} link $(stat -c '%U %G' ${path}) $(readlink ${path})`;
    const sum = entry.is === 'file' ? ` $(sha256sum <${path} | cut -d' ' -f1)` : '';
    return `echo ${path} ${entry.is} $(printf %04d $(stat -c %a ${path})) $(stat -c '%U %G' ${path})${sum}`;
  });
  return (await host.exec(script.join('\n'))).stdout;
}

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

/** What the pages take for granted; nginx makes folders of its own when it first looks at its settings. */
const FOR_PAGES = 'mkdir -p /opt /srv\n! command -v nginx >/dev/null || nginx -t -q';

async function runCase(page: Case, host: LabHost): Promise<void> {
  const missing = await missingOn(host, page);
  const made = await host.exec([FOR_PAGES, ...page.before.map(makeEntry)].join('\n'));
  assert.equal(made.code, 0, made.stderr);
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
      await nothingLeft(operator, project);
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
