// One complaint of the YAML package in our words: what is wrong, where exactly, and the edit that mends it.
import type { Explanation } from './explanation.ts';
import { insert, noColon, restOfLine } from './no-colon.ts';
import type { Fix } from './problem.ts';
import { code } from './sentences.ts';
import { lineAt, type Source, type Span } from './text.ts';
import type { Opening } from './tokens.ts';

/** What the YAML package says: a code, where, and its own words. */
export type Complaint = {
  readonly code: string;
  readonly pos: readonly [number, number];
  readonly message: string;
};

const CLOSING = { '[': ']', '{': '}', '"': '"', "'": "'" } as const;

export function explain(source: Source, complaint: Complaint, openings: readonly Opening[]): Explanation {
  const { message } = complaint;
  switch (complaint.code) {
    case 'TAB_AS_INDENT':
      return tab(source, complaint);
    case 'MULTILINE_IMPLICIT_KEY':
      return keyOverLines(source, complaint);
    case 'BLOCK_AS_IMPLICIT_KEY':
      return textWithColon(source, complaint);
    case 'BLOCK_IN_FLOW':
      return commaMissing(source, complaint);
    case 'MISSING_CHAR':
      if (message.includes('quote')) return unclosedQuote(source, complaint, openings);
      return message.startsWith('Implicit map keys')
        ? { ...noColon(source, complaint.pos[0]), isHarmless: true }
        : other(source, complaint);
    case 'BAD_INDENT':
      return message.startsWith('Flow') ? unclosedBracket(source, complaint, openings) : indentation(source, complaint);
    case 'BAD_SCALAR_START':
      return badStart(source, complaint);
    case 'BAD_DQ_ESCAPE':
      return badEscape(source, complaint);
    case 'TAG_RESOLVE_FAILED':
      return unknownTag(source, complaint);
    case 'UNEXPECTED_TOKEN':
      return unexpected(source, complaint);
    default:
      return other(source, complaint);
  }
}

const spanOf = ({ pos: [start, end] }: Complaint): Span => ({ start, end });

function tab(source: Source, complaint: Complaint): Explanation {
  // One mistake, however many lines it is made on: it is told once and mended everywhere.
  const edits = [...source.text.matchAll(/^[ ]*\t[ \t]*/gm)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    text: match[0].replaceAll('\t', '  '),
  }));
  const fix = { title: 'Replace the tabs that indent lines by spaces', edits };
  const extras = { suggestion: 'Use two spaces per level.', fix };
  return { span: spanOf(complaint), code: 'tab', message: "A tab can't indent a line", extras };
}

function keyOverLines(source: Source, complaint: Complaint): Explanation {
  const [start] = complaint.pos;
  const line = lineAt(source, start);
  const before = source.text.slice(line.start, start);
  if (/^\s*(- +)*$/.test(before)) return noColon(source, start);
  // The text is a value already; the line below it can only go on with it because it is indented further.
  const next = lineAt(source, Math.min(line.end + 2, source.text.length));
  return indentationOf(
    source,
    next,
    `${code(before.trim().replace(/:$/, ''))} has a value already, and this line is indented as if it belonged to it`,
  );
}

/** How far the lines above are indented that a line could stand beside, nearest first. */
function levelsAbove(source: Source, line: Span): readonly number[] {
  const levels: number[] = [];
  let limit = Number.POSITIVE_INFINITY;
  for (let at = line.start - 1; at > 0 && limit > 0; at = lineAt(source, at).start - 1) {
    const above = lineAt(source, at);
    const text = source.text.slice(above.start, above.end);
    const level = text.search(/[^ ]/);
    if (level === -1 || text[level] === '#' || level >= limit) continue;
    levels.push(level);
    limit = level;
  }
  return levels;
}

function indentation(source: Source, complaint: Complaint): Explanation {
  const line = lineAt(source, complaint.pos[1]);
  return indentationOf(source, line, 'This line is indented unlike the lines around it');
}

