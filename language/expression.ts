// The language inside `${...}`: names and what leads on from them, a few comparisons, `and`, `or`, `not` and `default`.
// It never throws: half an expression is read as far as it goes, with what is wrong told at the very characters.
import { type ExpressionToken, tokensOf } from './expression-tokens.ts';
import type { Span } from './text.ts';

export type Segment = Span & {
  readonly name: string;
  /** Written as `["name"]` or `[0]`. */
  readonly isBracketed: boolean;
};

export type Reference = Span & { readonly kind: 'reference'; readonly path: readonly Segment[] };

export type Operator = '==' | '!=' | 'in' | 'not in' | 'and' | 'or' | 'default';

export type Expression =
  | Reference
  | (Span & { readonly kind: 'literal'; readonly value: string | number | boolean | null })
  | (Span & { readonly kind: 'list'; readonly items: readonly Expression[] })
  | (Span & { readonly kind: 'not'; readonly operand: Expression })
  | (Span & {
      readonly kind: 'binary';
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    })
  /** Something is missing here; it was told. */
  | (Span & { readonly kind: 'nothing' });

export type Mistake = Span & { readonly message: string; readonly suggestion?: string };

export type Parsed = { readonly expression: Expression; readonly mistakes: readonly Mistake[] };

/** How deep brackets and operators may lie in each other. */
const DEPTH_LIMIT = 32;
/** How many operators an expression may have: the tree of a long chain is as deep as the chain is long. */
const OPERATOR_LIMIT = 200;

const LITERALS: { readonly [word: string]: boolean | null } = { true: true, false: false, null: null };
const WORDS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'default']);
/** What people of other languages write, and what it is here. */
const FOREIGN: { readonly [operator: string]: string } = {
  '=': '==',
  '&&': 'and',
  '||': 'or',
  '!': 'not',
  '??': 'default',
  ':-': 'default',
};

/** How tightly operators bind, loosest first. */
const PRECEDENCE: readonly (readonly Operator[])[] = [['default'], ['or'], ['and'], ['==', '!=', 'in', 'not in']];

const OPERATORS: ReadonlySet<string> = new Set(PRECEDENCE.flat());
const COMPARISONS = 3;

const isNot = ({ kind, text }: ExpressionToken): boolean =>
  (kind === 'word' && text === 'not') || (kind === 'symbol' && text === '!');

/** `offset` is where `text` stands in its piece: all spans count from there. */
export function parseExpression(text: string, offset: number): Parsed {
  return new Parser(tokensOf(text, offset), offset + text.length).parse();
}

class Parser {
  readonly #tokens: readonly ExpressionToken[];
  readonly #end: number;
  readonly #mistakes: Mistake[] = [];
  #at = 0;
  #depth = 0;
  #operators = 0;

  constructor(tokens: readonly ExpressionToken[], end: number) {
    this.#tokens = tokens;
    this.#end = end;
  }

  parse(): Parsed {
    const expression = this.#binary(0);
    const rest = this.#tokens[this.#at];
    if (rest !== undefined) this.#tellRest(rest);
    return { expression, mistakes: this.#mistakes };
  }

  #tell(span: Span, message: string, suggestion?: string): void {
    // (what follows a mistake is mostly its echo)
    if (this.#mistakes.length > 0) return;
    const { start, end } = span;
    this.#mistakes.push({ start, end, message, ...(suggestion === undefined ? {} : { suggestion }) });
  }

  #tellRest(token: ExpressionToken): void {
    if (token.kind === 'symbol' && /^[+\-*/%<>?:]/.test(token.text)) {
      const suggestion = 'There is no logic beyond `==`, `!=`, `in`, `and`, `or`, `not` and `default`.';
      this.#tell(token, `\`${token.text}\` means nothing here`, suggestion);
    } else if (token.text === '|') {
      this.#tell(token, 'There are no filters here', 'For a value where there is none, write `name default "value"`.');
    } else {
      this.#tell({ start: token.start, end: this.#end }, 'This does not belong to the expression before it');
    }
  }

  #operator(): { readonly operator: Operator; readonly tokens: number } | undefined {
    const token = this.#tokens[this.#at];
    if (token === undefined || (token.kind !== 'word' && token.kind !== 'symbol')) return undefined;
    const meant = Object.hasOwn(FOREIGN, token.text) && token.kind === 'symbol' ? FOREIGN[token.text] : undefined;
    if (meant !== undefined && meant !== 'not') {
      this.#tell(token, `\`${token.text}\` is no operator`, `Did you mean \`${meant}\`?`);
      return { operator: meant as Operator, tokens: 1 };
    }
    if (token.text === 'not' && this.#tokens[this.#at + 1]?.text === 'in') return { operator: 'not in', tokens: 2 };
    return OPERATORS.has(token.text) ? { operator: token.text as Operator, tokens: 1 } : undefined;
  }

  #binary(level: number): Expression {
    const operators = PRECEDENCE[level];
    if (operators === undefined) return this.#primary();
    const token = this.#tokens[this.#at];
    if (level === COMPARISONS && token && isNot(token)) return this.#not(token);
    let left = this.#binary(level + 1);
    for (let found = this.#operator(); found && operators.includes(found.operator); found = this.#operator()) {
      this.#at += found.tokens;
      this.#operators += 1;
      if (this.#operators > OPERATOR_LIMIT) return this.#tooLong(left);
      const right = this.#binary(level + 1);
      left = { kind: 'binary', operator: found.operator, left, right, start: left.start, end: right.end };
    }
    return left;
  }

