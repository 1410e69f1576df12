// Wires the requests about how a text looks to their features; requests.ts gives the connection and the documents.
import {
  type Connection,
  type FoldingRange,
  FoldingRangeKind,
  type InlayHint,
  type SemanticTokens,
  SemanticTokensBuilder,
  type ServerCapabilities,
  TextEdit,
} from 'vscode-languageserver';
import type { Edit } from '../language/problem.ts';
import { COLOURS, type Coloured, colours, SHADES } from './colours.ts';
import { toRange, toSpan } from './convert.ts';
import type { OpenFile } from './folders.ts';
import { type Fold, folds } from './folding.ts';
import { format } from './format.ts';
import { FIRST_TRIGGER, formatOnType, MORE_TRIGGERS } from './format-on-type.ts';
import { type Hint, hints } from './hints.ts';
import type { Answer } from './navigation.ts';

export const appearanceCapabilities: ServerCapabilities = {
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  documentOnTypeFormattingProvider: { firstTriggerCharacter: FIRST_TRIGGER, moreTriggerCharacter: MORE_TRIGGERS },
  foldingRangeProvider: true,
  inlayHintProvider: true,
  semanticTokensProvider: {
    legend: { tokenTypes: [...COLOURS], tokenModifiers: [...SHADES] },
    full: true,
    range: true,
  },
};

const toEdits = ({ document }: OpenFile, edits: readonly Edit[]): TextEdit[] =>
  edits.map((edit) => TextEdit.replace(toRange(document, edit), edit.text));

const toFoldingRange = ({ first, last, kind }: Fold): FoldingRange => ({
  startLine: first,
  endLine: last,
  ...(kind === 'comment' ? { kind: FoldingRangeKind.Comment } : {}),
});

const toInlayHint = ({ document }: OpenFile, { offset, label }: Hint): InlayHint => ({
  position: document.pointAt(offset),
  label,
  paddingLeft: true,
});

function toSemanticTokens({ document }: OpenFile, found: readonly Coloured[]): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  for (const { start, end, colour, shades } of found) {
    const { line, character } = document.pointAt(start);
    const bits = shades.reduce((all, shade) => all | (1 << SHADES.indexOf(shade)), 0);
    builder.push(line, character, end - start, COLOURS.indexOf(colour), bits);
  }
  // (without an identifier: nobody can ask what has changed since)
  return { data: builder.build().data };
}

/** Editors expect tokens for every text, also for one that is not open any more. */
const NO_TOKENS: SemanticTokens = { data: [] };

export function answerAppearance(connection: Connection, answer: Answer): void {
  connection.onDocumentFormatting(({ textDocument }, token) =>
    answer(textDocument.uri, token, (found) => toEdits(found, format(found.document))),
  );

  connection.onDocumentRangeFormatting(({ textDocument, range }, token) =>
    answer(textDocument.uri, token, (found) => toEdits(found, format(found.document, toSpan(found.document, range)))),
  );

  connection.onDocumentOnTypeFormatting(({ textDocument, position, ch }, token) =>
    answer(textDocument.uri, token, (found) =>
      toEdits(found, formatOnType(found.document, found.document.offsetAt(position), ch)),
    ),
  );

  connection.onFoldingRanges(({ textDocument }, token) =>
    answer(textDocument.uri, token, ({ document }) => folds(document).map(toFoldingRange)),
  );

  connection.languages.inlayHint.on(({ textDocument, range }, token) =>
    answer(textDocument.uri, token, (found) =>
      hints(found.live, found.document, toSpan(found.document, range)).map((hint) => toInlayHint(found, hint)),
    ),
  );

  connection.languages.semanticTokens.on(
    ({ textDocument }, token) =>
      answer(textDocument.uri, token, (found) => toSemanticTokens(found, colours(found.live, found.document))) ??
      NO_TOKENS,
  );

  connection.languages.semanticTokens.onRange(
    ({ textDocument, range }, token) =>
      answer(textDocument.uri, token, (found) => {
        const span = toSpan(found.document, range);
        return toSemanticTokens(found, colours(found.live, found.document, span));
      }) ?? NO_TOKENS,
  );
}
