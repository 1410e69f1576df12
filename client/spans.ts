// Where the hosts, groups and resources of an open document stand, read once per version of its text.
import type * as vscode from 'vscode';
import { parseDocument, type ResourceSpan, resourceSpans } from '../language/index.ts';

const known = new WeakMap<vscode.TextDocument, { readonly version: number; readonly spans: readonly ResourceSpan[] }>();

export function spansOf(document: vscode.TextDocument): readonly ResourceSpan[] {
  const { version } = document;
  const kept = known.get(document);
  if (kept?.version === version) return kept.spans;
  const spans = resourceSpans(parseDocument(document.uri.fsPath, document.getText()));
  known.set(document, { version, spans });
  return spans;
}
