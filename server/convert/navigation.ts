// What the features that lead through a project answer, as the types of the language server protocol.
import {
  type DocumentHighlight,
  DocumentHighlightKind,
  type Location,
  TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Document } from '../../language/index.ts';
import { type DocumentOf, toRange } from '../convert.ts';
import type { Target } from '../definition.ts';
import type { Highlight } from '../references.ts';
import type { FileEdit } from '../rename.ts';

const BEGINNING = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

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
