// Why a plan that was kept is not true any more, as lines of the terminal: per host what has changed, and where. Pure.
import { placeText } from '../client/folds/failure.ts';
import type { Stale } from '../engine/saved-plan.ts';
import type { Paint } from './paint.ts';

/** More are counted, not listed. */
const LINES_LIMIT = 20;

export function staleLines(stale: readonly Stale[], paint: Paint): readonly string[] {
  return [...new Set(stale.map(({ host }) => host))].flatMap((name) => {
    const all = stale.filter(({ host }) => host === name);
    const done = all.find(({ isDone }) => isDone);
    if (done) return [`${paint.bold(name)}: ${done.what}`];
    return [
      `${paint.bold(name)}: ${paint.red('changed since the plan was made')}`,
      ...all.slice(0, LINES_LIMIT).map(({ what, place }) => `  ${what}${place ? ` (${placeText(place)})` : ''}`),
      ...(all.length > LINES_LIMIT ? [`  and ${all.length - LINES_LIMIT} more`] : []),
    ];
  });
}

export const staleData = (stale: readonly Stale[]): readonly object[] =>
  stale.map(({ host, what, place }) => ({ host, what, place }));
