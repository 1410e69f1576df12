// A whole apply of many hosts, folded event by event into the views as an editor has them: after each update it asks again for
// every row that was told to have changed. It measures and asserts nothing.
import { type Board, begin, declare, emptyBoard, rest } from '../../client/folds/board.ts';
import { EVERYTHING } from '../../client/folds/choice.ts';
import { hostRows } from '../../client/folds/host-rows.ts';
import { ended, happened, planned } from '../../client/folds/news.ts';
import { type PlanShown, planRows } from '../../client/folds/plan-rows.ts';
import type { TreeRow } from '../../client/folds/rows.ts';
import { runRows } from '../../client/folds/run-rows.ts';
import * as sample from '../../client/folds/samples.test.ts';
import { RowProvider, type Shown } from '../../client/row-view.ts';

/** Other work on the machine makes single rounds slow; the same updates come in each of them. */
const ROUNDS = 7;
/** All hosts are alike, so the events of some tell what those of all would. */
const HOSTS_AT_WORK = 3;

export type Measured = { readonly what: string; readonly updates: number; readonly slowest: number };
type Times = Map<string, number[]>;

/** Every third resource would change; a plan's rows have steps, differences and an outlook. */
function planOf(host: string, addresses: readonly string[]) {
  const outlook = { expected: [], oneWay: [], restarts: ['service.web'] };
  const differences = [{ what: 'mode', from: '0644', to: '0600' }];
  const changes = addresses.map((address, index) =>
    index % 3 === 0 ? sample.change(address, 'change', { outlook, differences }) : sample.change(address, 'none'),
  );
  const runs = Array.from({ length: 20 }, (_, index) => sample.run(`run-${index}`, { startedAt: index * 1000 }));
  return sample.planned(sample.plan(host, changes, { runs }));
}

/** An editor that shows one view, with every row open or only those that open by themselves. */
class Viewer {
  readonly provider: RowProvider;
  readonly #isAllOpen: boolean;

  constructor(rows: () => readonly TreeRow[], isAllOpen: boolean) {
    this.#isAllOpen = isAllOpen;
    this.provider = new RowProvider(rows);
    this.provider.onDidChangeTreeData((changed) => {
      for (const shown of Array.isArray(changed) ? changed : [changed]) this.#show(shown);
    });
    this.#show(undefined);
  }

  #show(shown: Shown | undefined): void {
    if (shown) this.provider.getTreeItem(shown);
    if (shown && !(shown.row.isOpen || this.#isAllOpen)) return;
    for (const below of this.provider.getChildren(shown)) this.#show(below);
  }
}

type Shape = {
  readonly hosts: number;
  readonly resources: number;
  readonly isAllOpen: boolean;
  readonly by: PlanShown['by'];
};

function playOnce({ hosts: hostCount, resources, isAllOpen, by }: Shape, times: Times): void {
  const hosts = Array.from({ length: hostCount }, (_, index) => `web-${index}`);
  const addresses = Array.from({ length: resources }, (_, index) => `file.site-${index}`);
  const project = sample.project(Object.fromEntries(addresses.map((address) => [address, hosts])));
  const plan = { hosts: hosts.map((host) => planOf(host, addresses)) };
  let board: Board = declare(emptyBoard('/shop', 'shop'), 'text 1', project, 0);
  const viewers = [
    new Viewer(() => hostRows([board], 0), isAllOpen),
    new Viewer(() => planRows([board], { by, onlyChanges: false, filter: '' }, () => EVERYTHING, 0), isAllOpen),
    new Viewer(() => runRows([board], 0), isAllOpen),
  ];
  const update = (what: string, fold: (board: Board) => Board): void => {
    const started = performance.now();
    board = fold(board);
    for (const { provider } of viewers) provider.refresh();
    times.get(what)?.push(performance.now() - started) ?? times.set(what, [performance.now() - started]);
  };
  update('a plan of all hosts begins', (before) => begin(before, 'plan', undefined));
  update('a plan of all hosts comes in', (before) => planned(before, plan, 'text 1', 1));
  update('the text is edited', (before) => declare(rest(before), 'text 2', project, 0));
  update('an apply begins', (before) => begin(before, 'apply', undefined));
  for (const [index, address] of addresses.entries()) {
    if (index % 3 !== 0) continue;
    for (const host of hosts.slice(0, HOSTS_AT_WORK)) {
      const at = { host, address, number: index + 1, of: resources };
      update('an event of a run', (before) => happened(before, { ...at, what: 'begin' }));
      update('an event of a run', (before) => happened(before, { ...at, what: 'done' }));
    }
  }
  const results = hosts.map((host) => sample.result(host));
  update('runs on all hosts end', (before) => rest(ended(before, 'apply', results, 'text 2', 2)));
}

/** Of each kind of update the slowest, each update as fast as it was in its best round. */
export function measureViews(shape: Shape): readonly Measured[] {
  const rounds = Array.from({ length: ROUNDS }, (): Times => {
    const times: Times = new Map();
    playOnce(shape, times);
    return times;
  });
  const [first = new Map<string, number[]>()] = rounds;
  return [...first].map(([what, one]): Measured => {
    const best = one.map((_, index) => Math.min(...rounds.map((times) => times.get(what)?.[index] ?? 0)));
    return { what, updates: best.length, slowest: Math.max(...best) };
  });
}
