// How runs ended, as lines of the terminal: per host what state it is in, what went wrong, and how to go back. Pure.
import { outcomeText } from '../client/folds/words.ts';
import type { ApplyResult } from '../engine/result.ts';
import type { Paint } from './paint.ts';
import { failureLines } from './plan-lines.ts';

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

function resultLine(result: ApplyResult, work: 'apply' | 'rollback', paint: Paint): string[] {
  const { host, run, outcome, milliseconds, failure, takenBackBy } = result;
  const good = outcome === 'done' || outcome === 'nothing';
  const text = `${good ? '✓' : '✗'} ${outcomeText(result, work)}`;
  const since = outcome === 'done' && takenBackBy !== undefined ? `; taken back since by ${takenBackBy}` : '';
  const about = run === undefined ? '' : `${paint.dim(` (run ${run}, ${seconds(milliseconds)})`)}${since}`;
  const [, ...why] = failure ? failureLines(failure, paint) : [];
  return [`${paint.bold(host)}: ${paint[good ? 'green' : 'red'](text)}${about}`, ...why];
}

export const resultLines = (
  results: readonly ApplyResult[],
  work: 'apply' | 'rollback',
  paint: Paint,
): readonly string[] => results.flatMap((result) => resultLine(result, work, paint));
