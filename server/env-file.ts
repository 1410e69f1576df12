// What is wrong with the `.env` beside a project, as problems of that file. No value of it is kept, nor told.
import { fileURLToPath } from 'node:url';
import { loadEnvironment } from '../disk/environment.ts';
import { severityOf } from '../language/codes.ts';
import type { Problem } from '../language/problem.ts';

export function environmentProblems(folderUri: string): readonly Problem[] {
  const { problems } = loadEnvironment(fileURLToPath(folderUri), `${folderUri}/.env`, {});
  return problems.map(({ place: { file, line, column }, message, hint, isHarmless }) => ({
    ...{ file, line, column, start: 0, end: 0 },
    code: 'env-file',
    severity: isHarmless ? severityOf('env-file') : 'error',
    message: sentence(message),
    suggestion: `${sentence(hint)}.`,
  }));
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
