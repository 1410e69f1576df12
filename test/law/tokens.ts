// Splits TypeScript into words, strings and signs, so that the law never mistakes a comment or a text for code. It knows
// no grammar, and it never fails: whatever it can't place becomes a sign of one character.

export type Token = {
  readonly kind: 'word' | 'string' | 'number' | 'sign';
  /** A string without its quotes; of a template only the pieces between its `${}`, which are tokens of their own. */
  readonly text: string;
  readonly line: number;
  /** Of a piece of a template: how many templates it is inside of, and whether something is inserted after it. */
  readonly template?: { readonly depth: number; readonly isOpen: boolean };
};

const space = /\s+/y;
const comment = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|^#![^\n]*/y;
const word = /[\p{ID_Start}_$#@][\p{ID_Continue}$]*/uy;
const number = /\d[\w.]*/y;
const string = /'(?:[^'\\\n]|\\[\s\S])*'?|"(?:[^"\\\n]|\\[\s\S])*"?/y;
const regularExpression = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const sign = /=>|\.\.\.|\?\.|[\s\S]/y;
/** A piece of a template: up to its end, or to the `${` of what is inserted. */
const templatePiece = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{|$)/y;

/** After these words a slash begins a regular expression; after any other word it divides. */
const wordsBeforeValue = new Set(['return', 'typeof', 'case', 'in', 'of', 'await', 'yield', 'void', 'delete', 'else']);

function maySlashBeginValue(before: Token | undefined): boolean {
  if (!before) return true;
  if (before.kind === 'word') return wordsBeforeValue.has(before.text);
  return before.kind === 'sign' && ![')', ']', '}'].includes(before.text);
}

class Scanner {
  readonly tokens: Token[] = [];
  private readonly text: string;
  private at = 0;
  private line = 1;
  /** How many braces are open inside each `${` that we are in. */
  private readonly inserts: number[] = [];

  constructor(text: string) {
    this.text = text;
  }

  scan(): readonly Token[] {
    while (this.at < this.text.length) this.next();
    return this.tokens;
  }

  private next(): void {
    if (this.take(space) !== undefined || this.take(comment) !== undefined) return;
    if (this.text[this.at] === '`') {
      this.at++;
      this.template();
      return;
    }
    const slash = this.text[this.at] === '/' && maySlashBeginValue(this.tokens.at(-1));
    if (this.add('string', slash ? regularExpression : string)) return;
    if (this.add('word', word) || this.add('number', number)) return;
    if (this.add('sign', sign)) this.brace();
  }

  private brace(): void {
    const open = this.inserts.at(-1);
    if (open === undefined) return;
    const text = this.tokens.at(-1)?.text;
    if (text === '{') this.inserts[this.inserts.length - 1] = open + 1;
    if (text !== '}') return;
    if (open > 0) {
      this.inserts[this.inserts.length - 1] = open - 1;
      return;
    }
    this.inserts.pop();
    this.template();
  }

  private template(): void {
    const { line } = this;
    const piece = this.take(templatePiece) ?? '';
    const isOpen = piece.endsWith('${');
    const template = { depth: this.inserts.length, isOpen };
    this.tokens.push({ kind: 'string', text: piece.replace(/(?:`|\$\{)$/, ''), line, template });
    if (isOpen) this.inserts.push(0);
  }

  private add(kind: Token['kind'], pattern: RegExp): boolean {
    const { line } = this;
    const text = this.take(pattern);
    if (text === undefined) return false;
    this.tokens.push({ kind, text: kind === 'string' ? text.replace(/^['"]|['"]$/g, '') : text, line });
    return true;
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined || found === '') return undefined;
    this.at += found.length;
    this.line += found.split('\n').length - 1;
    return found;
  }
}

export const tokensOf = (text: string): readonly Token[] => new Scanner(text).scan();
