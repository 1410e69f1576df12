// Colours text as VS Code does, with its own library and the grammars that are given; it knows nothing of any language.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import oniguruma from 'vscode-oniguruma';
import textmate, { type IGrammar } from 'vscode-textmate';

/** The scopes of each character of each line, from the outermost to the innermost. */
export type Colours = readonly (readonly (readonly string[])[])[];

const require = createRequire(import.meta.url);
const engine = oniguruma.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')));

/** A grammar by its scope, with the grammars that it includes; one that includes what is not in `files` goes without. */
export async function loadGrammar(scope: string, files: ReadonlyMap<string, string>): Promise<IGrammar> {
  await engine;
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: (name) => {
      const path = files.get(name);
      return Promise.resolve(path ? textmate.parseRawGrammar(readFileSync(path, 'utf8'), path) : null);
    },
  });
  const grammar = await registry.loadGrammar(scope);
  if (!grammar) throw new Error(`there is no grammar for ${scope}`);
  return grammar;
}

export function colour(grammar: IGrammar, lines: readonly string[]): Colours {
  let state = textmate.INITIAL;
  return lines.map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return tokens.flatMap(({ startIndex, endIndex, scopes }) =>
      Array.from({ length: Math.min(endIndex, line.length) - startIndex }, () => scopes),
    );
  });
}
