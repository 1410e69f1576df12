// Fills one template, with what is wrong told by its line. Loaded only where there are templates.
import type { JsonObject } from '../modules/contract.ts';
import type { Mistake } from './expression.ts';
import { readTemplate, renderTemplate } from './template.ts';
import { positionAt, sourceOf } from './text.ts';

export type Filled =
  | { readonly text: string }
  | { readonly line: number; readonly message: string; readonly hint: string };

export function fill(template: string, data: JsonObject): Filled {
  const result = renderTemplate(readTemplate(template), data);
  if ('text' in result) return result;
  const source = sourceOf('', template);
  const [first, ...others] = result.mistakes;
  const lineOf = ({ start }: Mistake): number => positionAt(source, start).line;
  const more = others.map((mistake) => `; line ${lineOf(mistake)}: ${mistake.message}`).join('');
  const hint = first.suggestion ?? 'mend the template, or declare under `vars` what it needs';
  return { line: lineOf(first), message: `${first.message}${more}`, hint };
}
