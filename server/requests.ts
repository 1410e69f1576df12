// What editors ask of the server, one after another: each request finds its document, asks one feature, and gives what it
// answers to convert.ts.
import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { answerAppearance } from './appearance.ts';
import { codeActions } from './code-actions.ts';
import { completion } from './completion.ts';
import {
  type CompletionData,
  type DocumentOf,
  toCodeAction,
  toCompletionItem,
  toDocumented,
  toHover,
  toSpan,
} from './convert.ts';
import { describe } from './describe.ts';
import { type Folders, folderOf, type OpenFile } from './folders.ts';
import { hover } from './hover.ts';
import { answerNavigation } from './navigation.ts';
import { seenFactsIn } from './seen-facts.ts';
import { TemplateAnswers, type TemplateAt } from './template-requests.ts';
import { isTemplate } from './templates.ts';

/** What the client can do. */
export type ClientAbilities = { readonly snippets: boolean };

export function answerRequests(
  connection: Connection,
  folders: Folders,
  client: () => ClientAbilities,
  templateAt: TemplateAt,
): void {
  const inTemplate = new TemplateAnswers(templateAt, () => client().snippets);

  /** Nothing when the document is not open, and an end when the client does not want the answer any more. */
  function answer<Result>(
    uri: string,
    token: CancellationToken,
    feature: (found: OpenFile) => Result,
  ): Result | null | ResponseError<void> {
    if (token.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
    const found = folders.file(uri);
    return found === undefined ? null : feature(found);
  }

  const documentOf: DocumentOf = (uri) => folders.file(uri)?.document;

  answerNavigation(connection, answer, folders);
  answerAppearance(connection, answer);

  connection.onHover((params, token) => {
    const { textDocument, position } = params;
    if (isTemplate(textDocument.uri)) return inTemplate.hover(params, token);
    return answer(textDocument.uri, token, ({ live, document }) => {
      const seen = () => ({ facts: seenFactsIn(folderOf(textDocument.uri)), now: Date.now() });
      const found = hover(live, document, document.offsetAt(position), seen);
      return found === undefined ? null : toHover(document, found);
    });
  });

  connection.onCompletion((params, token) => {
    const { textDocument, position } = params;
    if (isTemplate(textDocument.uri)) return inTemplate.completion(params, token);
    return answer(textDocument.uri, token, ({ live, document }) => {
      const { items, isIncomplete } = completion(live, document, document.offsetAt(position));
      return {
        isIncomplete,
        items: items.map((item, index) => toCompletionItem(document, item, index, client().snippets)),
      };
    });
  });

  connection.onCompletionResolve((item, token) => {
    const data = item.data as CompletionData | undefined;
    if (data === undefined) return item;
    const described = answer(data.file, token, ({ live }) => toDocumented(item, describe(live, data.about)));
    return described ?? item;
  });

  connection.onCodeAction(({ textDocument, range, context: { only } }, token) =>
    answer(textDocument.uri, token, ({ live, document }) => {
      const problems = folders.problemsOf(folderOf(document.file)).get(document.file) ?? [];
      return codeActions(live, document, problems, toSpan(document, range))
        .filter(({ kind }) => only === undefined || only.some((wanted) => `${kind}.`.startsWith(`${wanted}.`)))
        .map((action) => toCodeAction(document, action, documentOf));
    }),
  );
}
