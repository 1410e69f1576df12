// What editors ask in a template: completion and hover, and how a client is told that they may. The code for templates is loaded
// where somebody asks in one.
import {
  BulkRegistration,
  type CancellationToken,
  CompletionRequest,
  type Connection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  HoverRequest,
  LSPErrorCodes,
  type CompletionList as LspCompletionList,
  type Hover as LspHover,
  ResponseError,
  type TextDocumentPositionParams,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { LiveProject } from '../language/index.ts';
import { type Lines, toCompletionItem, toHover } from './convert.ts';
import { templateCompletion, templateHover } from './in-template.ts';
import { seenFactsIn } from './seen-facts.ts';

const SELECTOR = { documentSelector: [{ scheme: 'file', pattern: '**/*.liquid' }] };
const TRIGGER_CHARACTERS = ['{', '%', ' ', '.', '|'];

/** (a template is no text of the language: all else that the server does is not for it) */
export function registerTemplates(connection: Connection): Promise<unknown> {
  const features = BulkRegistration.create();
  features.add(DidOpenTextDocumentNotification.type, SELECTOR);
  features.add(DidChangeTextDocumentNotification.type, { ...SELECTOR, syncKind: TextDocumentSyncKind.Incremental });
  features.add(DidCloseTextDocumentNotification.type, SELECTOR);
  features.add(HoverRequest.type, SELECTOR);
  features.add(CompletionRequest.type, { ...SELECTOR, triggerCharacters: TRIGGER_CHARACTERS });
  return connection.client.register(features);
}

/** An open template of a project that is known. */
export type Template = { readonly document: TextDocument; readonly folder: string; readonly live: LiveProject };
export type TemplateAt = (uri: string) => Promise<Template | undefined>;

type Answer<Result> = Promise<Result | null | ResponseError<void>>;

const linesOf = (document: TextDocument): Lines => ({
  file: document.uri,
  pointAt: (offset) => document.positionAt(offset),
});

export class TemplateAnswers {
  readonly #at: TemplateAt;
  readonly #knowsSnippets: () => boolean;

  constructor(at: TemplateAt, knowsSnippets: () => boolean) {
    this.#at = at;
    this.#knowsSnippets = knowsSnippets;
  }

  hover({ textDocument: { uri }, position }: TextDocumentPositionParams, token: CancellationToken): Answer<LspHover> {
    return this.#answer(uri, token, ({ live, document, folder }) => {
      const seen = () => ({ facts: seenFactsIn(folder), now: Date.now() });
      const found = templateHover(live, document.getText(), document.offsetAt(position), seen);
      return found === undefined ? null : toHover(linesOf(document), found);
    });
  }

  completion(
    { textDocument: { uri }, position }: TextDocumentPositionParams,
    token: CancellationToken,
  ): Answer<LspCompletionList> {
    return this.#answer(uri, token, async ({ live, document }) => {
      const liquid = await import('../language/template.ts');
      const { items, isIncomplete } = templateCompletion(live, liquid, document.getText(), document.offsetAt(position));
      const lines = linesOf(document);
      return {
        isIncomplete,
        items: items.map((item, index) => toCompletionItem(lines, item, index, this.#knowsSnippets())),
      };
    });
  }

  async #answer<Result>(
    uri: string,
    token: CancellationToken,
    feature: (template: Template) => Result | null | Promise<Result | null>,
  ): Answer<Result> {
    const found = await this.#at(uri);
    if (token.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
    return found === undefined ? null : feature(found);
  }
}
