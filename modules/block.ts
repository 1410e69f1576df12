// The module `block`: some lines of a file between two marks, where others may have the rest. Pure: it never sees a host.
import type { Module, Refusal, Spec } from './contract.ts';
import {
  editedFileFields,
  editedPath,
  editProbes,
  isWanted,
  linesOf,
  ONE_LINE_HINT,
  ONE_LINE_PATTERN,
  placeFields,
  placeForNew,
  stateField,
  textOfLines,
  wantEdited,
} from './things/edits.ts';
import { pathId, pathSteps } from './things/path.ts';

const DEFAULT_COMMENT = '#';

const markOf = (spec: Spec, what: 'begin' | 'end'): string =>
  `${String(spec['comment'] ?? DEFAULT_COMMENT)} viki: ${what} ${String(spec['name'])}`;

/** The lines of the block with its marks, as they should be. */
function blockOf(spec: Spec): readonly string[] {
  const { lines } = linesOf(String(spec['content'] ?? '').replaceAll('\r\n', '\n'));
  return [markOf(spec, 'begin'), ...lines, markOf(spec, 'end')];
}

/** Where the block is: the places of its marks. */
function findBlock(spec: Spec, lines: readonly string[]): { begin: number; end: number } | Refusal | undefined {
  const begin = lines.indexOf(markOf(spec, 'begin'));
  const end = lines.indexOf(markOf(spec, 'end'));
  if (begin < 0 && end < 0) return undefined;
  const isOnce = lines.lastIndexOf(markOf(spec, 'begin')) === begin && lines.lastIndexOf(markOf(spec, 'end')) === end;
  if (begin >= 0 && end > begin && isOnce) return { begin, end };
  return {
    refused: `the marks of the block ${String(spec['name'])} in ${editedPath(spec)} are not a pair`,
    hint: `there must be one line \`${markOf(spec, 'begin')}\` and below it one line \`${markOf(spec, 'end')}\`: mend them, or remove both`,
  };
}

function withBlock(spec: Spec, text: string): string | Refusal {
  const { lines, end } = linesOf(text);
  const found = findBlock(spec, lines);
  if (found && 'refused' in found) return found;
  if (!isWanted(spec)) {
    return found ? textOfLines({ lines: lines.toSpliced(found.begin, found.end - found.begin + 1), end }) : text;
  }
  const block = blockOf(spec);
  if (found) {
    const length = found.end - found.begin + 1;
    const isSame = length === block.length && block.every((one, index) => lines[found.begin + index] === one);
    return isSame ? text : textOfLines({ lines: lines.toSpliced(found.begin, length, ...block), end });
  }
  const place = placeForNew(spec, lines);
  return typeof place === 'number' ? textOfLines({ lines: lines.toSpliced(place, 0, ...block), end }) : place;
}

export const block: Module = {
  name: 'block',
  summary: 'Some lines of a file, between two marks. The other lines stay as they are.',
  spec: {
    fields: {
      ...editedFileFields,
      name: {
        type: 'string',
        description: 'What the marks call it.',
        minLength: 1,
        pattern: ONE_LINE_PATTERN,
        patternHint: ONE_LINE_HINT,
        examples: ['cluster'],
      },
      content: {
        type: 'string',
        description: 'The lines.',
        defaultHint: 'none',
        pattern: '^[^\\u0000]*$',
        patternHint: 'text without the character 0',
        examples: ['10.0.0.5 db\n10.0.0.6 cache\n'],
      },
      comment: {
        type: 'string',
        description: 'What makes a line of that file a comment: the marks begin with it.',
        minLength: 1,
        pattern: ONE_LINE_PATTERN,
        patternHint: ONE_LINE_HINT,
        examples: ['//', ';'],
        defaultHint: '`#`',
      },
      ...placeFields,
      state: stateField,
    },
    required: ['path', 'name'],
    oneOf: [['above', 'below']],
  },
  mainField: 'name',
  key: (spec) => pathId(editedPath(spec)),
  part: (spec) => markOf(spec, 'begin'),
  read: editProbes,
  want: (spec, now, tools) => wantEdited(spec, now, tools, (text) => withBlock(spec, text)),
  steps: (spec, from, to) => pathSteps([editedPath(spec)], from, to),
};
