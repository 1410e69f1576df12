// The module `line`: one line of a file that others may have the rest of. Pure: it never sees a host.
import type { Module, Refusal, Spec } from './contract.ts';
import {
  editedFileFields,
  editedPath,
  editProbes,
  isWanted,
  linesOf,
  ONE_LINE_HINT,
  ONE_LINE_PATTERN,
  patternOf,
  placeFields,
  placeForNew,
  stateField,
  textOfLines,
  wantEdited,
} from './things/edits.ts';
import { pathId, pathSteps } from './things/path.ts';

/** The text with the line in it once, or without it. */
function withLine(spec: Spec, text: string): string | Refusal {
  const line = String(spec['line']);
  const match = patternOf(spec, 'match');
  if (match !== undefined && !(match instanceof RegExp)) return match;
  const { lines, end } = linesOf(text);
  const isMeant = (other: string): boolean => other === line || match?.test(other) === true;
  const without = lines.filter((other) => !isMeant(other));
  if (!isWanted(spec)) return without.length === lines.length ? text : textOfLines({ lines: without, end });
  const first = lines.findIndex(isMeant);
  // (without a pattern nothing says that a line may not be there more than once)
  if (first >= 0 && (match === undefined || (lines[first] === line && without.length === lines.length - 1)))
    return text;
  if (first >= 0) {
    const kept = lines.filter((other, index) => index === first || !isMeant(other));
    return textOfLines({ lines: kept.map((other) => (isMeant(other) ? line : other)), end });
  }
  const place = placeForNew(spec, lines);
  return typeof place === 'number' ? textOfLines({ lines: lines.toSpliced(place, 0, line), end }) : place;
}

export const line: Module = {
  name: 'line',
  summary: 'One line of a file: there, or not there. The other lines stay as they are.',
  spec: {
    fields: {
      ...editedFileFields,
      line: {
        type: 'string',
        description: 'The line.',
        minLength: 1,
        pattern: ONE_LINE_PATTERN,
        patternHint: ONE_LINE_HINT,
        examples: ['vm.swappiness=10'],
      },
      match: {
        type: 'string',
        description: 'A regular expression: the first line that it matches becomes this one, further ones go.',
        minLength: 1,
        examples: ['^#?vm\\.swappiness='],
      },
      ...placeFields,
      state: stateField,
    },
    required: ['path', 'line'],
    oneOf: [['above', 'below']],
  },
  mainField: 'line',
  key: (spec) => pathId(editedPath(spec)),
  part: (spec) => String(spec['match'] ?? spec['line']),
  read: editProbes,
  want: (spec, now, tools) => wantEdited(spec, now, tools, (text) => withLine(spec, text)),
  steps: (spec, from, to) => pathSteps([editedPath(spec)], from, to),
};
