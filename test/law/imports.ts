// What a source file imports, and whether only for its types. It sees text only: no disk, no resolution of packages.
import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import type { Token } from './tokens.ts';

export type Import = {
  /** A path of the tree (`engine/host.ts`), `node:fs`, or `npm:ssh2` for a package and whatever lies in it. */
  readonly target: string;
  readonly line: number;
  readonly typeOnly: boolean;
};

function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(file), specifier);
  if (isBuiltin(specifier)) return specifier.startsWith('node:') ? specifier : `node:${specifier}`;
  const parts = specifier.split('/');
  return `npm:${parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/')}`;
}

/** `import('x')`, `import x = require('x')` and `require('x')`: what follows the word is a bracket and a string. */
function called(tokens: readonly Token[], at: number): Token | undefined {
  return tokens[at + 1]?.text === '(' && tokens[at + 2]?.kind === 'string' ? tokens[at + 2] : undefined;
}

const endsDeclaration = new Set([';', '=', '(', 'import', 'export', 'const', 'function', 'class']);

/** The string of `import 'x'`, `import … from 'x'` or `export … from 'x'`; none for an export of the file's own. */
function declared(tokens: readonly Token[], at: number): Token | undefined {
  if (tokens[at]?.text === 'import' && tokens[at + 1]?.kind === 'string') return tokens[at + 1];
  for (let next = at + 1; next < tokens.length; next++) {
    const token = tokens[next];
    if (token?.text === 'from' && tokens[next + 1]?.kind === 'string') return tokens[next + 1];
    if (token?.kind === 'string' || endsDeclaration.has(token?.text ?? '')) return undefined;
  }
  return undefined;
}

function importAt(tokens: readonly Token[], at: number): { specifier: Token; typeOnly: boolean } | undefined {
  const token = tokens[at];
  const before = tokens[at - 1]?.text;
  if (token?.kind !== 'word' || before === '.' || before === '?.') return undefined;
  if (token.text === 'require' || (token.text === 'import' && tokens[at + 1]?.text === '(')) {
    const specifier = called(tokens, at);
    return specifier && { specifier, typeOnly: before === 'typeof' };
  }
  if ((token.text !== 'import' && token.text !== 'export') || tokens[at + 1]?.text === '.') return undefined;
  const specifier = declared(tokens, at);
  const typeOnly = tokens[at + 1]?.text === 'type' && tokens[at + 2]?.text !== 'from';
  return specifier && { specifier, typeOnly };
}

export function importsOf(file: string, tokens: readonly Token[]): readonly Import[] {
  const imports: Import[] = [];
  for (const [at, { line }] of tokens.entries()) {
    const found = importAt(tokens, at);
    if (found) imports.push({ target: targetOf(file, found.specifier.text), line, typeOnly: found.typeOnly });
  }
  return imports;
}
