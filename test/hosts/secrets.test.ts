// A canary in every field of every module that may be a secret, on real hosts: it reaches the host, and is in no argument and
// no environment of a process that is not meant to have it, and nowhere that anything is written or printed.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse, stringify } from 'yaml';
import type { FieldSchema, Module } from '../../modules/contract.ts';
import { modules } from '../../modules/index.generated.ts';
import { root } from '../../scripts/root.ts';
import type { LabHost } from '../lab/lab.ts';
import { type Case, readPages } from '../support/pages.ts';
import { makeEntries } from './entries.ts';
import { folder, knownHosts, lab, missingHosts, projectFolder, viki } from './support.ts';
import { textOn } from './text.ts';
import { seenWhile } from './watch.ts';

const WORD = 'canary-';
const VARIABLE = 'VIKI_CANARY';
const HOST_PASSWORD = `${WORD}host it's "$HOME" \\ :`;

/** Fields whose secret is a variable of the environment of what they are for: there, and only there, it is to be. */
const ENVIRONMENTS = ['command.environment', 'container.environment', 'cloudflared.token'];

/** The hosts, by the kinds that pages name. */
const HOSTS: { readonly [kind: string]: string } = { docker: 'secrets-box', debian: 'secrets', full: 'secrets' };

type Planted = {
  readonly field: string;
  readonly variable: string;
  readonly canary: string;
  /** What the text says there. */
  readonly value: unknown;
};

function plant(module: Module, field: string, { type }: FieldSchema): Planted {
  const variable = `secret_${field}`;
  const text = `\${${variable}}`;
  const canary = `${WORD}${module.name}-${field} it's "$HOME" \\ ü`;
  return { field: `${module.name}.${field}`, variable, canary, value: type === 'object' ? { [VARIABLE]: text } : text };
}

const secretFields = (module: Module): readonly Planted[] =>
  Object.entries(module.spec.fields).flatMap(([field, schema]) =>
    schema.secret ? [plant(module, field, schema)] : [],
  );

/** The first case of its page that is not refused: it makes something. */
function caseOf(module: Module): Case {
  const found = readPages(root).find(({ page, after }) => page === `${module.name}.md` && after !== undefined);
  assert.ok(found, `${module.name} has secret fields, and no page with a case that works`);
  return found;
}

/** The text of the case, with a secret in all fields that may have one, of the first resource of the module. */
function textWith(host: LabHost, module: Module, planted: readonly Planted[]): string {
  const mods = parse(caseOf(module).mods) as Record<string, Record<string, Record<string, unknown>>>;
  const [first] = Object.values(mods[module.name] ?? {});
  assert.ok(first);
  for (const { field, value } of planted) first[field.slice(module.name.length + 1)] = value;
  const vars = planted.map(({ variable }) => `    ${variable}: { secret: true, from: env }\n`).join('');
  return textOn(host, stringify(mods), `  vars:\n${vars}`);
}