  #tooLong(left: Expression): Expression {
    this.#tell({ start: left.end, end: this.#end }, `This expression has more than ${OPERATOR_LIMIT} operators`);
    this.#at = this.#tokens.length;
    return left;
  }

  /** `not` binds tighter than `and`, and less tightly than `in`. */
  #not(token: ExpressionToken): Expression {
    if (token.text === '!') this.#tell(token, '`!` is no operator', 'Did you mean `not`?');
    this.#at += 1;
    const operand = this.#nested(() => this.#binary(COMPARISONS));
    return { kind: 'not', operand, start: token.start, end: operand.end };
  }

  #nested(parse: () => Expression): Expression {
    this.#depth += 1;
    const at = this.#tokens[this.#at]?.start ?? this.#end;
    if (this.#depth > DEPTH_LIMIT) {
      this.#tell({ start: at, end: this.#end }, `This is more than ${DEPTH_LIMIT} levels deep`);
      this.#at = this.#tokens.length;
      this.#depth -= 1;
      return { kind: 'nothing', start: at, end: at };
    }
    const expression = parse();
    this.#depth -= 1;
    return expression;
  }

  #primary(): Expression {
    const token = this.#tokens[this.#at];
    if (token === undefined) return this.#nothing(this.#end, this.#end);
    if (token.kind === 'text' || token.kind === 'number') {
      this.#at += 1;
      if (token.isOpen) this.#tell(token, `This ${token.text.charAt(0)} is never closed`);
      return { kind: 'literal', value: token.value ?? null, start: token.start, end: token.end };
    }
    if (token.text === '(') return this.#parentheses(token);
    if (token.text === '[') return this.#list(token);
    if (token.kind !== 'word' || WORDS.has(token.text)) return this.#nothing(token.start, token.end);
    if (Object.hasOwn(LITERALS, token.text)) {
      this.#at += 1;
      return { kind: 'literal', value: LITERALS[token.text] ?? null, start: token.start, end: token.end };
    }
    return this.#reference(token);
  }

  #nothing(start: number, end: number): Expression {
    const message = start === end ? 'A name or a value is missing here' : 'A name or a value belongs here';
    this.#tell({ start, end }, message);
    return { kind: 'nothing', start, end: start };
  }

  #parentheses(open: ExpressionToken): Expression {
    this.#at += 1;
    const inner = this.#nested(() => this.#binary(0));
    const close = this.#tokens[this.#at];
    if (close?.text === ')') this.#at += 1;
    else this.#tell(open, 'This `(` is never closed');
    return { ...inner, start: open.start, end: close?.end ?? this.#end };
  }

  #list(open: ExpressionToken): Expression {
    this.#at += 1;
    const items: Expression[] = [];
    while (this.#at < this.#tokens.length && this.#tokens[this.#at]?.text !== ']') {
      const before = this.#at;
      items.push(this.#nested(() => this.#binary(0)));
      if (this.#tokens[this.#at]?.text === ',') this.#at += 1;
      else if (this.#tokens[this.#at]?.text !== ']' || this.#at === before) break;
    }
    const close = this.#tokens[this.#at];
    if (close?.text === ']') this.#at += 1;
    else this.#tell(open, 'This `[` is never closed');
    return { kind: 'list', items, start: open.start, end: close?.end ?? this.#end };
  }

  #reference(first: ExpressionToken): Expression {
    this.#at += 1;
    const path: Segment[] = [{ name: first.text, start: first.start, end: first.end, isBracketed: false }];
    let { end } = first;
    for (let next = this.#further(end); next !== undefined; next = this.#further(end)) {
      path.push(next.segment);
      end = next.end;
    }
    return { kind: 'reference', path, start: first.start, end };
  }

  /** `.name` or `["name"]`, right behind what leads to it. */
  #further(end: number): { readonly segment: Segment; readonly end: number } | undefined {
    const token = this.#tokens[this.#at];
    const name = this.#tokens[this.#at + 1];
    if (token === undefined || token.start !== end) return undefined;
    if (token.text === '.') return this.#named(token, name);
    const isIndex = token.text === '[' && (name?.kind === 'text' || name?.kind === 'number');
    return isIndex ? this.#bracketed(token, name) : undefined;
  }

  #named(dot: ExpressionToken, name: ExpressionToken | undefined): { readonly segment: Segment; readonly end: number } {
    const isName = name?.start === dot.end && (name.kind === 'word' || name.kind === 'number');
    this.#at += isName ? 2 : 1;
    if (!isName) this.#tell(dot, 'A name is missing behind this `.`');
    const span = isName ? { start: name.start, end: name.end } : { start: dot.end, end: dot.end };
    return { segment: { name: isName ? name.text : '', ...span, isBracketed: false }, end: span.end };
  }

  #bracketed(open: ExpressionToken, name: ExpressionToken): { readonly segment: Segment; readonly end: number } {
    const close = this.#tokens[this.#at + 2];
    const isClosed = close?.text === ']';
    if (!isClosed) this.#tell(open, 'This `[` is never closed');
    this.#at += isClosed ? 3 : 2;
    const segment = { name: String(name.value), start: name.start, end: name.end, isBracketed: true };
    return { segment, end: isClosed ? close.end : name.end };
  }
}

/** Every name that an expression leads to. */
export function referencesOf(expression: Expression): readonly Reference[] {
  switch (expression.kind) {
    case 'reference':
      return [expression];
    case 'list':
      return expression.items.flatMap(referencesOf);
    case 'not':
      return referencesOf(expression.operand);
    case 'binary':
      return [...referencesOf(expression.left), ...referencesOf(expression.right)];
    default:
      return [];
  }
}