function indentationOf(source: Source, line: Span, message: string): Explanation {
  const text = source.text.slice(line.start, line.end);
  const level = Math.max(text.search(/\S/), 0);
  const span = level === 0 ? { start: line.start, end: line.end } : { start: line.start, end: line.start + level };
  const levels = levelsAbove(source, line);
  const near = levels.toSorted((one, other) => Math.abs(one - level) - Math.abs(other - level) || one - other)[0];
  if (near === undefined) return { span, code: 'indentation', message };
  if (near === level) return besideItems(source, line, level) ?? { span, code: 'indentation', message };
  const spaces = (count: number) => (count === 1 ? '1 space' : `${count} spaces`);
  const edits = [{ start: line.start, end: line.start + level, text: ' '.repeat(near) }];
  const extras = {
    suggestion: `It has ${spaces(level)}; ${near === 0 ? 'none' : near} would fit.`,
    fix: { title: `Indent by ${spaces(near)}`, edits },
  };
  return { span, code: 'indentation', message, extras };
}

/** A line that stands exactly below the dashes of a list, without one. */
function besideItems(source: Source, line: Span, level: number): Explanation | undefined {
  const start = line.start + level;
  if (source.text.charAt(start) === '-') return undefined;
  const span = { start, end: restOfLine(source, start).end };
  const message = 'This line stands among the items of a list, but does not begin with `- `';
  const extras = {
    suggestion: 'Add the dash, or indent the line as the key that it belongs beside.',
    fix: insert('Add the dash', start, '- '),
  };
  return { span, code: 'indentation', message, extras };
}

/** Quotes around what a span holds; with single quotes nothing else in it has a meaning. */
function quoted(source: Source, span: Span): Fix {
  const text = source.text.slice(span.start, span.end);
  return { title: 'Write it in quotes', edits: [{ ...span, text: `'${text.replaceAll("'", "''")}'` }] };
}

function textWithColon(source: Source, complaint: Complaint): Explanation {
  const span = restOfLine(source, complaint.pos[0]);
  const message = 'A text with `: ` in it must be in quotes';
  return { span, code: 'needs-quotes', message, extras: { fix: quoted(source, span) } };
}

function commaMissing(source: Source, complaint: Complaint): Explanation {
  const [start, end] = complaint.pos;
  const gap = /\s+(?=[\w.-]+:(\s|$))/.exec(source.text.slice(start, end));
  if (gap === null) return other(source, complaint);
  const at = start + gap.index;
  const span = { start: at, end: at + gap[0].length };
  return {
    span,
    code: 'missing-comma',
    message: 'A comma is missing here',
    extras: { fix: insert('Add the comma', at, ',') },
  };
}

function badStart(source: Source, complaint: Complaint): Explanation {
  const span = restOfLine(source, complaint.pos[0]);
  const message = `A text can't begin with ${code(source.text.charAt(span.start))} unless it is in quotes`;
  return { span, code: 'needs-quotes', message, extras: { fix: quoted(source, span) }, isHarmless: true };
}

function badEscape(source: Source, complaint: Complaint): Explanation {
  const start = complaint.pos[0];
  const span = { start, end: Math.min(start + 2, source.text.length) };
  const message = `${code(source.text.slice(span.start, span.end))} means nothing between double quotes`;
  const extras = {
    suggestion: 'A backslash is written twice there, or once between single quotes.',
    fix: insert('Write the backslash twice', start, '\\'),
  };
  return { span, code: 'syntax', message, extras, isHarmless: true };
}

function unknownTag(source: Source, complaint: Complaint): Explanation {
  const span = spanOf(complaint);
  const message = `The tag ${code(source.text.slice(span.start, span.end))} is not known`;
  const extras = { suggestion: 'Remove it; a text that begins with `!` is written in quotes.' };
  return { span, code: 'syntax', message, extras, isHarmless: true };
}

function unclosedQuote(source: Source, complaint: Complaint, openings: readonly Opening[]): Explanation {
  const quotes = openings.filter(
    ({ bracket, offset }) => (bracket === '"' || bracket === "'") && offset <= complaint.pos[0],
  );
  const opening = quotes.at(-1);
  if (opening === undefined) return other(source, complaint);
  const span = { start: opening.offset, end: lineAt(source, opening.offset).end };
  const isInBrackets = openings.some(({ bracket, offset }) => /[[{]/.test(bracket) && offset < opening.offset);
  const rest = restOfLine(source, opening.offset);
  const written = source.text.slice(rest.start, rest.end);
  // (between brackets, the text ends where the next key begins, or the bracket closes)
  const inner = isInBrackets ? /\s*(?:,\s*[\w-]+:\s|[\]}](?:\s*[\]}])*,?$)/.exec(written)?.index : undefined;
  const title = inner === undefined ? 'Close it at the end of the line' : 'Close it';
  const fix = insert(title, inner === undefined ? rest.end : rest.start + inner, opening.bracket);
  return { span, code: 'missing-quote', message: `This ${code(opening.bracket)} is never closed`, extras: { fix } };
}

