// Fills one template, with what is wrong told by its line. Loaded only where there are templates.
import type { JsonObject } from '../modules/contract.ts';
import { readTemplate, renderTemplate } from './template.ts';
import { positionAt, sourceOf } from './text.ts';

export type Filled =
  | { readonly text: string }
  | { readonly line: number; readonly message: string; readonly hint: string };

export function fill(template: string, data: JsonObject): Filled {
  const result = renderTemplate(readTemplate(template), data);
  if ('text' in result) return result;
  const { start, message, suggestion } = result.mistake;
  const { line } = positionAt(sourceOf('', template), start);
  return { line, message, hint: suggestion ?? 'mend the template, or declare under `vars` what it needs' };
}
