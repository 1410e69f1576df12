// Wires the requests that lead through a project to their features; requests.ts gives the connection and the documents.
import {
  type CancellationToken,
  type Connection,
  LSPErrorCodes,
  ResponseError,
  type ServerCapabilities,
} from 'vscode-languageserver';
import {
  toDocumentLink,
  toDocumentSymbol,
  toHierarchyItem,
  toHighlight,
  toLocation,
  toRanges,
  toSelectionRange,
  toSymbolInformation,
  toWorkspaceEdit,
} from './convert/navigation.ts';
import { type DocumentOf, toRange } from './convert.ts';
import { declaration, definition } from './definition.ts';
import { dependentAt, incoming, outgoing } from './depends.ts';
import type { Folders, OpenFile } from './folders.ts';
import { links } from './links.ts';
import { outline } from './outline.ts';
import { highlights, references } from './references.ts';
import { prepareRename, type Refusal, rename } from './rename.ts';
import { selection } from './selection.ts';
import { workspaceSymbols } from './workspace-symbols.ts';

/** Answers a request about a file, unless nobody wants the answer any more. */
export type Answer = <Result>(
  uri: string,
  token: CancellationToken,
  feature: (found: OpenFile) => Result,
) => Result | null | ResponseError<void>;

export const navigationCapabilities: ServerCapabilities = {
  definitionProvider: true,
  declarationProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  callHierarchyProvider: true,
  documentLinkProvider: {},
  selectionRangeProvider: true,
  renameProvider: { prepareProvider: true },
};

/** Editors show the words of a request that failed. */
const refuse = ({ refused }: Refusal): ResponseError<void> => new ResponseError(LSPErrorCodes.RequestFailed, refused);

export function answerNavigation(connection: Connection, answer: Answer, folders: Folders): void {
  const documentOf: DocumentOf = (uri) => folders.file(uri)?.document;

  answerPlaces(connection, answer, documentOf);
  answerRename(connection, answer, documentOf);
  answerOutlines(connection, answer, folders, documentOf);
  answerDependences(connection, answer, documentOf);
}

function answerPlaces(connection: Connection, answer: Answer, documentOf: DocumentOf): void {
  connection.onDefinition(({ textDocument, position }, token) =>
    answer(textDocument.uri, token, ({ live, document }) =>
      definition(live, document, document.offsetAt(position)).map((target) => toLocation(target, documentOf)),
    ),
  );

  connection.onDeclaration(({ textDocument, position }, token) =>
    answer(textDocument.uri, token, ({ live, document }) =>
      declaration(live, document, document.offsetAt(position)).map((target) => toLocation(target, documentOf)),
    ),
  );

  connection.onReferences(({ textDocument, position, context }, token) =>
    answer(textDocument.uri, token, ({ live, document }) =>
      references(live, document, document.offsetAt(position), context.includeDeclaration).map((target) =>
        toLocation(target, documentOf),
      ),
    ),
  );

  connection.onDocumentHighlight(({ textDocument, position }, token) =>
    answer(textDocument.uri, token, ({ live, document }) =>
      highlights(live, document, document.offsetAt(position)).map((highlight) => toHighlight(document, highlight)),
    ),
  );
}

function answerRename(connection: Connection, answer: Answer, documentOf: DocumentOf): void {
  connection.onPrepareRename(({ textDocument, position }, token) =>
    answer(textDocument.uri, token, ({ live, document }) => {
      const found = prepareRename(live, document, document.offsetAt(position));
      if (found === undefined) return null;
      return 'refused' in found ? refuse(found) : { range: toRange(document, found), placeholder: found.name };
    }),
  );

  connection.onRenameRequest(({ textDocument, position, newName }, token) =>
    answer(textDocument.uri, token, ({ live, document }) => {
      const found = rename(live, document, document.offsetAt(position), newName);
      if (found === undefined) return null;
      return 'refused' in found ? refuse(found) : toWorkspaceEdit(found.edits, documentOf);
    }),
  );
}

function answerOutlines(connection: Connection, answer: Answer, folders: Folders, documentOf: DocumentOf): void {
  connection.onDocumentSymbol(({ textDocument }, token) =>
    answer(textDocument.uri, token, ({ live, document }) =>
      outline(live, document).map((found) => toDocumentSymbol(document, found)),
    ),
  );

  connection.onDocumentLinks(({ textDocument }, token) =>
    answer(textDocument.uri, token, ({ document }) => links(document).map((link) => toDocumentLink(document, link))),
  );

  connection.onSelectionRanges(({ textDocument, positions }, token) =>
    answer(textDocument.uri, token, ({ document }) =>
      positions.map((position) => toSelectionRange(document, selection(document, document.offsetAt(position)))),
    ),
  );

  connection.onWorkspaceSymbol(({ query }) => {
    const projects = folders.uris().flatMap((uri) => folders.file(folders.filesOf(uri)[0] ?? '')?.live ?? []);
    return workspaceSymbols(projects, query).map((symbol) => toSymbolInformation(symbol, documentOf));
  });
}

function answerDependences(connection: Connection, answer: Answer, documentOf: DocumentOf): void {
  const { callHierarchy } = connection.languages;

  callHierarchy.onPrepare(({ textDocument, position }, token) =>
    answer(textDocument.uri, token, ({ live, document }) => {
      const found = dependentAt(live, document, document.offsetAt(position));
      const item = found && toHierarchyItem(found, documentOf);
      return item === undefined ? null : [item];
    }),
  );

  // (an item is found again by where its name stands)
  callHierarchy.onIncomingCalls(({ item: { uri, selectionRange } }, token) =>
    answer(uri, token, ({ live, document }) =>
      incoming(live, document, document.offsetAt(selectionRange.start)).flatMap(({ item, mentions }) => {
        const [from, text] = [toHierarchyItem(item, documentOf), documentOf(item.file)];
        return from && text ? [{ from, fromRanges: toRanges(text, mentions) }] : [];
      }),
    ),
  );

  callHierarchy.onOutgoingCalls(({ item: { uri, selectionRange } }, token) =>
    answer(uri, token, ({ live, document }) =>
      outgoing(live, document, document.offsetAt(selectionRange.start)).flatMap(({ item, mentions }) => {
        const to = toHierarchyItem(item, documentOf);
        return to === undefined ? [] : [{ to, fromRanges: toRanges(document, mentions) }];
      }),
    ),
  );
}
