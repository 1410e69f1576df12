// Text to a Document: parses YAML with positions and never fails.
import { Composer, Parser } from 'yaml';
import { convert } from './convert.ts';
import { type Problem, type ProblemCode, problemAt } from './problem.ts';
import { syntaxOf } from './syntax.ts';
import { type Source, type Span, sourceOf } from './text.ts';
import { tooDeep } from './tokens.ts';
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
  const deep = tooDeep(tokens, NESTING_LIMIT);
  if (deep !== undefined) {
    const message = `Values lie more than ${NESTING_LIMIT} levels deep in each other here`;
    return unreadable(source, deep, 'too-large', message, 'Is a bracket or a dash repeated by mistake?');
  }
  const parts: Part[] = [];
  const problems: Problem[] = [];
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  for (const yaml of composer.compose(tokens, false, text.length)) {
    const syntax = syntaxOf(source, tokens, [...yaml.errors, ...yaml.warnings]);
    const root = convert(source, yaml.contents, syntax.problems);
    problems.push(...syntax.problems);
    parts.push({ start: yaml.range[0], end: yaml.range[2], root, brokenAt: syntax.brokenAt });
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
