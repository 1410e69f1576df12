// What the features that lead through a project answer, as the types of the language server protocol.
import {
  type CallHierarchyItem,
  type DocumentHighlight,
  DocumentHighlightKind,
  type DocumentLink,
  DocumentSymbol,
  type Location,
  type Range,
  SelectionRange,
  SymbolInformation,
  SymbolKind,
  TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Document } from '../../language/index.ts';
import type { Span } from '../../language/text.ts';
import { type DocumentOf, toRange } from '../convert.ts';
import type { Target } from '../definition.ts';
import type { Dependent } from '../depends.ts';
import type { Link } from '../links.ts';
import type { Outline, OutlineKind } from '../outline.ts';
import type { Highlight } from '../references.ts';
import type { FileEdit } from '../rename.ts';
import type { FoundSymbol } from '../workspace-symbols.ts';

const BEGINNING = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

const KINDS: { readonly [kind in OutlineKind]: SymbolKind } = {
  document: SymbolKind.File,
  section: SymbolKind.Namespace,
  module: SymbolKind.Module,
  setting: SymbolKind.Property,
  single: SymbolKind.Property,
  root: SymbolKind.Property,
  key: SymbolKind.Key,
  variable: SymbolKind.Variable,
  host: SymbolKind.Class,
  group: SymbolKind.Array,
  resource: SymbolKind.Object,
  data: SymbolKind.Field,
  check: SymbolKind.Event,
};

/** A file that is none of the project's is shown from its beginning. */
export function toLocation(target: Target, documentOf: DocumentOf): Location {
  const document = documentOf(target.file);
  return { uri: target.file, range: document === undefined ? BEGINNING : toRange(document, target) };
}

export const toHighlight = (text: Document, highlight: Highlight): DocumentHighlight => ({
  range: toRange(text, highlight),
  kind: highlight.kind === 'write' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
});

export function toWorkspaceEdit(edits: readonly FileEdit[], documentOf: DocumentOf): WorkspaceEdit {
  const changes: { [uri: string]: TextEdit[] } = {};
  for (const edit of edits) {
    const document = documentOf(edit.file);
    if (document === undefined) continue;
    changes[edit.file] = [...(changes[edit.file] ?? []), TextEdit.replace(toRange(document, edit), edit.text)];
  }
  return { changes };
}

export function toDocumentSymbol(
  text: Document,
  { name, detail, kind, span, nameSpan, children }: Outline,
): DocumentSymbol {
  const below = children.map((child) => toDocumentSymbol(text, child));
  return DocumentSymbol.create(name, detail, KINDS[kind], toRange(text, span), toRange(text, nameSpan), below);
}

export function toSymbolInformation(symbol: FoundSymbol, documentOf: DocumentOf): SymbolInformation {
  const { uri, range } = toLocation(symbol, documentOf);
  return SymbolInformation.create(symbol.name, KINDS[symbol.kind], range, uri, symbol.kind);
}

export const toDocumentLink = (text: Document, link: Link): DocumentLink => ({
  range: toRange(text, link),
  target: link.target,
});

/** From the largest span to the smallest, each inside of the one before. */
export function toSelectionRange(text: Document, spans: readonly Span[]): SelectionRange {
  const [largest, ...smaller] = spans.toReversed().map((span) => toRange(text, span));
  let selected = SelectionRange.create(largest ?? BEGINNING);
  for (const range of smaller) selected = SelectionRange.create(range, selected);
  return selected;
}

/** Undefined where its file was closed in between. */
export function toHierarchyItem(item: Dependent, documentOf: DocumentOf): CallHierarchyItem | undefined {
  const document = documentOf(item.file);
  if (document === undefined) return undefined;
  return {
    name: item.name,
    kind: KINDS[item.kind],
    detail: item.detail ?? item.kind,
    uri: item.file,
    range: toRange(document, item.span),
    selectionRange: toRange(document, item.nameSpan),
  };
}

export const toRanges = (text: Document, spans: readonly Span[]): Range[] => spans.map((span) => toRange(text, span));
