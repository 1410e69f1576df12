// What tools of a language model answer: plain lines that name files, hosts and resources. Pure: it may not import vscode.
import type { ProjectPlan } from '../../engine/result.ts';
import type { Board } from './board.ts';
import { planLines } from './log.ts';
import { outcomeText, planHeadline } from './words.ts';

/** A model has to pay for every line. */
const LINES_MAX = 200;

const limited = (lines: readonly string[]): string =>
  [
    ...lines.slice(0, LINES_MAX),
    ...(lines.length > LINES_MAX ? [`and ${lines.length - LINES_MAX} more lines`] : []),
  ].join('\n');

export type ToldProblem = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: string;
  readonly code: string;
  readonly message: string;
};

export function problemsText(name: string, problems: readonly ToldProblem[]): string {
  if (problems.length === 0) return `${name}: no problems.`;
  return limited(
    problems.map(
      ({ file, line, column, severity, code, message }) => `${file}:${line}:${column}: ${severity} ${code}: ${message}`,
    ),
  );
}

export const planText = (name: string, plan: ProjectPlan): string =>
  limited([`${name}: ${planHeadline(plan)}. Nothing was changed.`, ...planLines(name, plan).map(({ text }) => text)]);

/** How the hosts stand after an apply that the person was asked about; `before` is the board as it was then. */
export function applyText(before: Board, after: Board): string {
  const results = after.hosts.flatMap(({ name, result }) =>
    result && result !== before.hosts.find((host) => host.name === name)?.result ? [result] : [],
  );
  if (results.length === 0) return `${after.name}: nothing was applied. The person was told why, or said no.`;
  const lines = results.map((result) => `${result.host}: ${outcomeText(result, 'apply')}`);
  const failures = results.flatMap(({ failure }) =>
    failure ? [`${failure.host}: ${failure.message}. ${failure.hint}`] : [],
  );
  return limited([...lines, ...failures]);
}
