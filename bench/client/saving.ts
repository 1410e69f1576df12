// Saves a project again and again in an editor that plans on save, and prints as JSON how long each plan took to be shown and
// where the time went. A process of its own, in the lab's network; it measures and asserts nothing.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventEmitter, parts, standInForEditor } from './editor.ts';

/** The first one connects. */
const SAVES = 12;
const SHOWN_LIMIT_MILLISECONDS = 60_000;

/** Milliseconds from the save on: hosts are asked, all have answered, the plan is folded in, the views are told. */
export type Saved = {
  readonly asked: number;
  readonly answered: number;
  readonly planned: number;
  readonly shown: number;
};

const nothing = (): undefined => undefined;
const saves = new EventEmitter<{ readonly uri: object }>();

const say = (level: string) => (text: string) => process.stderr.write(`${level}: ${text}\n`);
const log = { debug: nothing, trace: nothing, info: nothing, warn: say('warning'), error: say('error'), show: nothing };

standInForEditor({
  workspace: parts({
    isTrusted: true,
    textDocuments: [],
    getConfiguration: () => ({ get: (name: string, usual: unknown) => (name === 'planOnSave' ? true : usual) }),
    onDidSaveTextDocument: saves.event,
  }),
  window: parts({
    withProgress: (_options: unknown, task: (progress: object, token: object) => unknown) =>
      task({ report: nothing }, { onCancellationRequested: () => ({ dispose: nothing }) }),
  }),
  commands: parts({ executeCommand: () => Promise.resolve() }),
});

// (they need the editor to be there)
const { Boards } = await import('../../client/boards.ts');
const { Ages } = await import('../../client/ages.ts');
const { Askers } = await import('../../client/asking.ts');
const { connections } = await import('../../client/connections.ts');
const { registerPlanOnSave } = await import('../../client/features/plan-on-save.ts');
const { GoingRuns } = await import('../../client/going.ts');
const { Operators } = await import('../../client/operators.ts');
const { PlanChoice } = await import('../../client/plan-choice.ts');
const { Readings, showOn } = await import('../../client/readings.ts');
const { Remembered } = await import('../../client/remembered.ts');
const { readText } = await import('../../client/texts.ts');
const { Works } = await import('../../client/works.ts');
type Desk = import('../../client/desk.ts').Desk;
type Fold = Parameters<InstanceType<typeof Boards>['update']>[1];

/** Notes when what is known of a project changes in a way that a person waits for. */
class WatchedBoards extends Boards {
  readonly times: { asked?: number; answered?: number; planned?: number } = {};

  override update(folder: string, fold: Fold): void {
    const before = this.get(folder);
    super.update(folder, fold);
    const now = this.get(folder);
    if (!before.working && now.working) this.times.asked = performance.now();
    if (before.working && !now.working) this.times.answered = performance.now();
    if (before.last?.at !== now.last?.at) this.times.planned = performance.now();
  }
}

function deskOf(boards: WatchedBoards, folder: string): Desk {
  const environments: Desk['environments'] = new Map();
  const memory = parts({}) as ConstructorParameters<typeof Remembered>[0] & ConstructorParameters<typeof Remembered>[1];
  const remembered = new Remembered(memory, memory);
  const askers = new Askers({ remembered, warn: log.warn, isHushed: () => false, cancelOf: () => undefined });
  const failures = parts({ forEach: nothing }) as Desk['failures'];
  return {
    log: log as unknown as Desk['log'],
    boards,
    readings: new Readings(readText, showOn(boards)),
    ages: new Ages(),
    works: new Works(boards),
    operators: new Operators(connections(boards, environments, askers, log as unknown as Desk['log']), () => 1),
    choice: new PlanChoice(),
    going: new GoingRuns(join(folder, '.going')),
    remembered,
    askers,
    languageState: () => 'resting',
    plans: new Map(),
    environments,
    failures,
  };
}

/** Resolves when views and lenses are told of a plan that was not there before. */
function shown(boards: WatchedBoards, folder: string): Promise<number> {
  const { last } = boards.get(folder);
  return new Promise((resolve, reject) => {
    const late = (): void => reject(new Error(`no plan was shown within ${SHOWN_LIMIT_MILLISECONDS} ms`));
    const limit = setTimeout(late, SHOWN_LIMIT_MILLISECONDS);
    const subscription = boards.onDidChange(() => {
      const board = boards.get(folder);
      if (board.working || board.last === undefined || board.last === last) return;
      clearTimeout(limit);
      subscription.dispose();
      const failed = board.hosts.filter(({ phase }) => phase !== 'planned');
      if (failed.length === 0) resolve(performance.now());
      else reject(new Error(`${failed[0]?.name} was not planned: ${failed[0]?.failure?.message}`));
    });
  });
}

async function main(folder: string): Promise<void> {
  const file = join(folder, 'shop.vk.yaml');
  const text = readFileSync(file, 'utf8');
  const boards = new WatchedBoards();
  const desk = deskOf(boards, folder);
  registerPlanOnSave(desk);
  const all: Saved[] = [];
  for (let count = 1; count <= SAVES; count += 1) {
    writeFileSync(file, text.replace('# edits: 0', `# edits: ${count}`));
    const told = shown(boards, folder);
    const started = performance.now();
    saves.fire({ uri: { scheme: 'file', path: file, fsPath: file } });
    const end = await told;
    const { asked = end, answered = end, planned = end } = boards.times;
    all.push({
      asked: asked - started,
      answered: answered - started,
      planned: planned - started,
      shown: end - started,
    });
    // (the state is noted after the plan is shown, and the next save waits for that as a person's would)
    while (desk.works.isTaken(folder)) await new Promise(setImmediate);
  }
  await desk.operators.close();
  process.stdout.write(JSON.stringify(all), () => process.exit(0));
}

await main(process.argv[2] ?? '.');
