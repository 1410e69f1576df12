// The module `ini`: one setting in a file of sections and keys, where others may have the rest. Pure: it never sees a host.
import type { Module, Spec } from './contract.ts';
import {
  editedFileFields,
  editedPath,
  editProbes,
  isWanted,
  linesOf,
  stateField,
  textOfLines,
  wantEdited,
} from './things/edits.ts';
import { pathId, pathSteps } from './things/path.ts';

const HEADER = /^\s*\[([^\]]*)\]\s*$/;
/** A key, what stands between it and its value, the value. Comments are none. */
const SETTING = /^(\s*)([^\s=:#;[][^=:]*?)(\s*[=:]\s*)(.*)$/;
const DEFAULT_SEPARATOR = ' = ';

const sectionOf = (spec: Spec): string => String(spec['section'] ?? '');

/** From the first line of a section to the one after its last; what stands above all sections has no name. */
function boundsOf(section: string, lines: readonly string[]): { start: number; end: number } | undefined {
  const isHeader = (line: string): boolean => HEADER.test(line);
  const header = lines.findIndex((line) => HEADER.exec(line)?.[1]?.trim() === section);
  if (section !== '' && header < 0) return undefined;
  const start = section === '' ? 0 : header + 1;
  const next = lines.findIndex((line, index) => index >= start && isHeader(line));
  return { start, end: next < 0 ? lines.length : next };
}

const keyIn = (line: string): string | undefined => SETTING.exec(line)?.[2];

/** How this file writes its settings: as the first one does. */
function separatorIn(lines: readonly string[]): string {
  const first = lines.find((line) => keyIn(line) !== undefined);
  return (first === undefined ? undefined : SETTING.exec(first)?.[3]) ?? DEFAULT_SEPARATOR;
}

/** Behind the last line of the section that is not empty. */
function placeIn(lines: readonly string[], { start, end }: { start: number; end: number }): number {
  let place = end;
  while (place > start && lines[place - 1]?.trim() === '') place -= 1;
  return place;
}

function withSetting(spec: Spec, text: string): string {
  const { lines, end } = linesOf(text);
  const [section, key, value] = [sectionOf(spec), String(spec['key']), String(spec['value'] ?? '')];
  const bounds = boundsOf(section, lines);
  const isMeant = (line: string, index: number): boolean =>
    bounds !== undefined && index >= bounds.start && index < bounds.end && keyIn(line) === key;
  if (!isWanted(spec)) {
    const without = lines.filter((line, index) => !isMeant(line, index));
    return without.length === lines.length ? text : textOfLines({ lines: without, end });
  }
  const fresh = `${key}${separatorIn(lines)}${value}`;
  if (bounds === undefined) {
    const gap = lines.length === 0 || lines.at(-1)?.trim() === '' ? [] : [''];
    return textOfLines({ lines: [...lines, ...gap, `[${section}]`, fresh], end });
  }
  const first = lines.findIndex(isMeant);
  if (first < 0) return textOfLines({ lines: lines.toSpliced(placeIn(lines, bounds), 0, fresh), end });
  const [, indent = '', , separator = DEFAULT_SEPARATOR, found = ''] = SETTING.exec(lines[first] ?? '') ?? [];
  const only = lines.filter((line, index) => index === first || !isMeant(line, index));
  if (only.length === lines.length && found.trimEnd() === value) return text;
  // (a value that was empty may have left its line without the blank behind the sign)
  return textOfLines({ lines: only.with(first, `${indent}${key}${separator}${value}`), end });
}

export const ini: Module = {
  name: 'ini',
  summary: 'One setting in a file of sections and keys. Comments, order and all else stay as they are.',
  spec: {
    fields: {
      ...editedFileFields,
      section: {
        type: 'string',
        description: 'The section that it is in; it is made where it is missing.',
        pattern: '^[^\\n\\r\\u0000\\[\\]]+$',
        patternHint: 'the name of a section, without brackets',
        defaultHint: 'above all sections',
        examples: ['PHP'],
      },
      key: {
        type: 'string',
        description: 'The key.',
        pattern: '^[^\\s=:#;\\[\\u0000]([^=:\\n\\r\\u0000]*[^\\s=:\\u0000])?$',
        patternHint: 'the name of a setting: without `=` and `:`, and not begun like a comment or a section',
        examples: ['memory_limit'],
      },
      value: {
        type: 'string',
        description: 'The value.',
        pattern: '^(\\S([^\\n\\r\\u0000]*\\S)?)?$',
        patternHint: 'text on one line, without blanks at its ends',
        defaultHint: 'nothing',
        examples: ['256M'],
      },
      state: stateField,
    },
    required: ['path', 'key'],
  },
  mainField: 'key',
  key: (spec) => pathId(editedPath(spec)),
  part: (spec) => `[${sectionOf(spec)}] ${String(spec['key'])}`,
  read: editProbes,
  want: (spec, now, tools) => wantEdited(spec, now, tools, (text) => withSetting(spec, text)),
  steps: (spec, from, to) => pathSteps([editedPath(spec)], from, to),
};
