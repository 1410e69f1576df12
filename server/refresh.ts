// Asks the client to ask again: what it was answered may have come to something else through files that it does not show.
import type { ClientCapabilities, Connection } from 'vscode-languageserver';

/** What a client asks for by itself, and can be told to ask for again. */
export type Refreshes = { readonly problems: boolean; readonly hints: boolean; readonly colours: boolean };

export const NO_REFRESHES: Refreshes = { problems: false, hints: false, colours: false };

export const refreshesOf = ({ workspace }: ClientCapabilities, pulls: boolean): Refreshes => ({
  problems: pulls && workspace?.diagnostics?.refreshSupport === true,
  hints: workspace?.inlayHint?.refreshSupport === true,
  colours: workspace?.semanticTokens?.refreshSupport === true,
});

export async function refresh({ languages }: Connection, { problems, hints, colours }: Refreshes): Promise<void> {
  await Promise.all([
    problems && languages.diagnostics.refresh(),
    hints && languages.inlayHint.refresh(),
    colours && languages.semanticTokens.refresh(),
  ]);
}
