// Files that are changed in a part: what a module needs to know of such a file, and the states that its new text comes to.
import {
  type FieldSchema,
  isRefusal,
  type Probe,
  type Refusal,
  type Spec,
  type State,
  type Tools,
} from '../contract.ts';
import {
  attributeFields,
  attributeProbes,
  occupiedRefusal,
  PATH_FIELD_HINT,
  PATH_FIELD_PATTERN,
  wantedAttributes,
} from './attributes.ts';
import { noFolderRefusal } from './folders.ts';
import { type Attributes, ancestors, type PathState, pathId, pathIn, pathProbe } from './path.ts';
import { TEXT_LIMIT_BYTES, textId, textIn, textProbe } from './text.ts';

const MODE_OF_NEW_FILE = '0644';

/** Text that stays on its line. */
export const ONE_LINE_PATTERN = '^[^\\n\\r\\u0000]*$';
export const ONE_LINE_HINT = 'text without an end of line';

export const editedFileFields = {
  path: {
    type: 'string',
    description: 'The file. It is made where it is missing; its folder must exist, or be made by a `mkdir`.',
    pattern: PATH_FIELD_PATTERN,
    patternHint: PATH_FIELD_HINT,
    examples: ['/etc/hosts'],
  },
  ...attributeFields,
} as const satisfies { readonly [name: string]: FieldSchema };

export const stateField: FieldSchema = {
  type: 'string',
  description: 'Whether it should be there.',
  enum: ['present', 'absent'],
  examples: ['absent'],
  defaultHint: '`present`',
};

export const isWanted = (spec: Spec): boolean => spec['state'] !== 'absent';
export const editedPath = (spec: Spec): string => String(spec['path']);

/** What must be known of a file before a part of it can be changed. */
export function editProbes(spec: Spec): readonly Probe[] {
  const path = editedPath(spec);
  const folder = ancestors(path).at(-1);
  return [
    ...(folder === undefined ? [] : [pathProbe(folder)]),
    pathProbe(path),
    textProbe(path),
    ...attributeProbes(spec),
  ];
}

function noFileRefusal(path: string, found: PathState): Refusal | undefined {
  if (found.is === 'link') {
    return { refused: `${path} is a link to ${found.target}`, hint: 'name the file that it leads to' };
  }
  return occupiedRefusal(path, found, 'choose another path');
}

/** The text that is there; what can't be read exactly is not changed. */
function knownText(path: string, now: State, tools: Tools): string | Refusal {
  const found = pathIn(now, path);
  if (found.is !== 'file') return '';
  const known = textIn(now, path);
  if (known.is === 'too-large') {
    const refused = `${path} is larger than ${TEXT_LIMIT_BYTES} bytes, too large to change a part of it`;
    return { refused, hint: 'give the whole file with `file`' };
  }
  if (known.is === 'text' && tools.bytes(known.text).sha256 === found.sha256) return known.text;
  if (known.is === 'absent' || known.is === 'text') {
    const refused = `what will be in ${path} is not known, or it is not text`;
    return { refused, hint: 'if something before it in this plan writes that file, apply that first, then plan again' };
  }
  return { refused: `${path} can not be read as text`, hint: 'look at it there' };
}

/**
 * The states of the file and its text once `edit` has changed it. A missing file is an empty one to `edit`; `fresh`
 * says whose it will be, in a folder that is made with it.
 */
export function wantEdited(
  spec: Spec,
  now: State,
  tools: Tools,
  edit: (text: string) => string | Refusal,
  fresh?: Attributes,
): State | Refusal {
  const path = editedPath(spec);
  const found = pathIn(now, path);
  const refusal = noFileRefusal(path, found);
  if (refusal) return refusal;
  if (found.is === 'absent' && !isWanted(spec)) return now;
  const text = knownText(path, now, tools);
  if (typeof text !== 'string') return text;
  const edited = edit(text);
  if (typeof edited !== 'string') return edited;
  if (found.is === 'absent' && !fresh) {
    const missing = noFolderRefusal(path, now);
    if (missing) return missing;
  }
  const isFresh = found.is === 'absent' && fresh !== undefined;
  const attributes = isFresh ? fresh : wantedAttributes(spec, now, found, MODE_OF_NEW_FILE);
  if (isRefusal(attributes)) return attributes;
  const { sha256, size } = tools.bytes(edited);
  const wanted: PathState = { is: 'file', sha256, size, ...attributes };
  return { ...now, [pathId(path)]: wanted, [textId(path)]: { is: 'text', text: edited } };
}

/** A text as its lines, and the end that they have. */
export type Lines = { readonly lines: readonly string[]; readonly end: '\n' | '\r\n' };

/** What the editors of Windows wrote keeps its ends of lines. */
export function linesOf(text: string): Lines {
  const end = text.includes('\r\n') && !/(?<!\r)\n/.test(text) ? '\r\n' : '\n';
  const lines = text.split(end);
  if (lines.at(-1) === '') lines.pop();
  return { lines, end };
}

/** The text of these lines; the last one gets an end too. */
export const textOfLines = ({ lines, end }: Lines): string => lines.map((line) => `${line}${end}`).join('');

/** A pattern of a spec, or why it is none. */
export function patternOf(spec: Spec, field: string): RegExp | Refusal | undefined {
  const source = spec[field];
  if (typeof source !== 'string') return undefined;
  try {
    return new RegExp(source);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it can not be read';
    return {
      refused: `\`${field}\` is not a regular expression: ${why}`,
      hint: 'put a backslash before signs that stand for themselves',
    };
  }
}

/** Where something new goes: `above` the first line, or `below` the last one, that matches; otherwise at the end. */
export function placeForNew(spec: Spec, lines: readonly string[]): number | Refusal {
  for (const field of ['above', 'below'] as const) {
    const pattern = patternOf(spec, field);
    if (pattern === undefined) continue;
    if (!(pattern instanceof RegExp)) return pattern;
    const matches = (line: string): boolean => pattern.test(line);
    const found = field === 'above' ? lines.findIndex(matches) : lines.findLastIndex(matches);
    if (found >= 0) return field === 'above' ? found : found + 1;
    return {
      refused: `no line of ${editedPath(spec)} matches \`${field}\`: ${String(spec[field])}`,
      hint: `correct it, or leave \`${field}\` out to have it at the end`,
    };
  }
  return lines.length;
}

export const placeFields: { readonly [name: string]: FieldSchema } = {
  above: {
    type: 'string',
    description: 'Where it goes when it is new: above the first line that this regular expression matches.',
    minLength: 1,
    examples: ['^COMMIT$'],
    defaultHint: 'at the end',
  },
  below: {
    type: 'string',
    description: 'Where it goes when it is new: below the last line that this regular expression matches.',
    minLength: 1,
    examples: ['^\\[main\\]$'],
    defaultHint: 'at the end',
  },
};