function unclosedBracket(source: Source, complaint: Complaint, openings: readonly Opening[]): Explanation {
  const [at] = complaint.pos;
  const brackets = openings.filter(({ bracket, offset }) => (bracket === '[' || bracket === '{') && offset <= at);
  const opening = brackets.at(-1);
  if (opening === undefined) return other(source, complaint);
  const span = { start: opening.offset, end: opening.offset + 1 };
  const message = `This ${code(opening.bracket)} is never closed`;
  const onLine = brackets.filter(({ offset }) => offset >= lineAt(source, opening.offset).start);
  return { span, code: 'missing-bracket', message, extras: { fix: closingFix(source, at, opening, onLine) } };
}

/** Where a bracket is closed by one of the other kind, or opened and not closed on a line, it is clear what is missing. */
function closingFix(source: Source, at: number, opening: Opening, onLine: readonly Opening[]): Fix | undefined {
  const closer = CLOSING[opening.bracket];
  if (onLine.length === 1 && /[\]}]/.test(source.text.charAt(at))) {
    return { title: `Change to ${code(closer)}`, edits: [{ start: at, end: at + 1, text: closer }] };
  }
  const rest = restOfLine(source, opening.offset);
  if (/[\]}"'#]/.test(source.text.slice(rest.start, rest.end))) return undefined;
  const closers = onLine.toReversed().map(({ bracket }) => CLOSING[bracket]);
  return insert(`Add ${code(closers.join(''))}`, rest.end, closers.join(''));
}

function unexpected(source: Source, complaint: Complaint): Explanation {
  const span = spanOf(complaint);
  const { start } = span;
  const text = source.text.slice(start, span.end);
  const line = lineAt(source, start);
  const before = source.text.slice(line.start, start);
  if (text === '{' && before.endsWith('$')) return bareReference(source, start - 1);
  if (text === ']' || text === '}') {
    const fix = { title: 'Remove it', edits: [{ ...span, text: '' }] };
    return { span, code: 'extra-bracket', message: `This ${code(text)} closes nothing`, extras: { fix } };
  }
  if (/["']$/.test(before)) {
    const rest = restOfLine(source, start);
    const twice = before.endsWith("'");
    const suggestion = twice
      ? "Within single quotes, `'` is written twice."
      : 'Within double quotes, `"` is written `\\"`.';
    return {
      span: rest,
      code: 'extra-text',
      message: 'The text before this ends with its quote',
      extras: { suggestion },
    };
  }
  if (before.trim() === '') return indentationOf(source, line, 'This line is indented unlike the lines around it');
  return other(source, complaint);
}

/** `{ address: ${name} }`: within brackets, braces mean something else. */
function bareReference(source: Source, dollar: number): Explanation {
  const start = dollar - (/[^\s,:[\]{}]*$/.exec(source.text.slice(0, dollar))?.[0].length ?? 0);
  const written = /^[^\s,[\]{}]*(\$\{[^}\n]*\}[^\s,[\]{}]*)+/.exec(source.text.slice(start));
  const span = { start, end: start + (written?.[0].length ?? 1) };
  const fix = {
    title: 'Write it in quotes',
    edits: [{ ...span, text: JSON.stringify(source.text.slice(span.start, span.end)) }],
  };
  const message = '`${...}` must be in quotes between brackets';
  return { span, code: 'needs-quotes', message, extras: { fix } };
}

function other(source: Source, complaint: Complaint): Explanation {
  const { start, end } = spanOf(complaint);
  const span =
    end > start && start < source.text.length
      ? { start, end: Math.min(end, lineAt(source, start).end) }
      : { start, end };
  return { span, code: 'syntax', message: `This is not YAML: ${lowerFirst(complaint.message)}` };
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
