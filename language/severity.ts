// Severities as people set them: a map from codes to what their problems shall be, or `off`. Pure; where the map comes
// from is for others to know.
import type { Severity } from './codes/entry.ts';
import { codeNames, isProblemCode, type ProblemCode } from './codes.ts';
import { nearest } from './nearest.ts';
import type { Problem } from './problem.ts';

/** The name of the setting, as editors have it. */
export const SEVERITY_SETTING = 'viki.problems.severity';

export const SEVERITY_CHOICES = ['error', 'warning', 'information', 'hint', 'off'] as const satisfies readonly (
  | Severity
  | 'off'
)[];

export type SeverityChoice = (typeof SEVERITY_CHOICES)[number];

export type Severities = ReadonlyMap<ProblemCode, SeverityChoice>;

const isChoice = (value: unknown): value is SeverityChoice => SEVERITY_CHOICES.some((choice) => choice === value);

const asCode = (text: string): string => `\`${text}\``;

/** How much of a wrong value is shown. */
const SHOWN_LENGTH_LIMIT = 40;

const shown = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, SHOWN_LENGTH_LIMIT);

export type ReadSeverities = {
  readonly severities: Severities;
  /** What is wrong with the setting, as sentences; the rest of it counts. */
  readonly mistakes: readonly string[];
};

/** `setting` is what an editor or a file gave: anything. */
export function readSeverities(setting: unknown): ReadSeverities {
  const severities = new Map<ProblemCode, SeverityChoice>();
  if (setting === undefined || setting === null) return { severities, mistakes: [] };
  if (typeof setting !== 'object' || Array.isArray(setting)) {
    const message = `${asCode(SEVERITY_SETTING)} must be a map from codes to severities, such as { "unused-variable": "off" }, not ${shown(setting)}.`;
    return { severities, mistakes: [message] };
  }
  const mistakes: string[] = [];
  for (const [code, choice] of Object.entries(setting)) {
    if (!isProblemCode(code)) {
      const meant = nearest(code, codeNames);
      const suggestion = meant === undefined ? 'docs/problems/README.md lists them.' : `Did you mean ${asCode(meant)}?`;
      mistakes.push(`${asCode(SEVERITY_SETTING)}: there is no problem code ${asCode(code)}. ${suggestion}`);
    } else if (isChoice(choice)) {
      severities.set(code, choice);
    } else {
      const choices = SEVERITY_CHOICES.map(asCode).join(', ');
      mistakes.push(`${asCode(SEVERITY_SETTING)}: ${asCode(code)} must be one of ${choices}, not ${shown(choice)}.`);
    }
  }
  return { severities, mistakes };
}

/** The problems with the severities that were set, without those that are off. */
export function withSeverities(problems: readonly Problem[], severities: Severities): readonly Problem[] {
  if (severities.size === 0) return problems;
  return problems.flatMap((problem) => {
    const choice = severities.get(problem.code);
    if (choice === 'off') return [];
    return choice === undefined || choice === problem.severity ? [problem] : [{ ...problem, severity: choice }];
  });
}
