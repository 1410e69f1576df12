// The problems of a project, by file: every file is in the answer, so that problems that are gone are cleared. Pure.
import type { Document } from '../language/parse.ts';
import type { Problem } from '../language/problem.ts';
import { readProject } from '../language/project.ts';

export function problems(documents: readonly Document[], folderName: string): ReadonlyMap<string, readonly Problem[]> {
  const byFile = new Map<string, Problem[]>(documents.map(({ file }) => [file, []]));
  for (const problem of readProject(documents, folderName).problems) byFile.get(problem.file)?.push(problem);
  return byFile;
}
