// What the tests on real hosts share: the lab they are in, ways to its hosts, and viki's command line as a process.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { createOperator, type Operator } from '../../engine/operate.ts';
import type { HostSettings } from '../../engine/project.ts';
import type { EngineEvent, HostPlan, ProjectPlan } from '../../engine/result.ts';
import { type Asker, noAsker } from '../../hosts/asker.ts';
import { openHost, type Way } from '../../hosts/open.ts';
import type { waitFor } from '../../hosts/wait.ts';
import { root } from '../../scripts/root.ts';
import { type LabHost, openLab } from '../lab/lab.ts';
import { hostSettings } from '../support/projects.ts';

const name = process.env['VIKI_LAB'];
if (name === undefined) throw new Error('these tests run in a lab: npm run test:hosts');
export const lab = openLab(name);

/** Why hosts of hosts.ts are not in the lab, by their names: their base could not be built here. For `skip`. */
export const missingHosts = JSON.parse(process.env['VIKI_LAB_MISSING'] ?? '{}') as Readonly<Record<string, string>>;

/** A folder for this test file alone, gone afterwards; a client that the file starts, and kills, uses the same. */
const given = process.env['VIKI_HOSTS_FOLDER'];
export const folder = given ?? mkdtempSync(join(tmpdir(), 'viki-hosts-'));
if (given === undefined) after(() => rmSync(folder, { recursive: true, force: true }));

/** known_hosts with the keys that the hosts really have. */
export const knownHosts = join(folder, 'known_hosts');
// (a client that the file starts would empty it for a moment, in which the file itself may look)
if (given === undefined) {
  const lines = lab.hosts().map((host) => `${host.address} ${host.hostKey}\n`);
  writeFileSync(knownHosts, lines.join(''));
}

/** An environment in which nothing of the person who runs the tests counts. */
export const environment: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'],
  HOME: folder,
  XDG_CACHE_HOME: join(folder, 'cache'),
  VK_VAR_admin: 'adminpw',
  VK_VAR_wrong: 'not the password',
};

export const PLACE = { file: 'test.vk.yaml', line: 1, column: 1 };
export const secret = (variable: string): NonNullable<HostSettings['password']> => ({
  from: 'env',
  name: variable,
  place: PLACE,
});

export function settingsOf(host: LabHost, more: Partial<HostSettings> = {}): HostSettings {
  return hostSettings(host.name, {
    via: 'ssh',
    address: host.address,
    user: 'root',
    identity: lab.keyFile,
    knownHosts,
    place: PLACE,
    ...more,
  });
}

export function wayWith(more: Partial<Way> & { asker?: Asker } = {}): Way {
  // (a configuration file of our own, so that the one of whoever runs this is not read)
  return { folder, asker: noAsker, environment, hostKeys: 'strict', configFile: '/dev/null', ...more };
}

let runs = 0;

/** A test that failed may have left its connections open, and the process would wait for them. */
const operators: Operator[] = [];
if (given === undefined) {
  after(async () => {
    await Promise.all(operators.map((operator) => operator.close()));
  });
}

export function operatorWith(
  more: {
    way?: Way;
    boundary?: string;
    emit?: (event: EngineEvent) => void;
    open?: typeof openHost;
    wait?: typeof waitFor;
  } = {},
): Operator {
  const { way = wayWith(), boundary, emit = () => undefined, open = openHost } = more;
  const operator = createOperator({
    openHost: (settings) => open(settings, way),
    now: () => performance.now(),
    newRunId: () => `run-${process.pid}-${String(++runs).padStart(5, '0')}`,
    who: 'tests@ring',
    emit,
    ...(boundary === undefined ? {} : { boundary }),
    ...(more.wait ? { wait: more.wait } : {}),
  });
  operators.push(operator);
  return operator;
}

export function planOf(plan: ProjectPlan): HostPlan {
  const [first] = plan.hosts;
  assert.ok(first && 'plan' in first.result, JSON.stringify(first, undefined, 1));
  return first.result.plan;
}

export type Finished = { readonly code: number | null; readonly output: string; readonly errors: string };

const CLI = join(root, 'dist', 'cli.js');
const CLI_LIMIT_MILLISECONDS = 120_000;

/** The terminal's viki, as a user runs it; nobody is at the terminal. */
export function viki(project: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Finished> {
  const child = spawn(process.execPath, [CLI, ...args, '-C', project], {
    env: { ...environment, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: CLI_LIMIT_MILLISECONDS,
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (bytes: Buffer) => {
    output += bytes.toString('utf8');
  });
  child.stderr.on('data', (bytes: Buffer) => {
    errors += bytes.toString('utf8');
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output, errors })));
}

/** A project's folder with this text. */
export function projectFolder(text: string): string {
  const made = mkdtempSync(join(folder, 'project-'));
  writeFileSync(join(made, 'main.vk.yaml'), text);
  return made;
}
