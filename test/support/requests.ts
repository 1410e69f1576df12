// What an editor can ask a language server about a place in a text: for each capability that a server announces, its
// requests. Tests use it to find a capability that nobody asks.

export type Place = {
  readonly uri: string;
  readonly position: { readonly line: number; readonly character: number };
  /** The range from the text's beginning to its end. */
  readonly all: { readonly start: object; readonly end: object };
};

type Asked = readonly [method: string, params: (place: Place) => object];

const textDocument = ({ uri }: Place): object => ({ textDocument: { uri } });
const at = (place: Place): object => ({ ...textDocument(place), position: place.position });
const OPTIONS = { tabSize: 2, insertSpaces: true };

export const REQUESTS: Readonly<Record<string, readonly Asked[]>> = {
  hoverProvider: [['textDocument/hover', at]],
  completionProvider: [['textDocument/completion', at]],
  definitionProvider: [['textDocument/definition', at]],
  declarationProvider: [['textDocument/declaration', at]],
  typeDefinitionProvider: [['textDocument/typeDefinition', at]],
  implementationProvider: [['textDocument/implementation', at]],
  referencesProvider: [
    ['textDocument/references', (place) => ({ ...at(place), context: { includeDeclaration: true } })],
  ],
  documentHighlightProvider: [['textDocument/documentHighlight', at]],
  documentSymbolProvider: [['textDocument/documentSymbol', textDocument]],
  workspaceSymbolProvider: [['workspace/symbol', () => ({ query: '' })]],
  callHierarchyProvider: [['textDocument/prepareCallHierarchy', at]],
  documentLinkProvider: [['textDocument/documentLink', textDocument]],
  selectionRangeProvider: [
    ['textDocument/selectionRange', (place) => ({ ...textDocument(place), positions: [place.position] })],
  ],
  linkedEditingRangeProvider: [['textDocument/linkedEditingRange', at]],
  renameProvider: [['textDocument/prepareRename', at]],
  codeLensProvider: [['textDocument/codeLens', textDocument]],
  codeActionProvider: [
    [
      'textDocument/codeAction',
      (place) => ({
        ...textDocument(place),
        range: { start: place.position, end: place.position },
        context: { diagnostics: [] },
      }),
    ],
  ],
  documentFormattingProvider: [['textDocument/formatting', (place) => ({ ...textDocument(place), options: OPTIONS })]],
  documentRangeFormattingProvider: [
    ['textDocument/rangeFormatting', (place) => ({ ...textDocument(place), range: place.all, options: OPTIONS })],
  ],
  documentOnTypeFormattingProvider: [
    ['textDocument/onTypeFormatting', (place) => ({ ...at(place), ch: '\n', options: OPTIONS })],
  ],
  foldingRangeProvider: [['textDocument/foldingRange', textDocument]],
  inlayHintProvider: [['textDocument/inlayHint', (place) => ({ ...textDocument(place), range: place.all })]],
  semanticTokensProvider: [
    ['textDocument/semanticTokens/full', textDocument],
    ['textDocument/semanticTokens/range', (place) => ({ ...textDocument(place), range: place.all })],
  ],
  diagnosticProvider: [['textDocument/diagnostic', textDocument]],
};

/** The features that a server announces, by their keys. */
export const announced = (capabilities: object): readonly string[] =>
  Object.entries(capabilities).flatMap(([key, value]) => (key.endsWith('Provider') && value !== false ? [key] : []));
