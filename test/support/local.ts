// This machine as a host, with viki's folder in a temporary place: fast, and a real shell. For tests of what a host does.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type ApplyOptions, createOperator, type Operator } from '../../engine/operate.ts';
import type { Project } from '../../engine/project.ts';
import type { ApplyResult, EngineEvent, HostPlan, ProjectPlan } from '../../engine/result.ts';
import { noAsker } from '../../hosts/asker.ts';
import { openHost } from '../../hosts/open.ts';
import { waitFor } from '../../hosts/wait.ts';
import { contentsOf } from './projects.ts';
import { shells } from './shells.ts';

export type Local = {
  /**
   * All that a test makes is in here: `home` is viki's folder of the host, `place` what is changed. (No run is written into
   * what this machine starts when it comes up: a name with a space is nothing for that.)
   */
  readonly folder: string;
  readonly home: string;
  readonly place: string;
  readonly events: EngineEvent[];
  /** Shell that runs at each event of a run from now on. */
  boundary: string;
  operator(): Operator;
  /** Resolves when the engine tells of this, or has. */
  heard(what: EngineEvent['what']): Promise<void>;
  apply(wanted: Project, options?: ApplyOptions): Promise<ApplyResult>;
  rollBack(of: Project, run?: string): Promise<ApplyResult>;
  /** As if nothing had ever been done here. */
  reset(): Promise<void>;
  remove(): Promise<void>;
};

export type LocalShell = { readonly name: string; readonly environment: NodeJS.ProcessEnv };

/** What may be `sh` on a host, each as the `sh` of a PATH. */
export function localShells(folder: string): readonly LocalShell[] {
  return shells().map(({ name, command: [program = 'sh'], environment }) => {
    const bin = fs.mkdtempSync(join(folder, 'bin-'));
    const found = (environment['PATH'] ?? '')
      .split(delimiter)
      .map((part) => join(part, program))
      .find((file) => fs.existsSync(file));
    fs.symlinkSync(program.startsWith('/') ? program : (found ?? program), join(bin, 'sh'));
    return { name, environment: { ...environment, PATH: `${bin}${delimiter}${environment['PATH'] ?? ''}` } };
  });
}

let runs = 0;

export function localHost(shell?: LocalShell): Local {
  const folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'viki-local-')));
  const [home, place] = [join(folder, 'viki home'), join(folder, 'place')];
  const environment = { ...process.env, ...shell?.environment, VIKI_HOME: home };
  const operators: Operator[] = [];
  const listeners = new Map<string, () => void>();
  const tell = (event: EngineEvent): void => {
    local.events.push(event);
    listeners.get(event.what)?.();
  };
  const local: Local = {
    folder,
    home,
    place,
    events: [],
    boundary: ':',
    operator() {
      const operator = createOperator({
        openHost: (settings) => openHost(settings, { folder, asker: noAsker, environment, hostKeys: 'strict' }),
        now: () => 0,
        newRunId: () => `run-${String(++runs).padStart(4, '0')}`,
        who: 'test@here',
        emit: tell,
        wait: waitFor,
        boundary: local.boundary,
      });
      operators.push(operator);
      return operator;
    },
    heard: (what) =>
      new Promise((resolve) => {
        listeners.set(what, resolve);
        if (local.events.some((event) => event.what === what)) resolve();
      }),
    async apply(wanted, options) {
      const operator = local.operator();
      const contents = contentsOf(wanted);
      const [result] = await operator.apply(wanted, await operator.plan(wanted, contents), contents, options);
      assert.ok(result);
      return result;
    },
    async rollBack(of, run) {
      const operator = local.operator();
      const plan = await operator.planRollback(of, run === undefined ? {} : { run });
      const [result] = await operator.apply(of, plan, undefined);
      assert.ok(result);
      return result;
    },
    async reset() {
      await Promise.all(operators.splice(0).map((operator) => operator.close()));
      for (const path of [home, place]) fs.rmSync(path, { recursive: true, force: true });
      fs.mkdirSync(place);
      local.events.length = 0;
      local.boundary = ':';
    },
    async remove() {
      await Promise.all(operators.splice(0).map((operator) => operator.close()));
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
  return local;
}

export function planOf(plan: ProjectPlan): HostPlan {
  const [first] = plan.hosts;
  assert.ok(first && 'plan' in first.result, JSON.stringify(first));
  return first.result.plan;
}
