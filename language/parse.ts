// Text to a Document: parses YAML with positions and never fails.
import { Composer, Parser } from 'yaml';
import { convert } from './convert.ts';
import { type Problem, type ProblemCode, problemAt } from './problem.ts';
import { syntaxProblems } from './syntax.ts';
import { type Source, type Span, sourceOf } from './text.ts';
import type { Node } from './tree.ts';

/** A file that is larger than this is not a description of servers. */
const TEXT_LENGTH_LIMIT = 4 * 1024 * 1024;
/** How deep values may lie in each other; the language itself needs less than ten. */
const NESTING_LIMIT = 100;

/** One YAML document of a file. */
export type Part = Span & {
  readonly root: Node | undefined;
  /** Where its text first went wrong: what stands behind it may have been understood wrongly. */
  readonly brokenAt: number | undefined;
};

export type Document = Source & { readonly parts: readonly Part[]; readonly problems: readonly Problem[] };

export function parseDocument(file: string, text: string): Document {
  const source = sourceOf(file, text);
  if (text.length > TEXT_LENGTH_LIMIT) {
    const message = `This file is larger than ${TEXT_LENGTH_LIMIT / 1024 / 1024} MiB`;
    return unreadable(
      source,
      0,
      'too-large',
      message,
      'Put large contents into files of their own, named by "source".',
    );
  }
  const tokens = [...new Parser().parse(text)];
  const deep = tooDeep({ items: tokens.map((value) => ({ value })) }, 0);
  if (deep !== undefined) {
    const message = `Values lie more than ${NESTING_LIMIT} levels deep in each other here`;
    return unreadable(source, deep, 'too-large', message, 'Is a bracket or a dash repeated by mistake?');
  }
  const parts: Part[] = [];
  const problems: Problem[] = [];
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  for (const yaml of composer.compose(tokens, false, text.length)) {
    const found = syntaxProblems(source, [...yaml.errors, ...yaml.warnings]);
    const root = convert(source, yaml.contents, found);
    problems.push(...found);
    const wrong = found.filter((problem) => problem.severity === 'error').map((problem) => problem.start);
    const brokenAt = wrong.length === 0 ? undefined : Math.min(...wrong);
    parts.push({ start: yaml.range[0], end: yaml.range[2], root, brokenAt });
  }
  return { ...source, parts, problems };
}

function unreadable(source: Source, at: number, code: ProblemCode, message: string, suggestion: string): Document {
  const problem = problemAt(source, { start: at, end: Math.min(at + 1, source.text.length) }, code, message, {
    suggestion,
  });
  return {
    ...source,
    parts: [{ start: 0, end: source.text.length, root: undefined, brokenAt: at }],
    problems: [problem],
  };
}

type Token = { readonly offset?: number; readonly value?: unknown; readonly items?: readonly Item[] };
type Item = { readonly key?: unknown; readonly value?: unknown };

/** The offset of the first token that lies too deep; it goes no deeper than the limit itself. */
function tooDeep(token: unknown, depth: number): number | undefined {
  if (typeof token !== 'object' || token === null) return undefined;
  const { offset, value, items } = token as Token;
  if (depth > NESTING_LIMIT) return offset ?? 0;
  let found = tooDeep(value, depth);
  for (const item of items ?? []) {
    if (found !== undefined) break;
    found = tooDeep(item.key, depth + 1) ?? tooDeep(item.value, depth + 1);
  }
  return found;
}
