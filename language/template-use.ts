// What a project needs to know of one of its templates. Loaded only where there are templates.
import type { TemplateUse } from './scope.ts';
import { readTemplate } from './template.ts';
import { positionAt, sourceOf } from './text.ts';

export function useOfTemplate(text: string): TemplateUse {
  const { mistakes, variables } = readTemplate(text);
  const source = sourceOf('', text);
  const lineOf = (offset: number): number => positionAt(source, offset).line;
  const byName = new Map<string, number>();
  for (const { path, start } of variables) {
    const name = path[0]?.name;
    if (name !== undefined && !byName.has(name)) byName.set(name, lineOf(start));
  }
  return {
    mistakes: mistakes.map(({ start, message, suggestion }) => ({ line: lineOf(start), message, suggestion })),
    variables: [...byName].map(([name, line]) => ({ name, line })),
  };
}
