// l10n/bundle.l10n.json: every text of the extension that people see, for who says it in another language. It reads the sources
// of client/ and writes nothing.
import { nameOf } from '../../client/folds/spoken.ts';
import { type Token, tokensOf } from '../../test/law/tokens.ts';
import { isTypeScript, projectFiles, textsOf } from '../files.ts';

/** A text as JavaScript reads it. */
const unescaped = (text: string): string =>
  text.replaceAll(/\\(.)/gs, (_all, character: string) => (character === 'n' ? '\n' : character));

/** The pieces of the template that begins here, without what is inserted. */
function piecesAt(tokens: readonly Token[], start: number): readonly string[] {
  const pieces: string[] = [];
  const depth = tokens[start]?.template?.depth;
  for (const { template, text } of tokens.slice(start)) {
    if (template?.depth !== depth) continue;
    pieces.push(unescaped(text));
    if (!template?.isOpen) break;
  }
  return pieces;
}

/** plural(count, 'reply', 'replies'): what is said of one, and of many. */
function pluralsAt(tokens: readonly Token[], start: number): readonly string[] {
  const words: string[] = [];
  let open = 0;
  for (const { kind, text, template } of tokens.slice(start)) {
    if (text === '(') open += 1;
    if (text === ')') open -= 1;
    if (open === 0) break;
    if (open === 1 && kind === 'string' && !template) words.push(text);
  }
  const [one, many = `${one}s`] = words;
  return one === undefined ? [] : [`{0} ${one}`, `{0} ${many}`];
}

function saidIn(source: string): readonly string[] {
  const tokens = tokensOf(source);
  return tokens.flatMap(({ kind, text }, index) => {
    const next = tokens[index + 1];
    if (kind !== 'word') return [];
    if (text === 'say' && next?.template) return [nameOf(piecesAt(tokens, index + 1))];
    return text === 'plural' && next?.text === '(' ? pluralsAt(tokens, index + 1) : [];
  });
}

export function spokenWords(): ReadonlyMap<string, string> {
  const files = projectFiles().filter(
    (name) => name.startsWith('client/') && isTypeScript(name) && !/\.test\./.test(name),
  );
  const said = [...textsOf(files).values()].flatMap(saidIn);
  const words = [...new Set(said)].sort();
  const bundle = Object.fromEntries(words.map((text) => [text, text]));
  return new Map([['l10n/bundle.l10n.json', `${JSON.stringify(bundle, undefined, 2)}\n`]]);
}
