// What a project needs to know of one of its templates. Loaded only where there are templates.
import type { TemplateUse } from './scope.ts';
import { readTemplate } from './template.ts';
import { positionAt, sourceOf } from './text.ts';

/** What is known of templates whose text is read when somebody asks. */
export const usesOfTemplates = (textOf: (path: string) => string | undefined) => ({
  get(path: string): TemplateUse | undefined {
    const text = textOf(path);
    return text === undefined ? undefined : useOfTemplate(text);
  },
});

/** Whose fields are known, and checked. */
const WITH_FIELDS: readonly string[] = ['fact', 'host', 'group'];

export function useOfTemplate(text: string): TemplateUse {
  const { mistakes, variables } = readTemplate(text);
  const source = sourceOf('', text);
  const lineOf = (offset: number): number => positionAt(source, offset).line;
  const byName = new Map<string, TemplateUse['variables'][number]>();
  for (const { path, start, end } of variables) {
    const [name, second] = path.map((segment) => segment.name);
    if (name === undefined) continue;
    const field = WITH_FIELDS.includes(name) ? second : undefined;
    const key = `${name} ${field ?? ''}`;
    const place = { start, end, line: lineOf(start) };
    if (!byName.has(key)) byName.set(key, { name, ...(field !== undefined && { field }), ...place });
  }
  return {
    source,
    mistakes: mistakes.map(({ start, end, message, suggestion }) => {
      return { start, end, line: lineOf(start), message, suggestion };
    }),
    variables: [...byName.values()],
  };
}
