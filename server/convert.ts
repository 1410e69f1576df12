// The one file that turns what the features answer into the types of the language server protocol.
import {
  type CompletionItem,
  CompletionItemKind,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  InsertTextFormat,
  InsertTextMode,
  type CodeAction as LspCodeAction,
  type Hover as LspHover,
  MarkupKind,
  type Range,
  TextEdit,
} from 'vscode-languageserver';
import type { Document } from '../language/index.ts';
import type { Problem, ProblemCode, Severity } from '../language/problem.ts';
import type { Position, Span } from '../language/text.ts';
import type { CodeAction } from './code-actions.ts';
import type { Completion } from './completion.ts';
import type { Hover } from './hover.ts';
import { withoutStops } from './snippet.ts';

const SEVERITIES: { readonly [severity in Severity]: DiagnosticSeverity } = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const KINDS: { readonly [kind in Completion['kind']]: CompletionItemKind } = {
  field: CompletionItemKind.Field,
  module: CompletionItemKind.Module,
  value: CompletionItemKind.Value,
  host: CompletionItemKind.Reference,
  group: CompletionItemKind.Reference,
  resource: CompletionItemKind.Reference,
  variable: CompletionItemKind.Variable,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
  code: CompletionItemKind.Constant,
};

const LINE_END = 10_000;

/** Finds the text that a related place lies in. */
export type DocumentOf = (uri: string) => Document | undefined;

/** A text, as far as ranges in it are told. */
export type Lines = Pick<Document, 'file' | 'pointAt'>;

export const toRange = (text: Lines, { start, end }: Span): Range => ({
  start: text.pointAt(start),
  end: text.pointAt(end),
});

export const toSpan = (text: Document, { start, end }: Range): Span => ({
  start: text.offsetAt(start),
  end: text.offsetAt(end),
});

/** What editors fade, and what they strike through. */
const TAGS: { readonly [code in ProblemCode]?: DiagnosticTag } = {
  'unused-variable': DiagnosticTag.Unnecessary,
  'unused-ignore': DiagnosticTag.Unnecessary,
  'host-in-vars': DiagnosticTag.Deprecated,
};

/** On one line. */
function rangeFrom({ line, column }: Position, length: number): Range {
  const start = { line: line - 1, character: column - 1 };
  return { start, end: { ...start, character: start.character + length } };
}

/** `pages` is the URI of the folder with a page for each code. */
export function toDiagnostic(text: Document, problem: Problem, documentOf: DocumentOf, pages?: string): Diagnostic {
  const tag = TAGS[problem.code];
  const related = (problem.related ?? []).flatMap(({ file, start, end, message, place }) => {
    const other = documentOf(file);
    const range = place ? rangeFrom(place, end - start) : other && toRange(other, { start, end });
    return range ? [{ location: { uri: file, range }, message }] : [];
  });
  return {
    range: toRange(text, problem),
    severity: SEVERITIES[problem.severity],
    code: problem.code,
    ...(pages === undefined ? {} : { codeDescription: { href: `${pages}/${problem.code}.md` } }),
    ...(tag === undefined ? {} : { tags: [tag] }),
    source: 'viki',
    message: problem.suggestion === undefined ? problem.message : `${problem.message}. ${problem.suggestion}`,
    ...(related.length === 0 ? {} : { relatedInformation: related }),
  };
}

/** A problem of a file that is no document of ours: all of its line is marked. */
export function toLineDiagnostic({ line, severity, code, message, suggestion }: Problem, pages?: string): Diagnostic {
  return {
    // (editors take what is behind the end of a line for its end)
    range: { start: { line: line - 1, character: 0 }, end: { line: line - 1, character: LINE_END } },
    severity: SEVERITIES[severity],
    code,
    ...(pages === undefined ? {} : { codeDescription: { href: `${pages}/${code}.md` } }),
    source: 'viki',
    message: suggestion === undefined ? message : `${message}. ${suggestion}`,
  };
}

export function toHover(text: Lines, { span, markdown }: Hover): LspHover {
  return { range: toRange(text, span), contents: { kind: MarkupKind.Markdown, value: markdown } };
}

export function toCodeAction(text: Document, action: CodeAction, documentOf: DocumentOf): LspCodeAction {
  const edits = action.edits.map((edit) => TextEdit.replace(toRange(text, edit), edit.text));
  return {
    title: action.title,
    kind: action.kind,
    ...(action.problem && { diagnostics: [toDiagnostic(text, action.problem, documentOf)] }),
    ...(action.isPreferred && { isPreferred: true }),
    edit: { changes: { [text.file]: edits } },
  };
}

/** What an item is sent with, so that its manual can be asked for. */
export type CompletionData = { readonly file: string; readonly about: readonly string[] };

export function toDocumented(item: CompletionItem, markdown: string | undefined): CompletionItem {
  if (markdown === undefined) return item;
  return { ...item, documentation: { kind: MarkupKind.Markdown, value: markdown } };
}

export function toCompletionItem(text: Lines, item: Completion, index: number, knowsSnippets: boolean): CompletionItem {
  return {
    label: item.label,
    kind: KINDS[item.kind],
    // (editors sort by name otherwise; the order of the manual is the more useful one)
    sortText: String(index).padStart(5, '0'),
    ...(item.detail === undefined ? {} : { detail: item.detail }),
    ...(item.filter ? { filterText: item.filter } : {}),
    ...(item.about === undefined ? {} : { data: { file: text.file, about: item.about } satisfies CompletionData }),
    textEdit: TextEdit.replace(toRange(text, item.span), knowsSnippets ? item.insert : withoutStops(item.insert)),
    insertTextFormat: knowsSnippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    insertTextMode: InsertTextMode.adjustIndentation,
  };
}