function filesBelow(place: string): readonly string[] {
  const entries = readdirSync(place, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

async function said(host: LabHost, command: string): Promise<string> {
  return (await host.exec(command)).stdout;
}

/** What is on the host and has the word, but the bytes themselves, which only root reads. */
async function assertHidden(host: LabHost, planted: readonly Planted[]): Promise<void> {
  const records = await said(host, 'cat /var/lib/viki/runs/*/*');
  assert.match(records, /"address"/, 'the records are where they are looked for');
  const places = '/var/lib/viki /var/log /tmp /run/systemd /etc /root /home';
  const found = await said(host, `grep -rl ${WORD} ${places} | grep -v '^/var/lib/viki/blobs/'`);
  assert.equal(found, '');
  assert.equal(await said(host, `journalctl --no-pager | grep ${WORD} | head -n 3`), '');
  assert.equal(await said(host, 'find /var/lib/viki -type f -perm /077'), '');
  for (const { field, canary } of planted) {
    const sum = createHash('sha256').update(canary).digest('hex');
    assert.ok(!records.includes(sum), `a sum that a guess of ${field} could be compared with`);
  }
}

/** What is seen of processes is meant to be seen there. */
function assertMeant(seen: readonly string[], planted: readonly Planted[]): void {
  for (const line of seen) {
    const { field } = planted.find(({ canary }) => line.includes(canary.slice(0, canary.indexOf(' ')))) ?? {};
    assert.ok(line.startsWith('environ ') && field && ENVIRONMENTS.includes(field), `seen of a process: ${line}`);
  }
}

/** A whole run there and back, watched; `arrives` looks at the host between the two. */
async function runText(
  host: LabHost,
  text: string,
  planted: readonly Planted[],
  arrives: () => Promise<void>,
): Promise<void> {
  const project = projectFolder(text);
  const environment = Object.fromEntries(planted.map(({ variable, canary }) => [`VK_VAR_${variable}`, canary]));
  const kept = join(project, 'kept.vkplan');
  const told: string[] = [];
  const run = async (...words: readonly string[]): Promise<void> => {
    const { code, output, errors } = await viki(project, words, environment);
    // (a plan that has something to do ends with 2)
    assert.ok(code === 0 || (words[0] === 'plan' && code === 2), `${words.join(' ')}: ${output}${errors}`);
    told.push(output, errors);
  };
  const forward = await seenWhile(host, WORD, async () => {
    await run('validate');
    await run('plan', '--verbose', '--diff');
    await run('plan', '--json');
    await run('plan', '--out', kept);
    await run('apply', kept, '--yes', '--json');
    await run('plan', '--verbose', '--diff');
    await run('status', '--json');
    await run('runs', '--verbose');
    await run('runs', '--json');
  });
  assertMeant(forward, planted);
  await arrives();
  await assertHidden(host, planted);
  assertMeant(await seenWhile(host, WORD, () => run('rollback', '--yes')), planted);
  assert.ok(!told.join('\n').includes(WORD), 'viki says it');
  for (const file of filesBelow(folder)) assert.ok(!readFileSync(file).includes(WORD), `${file} has it`);
  await assertHidden(host, planted);
}

/** (what looks for it here has it in its own arguments) */
const blobsWith = (host: LabHost, { canary }: Planted): Promise<string> =>
  said(host, `grep -rlF '${canary.slice(0, canary.indexOf(' '))}' /var/lib/viki/blobs`);

async function runModule(host: LabHost, module: Module): Promise<void> {
  const planted = secretFields(module);
  await makeEntries(host, caseOf(module).before);
  await runText(host, textWith(host, module, planted), planted, async () => {
    for (const one of planted) assert.notEqual(await blobsWith(host, one), '', `${one.field} reached no host`);
  });
}

for (const module of modules.filter((one) => secretFields(one).length > 0)) {
  const kind = caseOf(module).provenOn.find((one) => HOSTS[one] !== undefined);
  assert.ok(kind, `${module.name} has secret fields, and is proven on no host that this test has`);
  const name = String(HOSTS[kind]);
  const fields = secretFields(module).map(({ field }) => field);
  test(`${fields.join(', ')}: nobody sees it`, { skip: missingHosts[name] ?? false }, () =>
    runModule(lab.host(name), module),
  );
}

test('the passwords of a host itself, to log in and for sudo: nobody sees them', {
  skip: missingHosts['secrets'] ?? false,
}, async () => {
  const host = lab.host('secrets');
  const planted = ['password', 'sudo.password'].map((path): Planted => {
    const variable = `secret_${path.replace('.', '_')}`;
    // (one account has one password)
    return { field: `host.${path}`, variable, canary: HOST_PASSWORD, value: `\${${variable}}` };
  });
  const [login, sudo] = planted.map(({ value }) => `"${value}"`);
  const entry = `{ address: ${host.address}, user: admin, known_hosts: ${knownHosts}, password: ${login}, sudo: { password: ${sudo} } }`;
  const vars = planted.map(({ variable }) => `    ${variable}: { secret: true, from: env }\n`).join('');
  const mods = '    file:\n      one: { path: /etc/viki-canary, content: one }\n';
  const setPassword = async (password: string): Promise<void> => {
    const { code, stderr } = await host.exec('chpasswd', `admin:${password}\n`);
    assert.equal(code, 0, stderr);
  };
  await setPassword(HOST_PASSWORD);
  try {
    await runText(
      host,
      `viki:\n  vars:\n${vars}  hosts:\n    ${host.name}: ${entry}\n  mods:\n${mods}`,
      planted,
      async () => {
        assert.equal(await said(host, 'cat /etc/viki-canary'), 'one');
        for (const one of planted) assert.equal(await blobsWith(host, one), '', `${one.field} is kept on the host`);
      },
    );
  } finally {
    await setPassword('adminpw');
  }
});

test('who looks, sees: arguments and environments of processes that end at once', {
  skip: missingHosts['secrets'] ?? false,
}, async () => {
  const host = lab.host('secrets');
  const seen = await seenWhile(host, WORD, async () => {
    // (it ends as soon as it was seen)
    const until = 'until grep -q "^$0 " /run/viki-watch/seen; do :; done';
    await host.exec(`sh -c '${until}' cmdline ${WORD}argument; ${VARIABLE}=${WORD}variable sh -c '${until}' environ`);
  });
  assert.ok(seen.some((line) => line.startsWith('cmdline ') && line.includes(`${WORD}argument`)));
  assert.ok(seen.some((line) => line.startsWith('environ ') && line.includes(`${VARIABLE}=${WORD}variable`)));
});
