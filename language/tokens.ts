// A look at the YAML package's tokens, before they become a tree: how deep they nest, and what is opened but not
// closed. Tokens are walked to a limited depth only, so no text can exhaust the stack.

/** As much of a token as is needed here. */
type Token = {
  readonly type?: string;
  readonly offset?: number;
  readonly source?: string;
  readonly start?: Token | readonly Token[];
  readonly end?: readonly Token[];
  readonly key?: Token | null;
  readonly value?: Token | null;
  readonly items?: readonly Token[];
};

/** A bracket or quote that has no partner. */
export type Opening = { readonly offset: number; readonly bracket: '[' | '{' | '"' | "'" };

const isToken = (value: unknown): value is Token => typeof value === 'object' && value !== null;

/** The offset of the first token that lies deeper than the limit. */
export function tooDeep(tokens: readonly unknown[], limit: number): number | undefined {
  const look = (token: unknown, depth: number): number | undefined => {
    if (!isToken(token)) return undefined;
    if (depth > limit) return token.offset ?? 0;
    let found = look(token.value, depth);
    for (const item of token.items ?? []) {
      if (found !== undefined) break;
      found = look(item.key, depth + 1) ?? look(item.value, depth + 1);
    }
    return found;
  };
  return tokens.map((token) => look(token, 0)).find((offset) => offset !== undefined);
}

/** What is opened and never closed, in the order of the text. The tokens must have passed `tooDeep`. */
export function unclosed(tokens: readonly unknown[]): readonly Opening[] {
  const openings: Opening[] = [];
  const look = (token: unknown): void => {
    if (!isToken(token)) return;
    const opening = openingOf(token);
    if (opening) openings.push(opening);
    for (const child of [token.key, token.value, ...(token.items ?? [])]) look(child);
  };
  for (const token of tokens) look(token);
  return openings.toSorted((one, other) => one.offset - other.offset);
}

function openingOf(token: Token): Opening | undefined {
  const { type, offset = 0, source = '' } = token;
  if (type === 'flow-collection') {
    const { start } = token;
    const isList = isToken(start) && 'source' in start && start.source === '[';
    const isClosed = token.end?.some((end) => end.type === (isList ? 'flow-seq-end' : 'flow-map-end'));
    return isClosed ? undefined : { offset, bracket: isList ? '[' : '{' };
  }
  if (type === 'double-quoted-scalar')
    return /^"(?:[^"\\]|\\[\s\S])*"$/.test(source) ? undefined : { offset, bracket: '"' };
  if (type === 'single-quoted-scalar') return /^'(?:[^']|'')*'$/.test(source) ? undefined : { offset, bracket: "'" };
  return undefined;
}
