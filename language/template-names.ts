// The names and filters that a parsed Liquid template uses, each at its exact place. What a template names itself (with
// `assign`, `capture`, `for`) is not among them. It reads liquidjs's tree and changes nothing.
import {
  type AccessToken,
  type Argument,
  type Filtered,
  type NamedToken,
  type Template,
  type Token,
  TypeGuards,
  toValueSync,
} from 'liquidjs/dist/liquid.browser.mjs';
import type { Mistake, Reference, Segment } from './expression.ts';
import type { Span } from './text.ts';

export type TemplateVariable = Reference & {
  /** That there is none is no mistake: `default` follows, or it is asked for by an `if`, `unless` or `case`. */
  readonly isOptional: boolean;
};

export type FilterUse = Span & { readonly name: string };

export type Names = {
  readonly variables: readonly TemplateVariable[];
  readonly filters: readonly FilterUse[];
  /** What liquidjs reads although it makes no sense. */
  readonly mistakes: readonly Mistake[];
};

/** How deep tags may lie in each other. */
export const NESTING_LIMIT = 100;
export class NestingError extends Error {}

const CONDITIONS: ReadonlySet<string> = new Set(['if', 'unless', 'case']);

export function namesIn(templates: readonly Template[]): Names {
  const collector = new Collector();
  collector.visit(templates, 0);
  const inOrder = (one: Span, other: Span): number => one.start - other.start;
  const { variables, filters, mistakes } = collector;
  return {
    variables: variables.toSorted(inOrder),
    filters: filters.toSorted(inOrder),
    mistakes: mistakes.toSorted(inOrder),
  };
}

class Collector {
  readonly variables: TemplateVariable[] = [];
  readonly filters: FilterUse[] = [];
  readonly mistakes: Mistake[] = [];
  /** What the template has named so far, to its end; and what the tags around name for what lies in them. */
  readonly #own = new Set<string>();
  readonly #around: (readonly string[])[] = [];

  visit(templates: readonly Template[], depth: number): void {
    if (depth > NESTING_LIMIT) throw new NestingError();
    for (const template of templates) {
      const isCondition = CONDITIONS.has(template.name ?? '');
      for (const argument of template.arguments?.() ?? []) this.#argument(argument, isCondition);
      for (const { content } of template.localScope?.() ?? []) this.#own.add(String(content));
      if (template.children === undefined) continue;
      this.#around.push(template.blockScope?.() ?? []);
      this.visit(toValueSync(template.children(false, true)) as readonly Template[], depth + 1);
      this.#around.pop();
    }
  }

  #argument(argument: Token | Filtered | undefined, isOptional: boolean): void {
    if (argument === undefined) return;
    if ('initial' in argument) this.#filtered(argument, isOptional);
    else this.#token(argument, isOptional);
  }

  #filtered({ initial, filters }: Filtered, isOptional: boolean): void {
    const hasDefault = filters[0]?.name === 'default';
    for (const token of initial.postfix) this.#token(token, isOptional || hasDefault);
    this.#tellOrder(initial.postfix);
    for (const filter of filters) {
      const { begin, end, input } = 'token' in filter ? filter.token : filter;
      // (what liquidjs puts behind every output itself has no text)
      if (end === begin || input === '') continue;
      this.filters.push({ name: filter.name, start: begin, end: begin + filter.name.length });
      for (const argument of filter.args) this.#filterArgument(argument);
    }
  }

  /** Values and operators must take turns; liquidjs leaves out what does not fit, without a word. */
  #tellOrder(postfix: readonly Token[]): void {
    const written = postfix.toSorted((one, other) => one.begin - other.begin);
    let before: Token | undefined;
    let needsValue = true;
    for (const token of written) {
      const isOperator = TypeGuards.isOperatorToken(token);
      const isNot = isOperator && token.input.slice(token.begin, token.end) === 'not';
      if (isOperator !== needsValue || (isNot && needsValue)) {
        needsValue = isOperator;
        before = token;
        continue;
      }
      this.#tell(token, isOperator ? 'A value is missing before this' : 'This does not belong to the value before it');
      return;
    }
    if (needsValue && before !== undefined) this.#tell(before, 'A value is missing behind this');
  }

  #tell({ begin, end }: Token, message: string): void {
    this.mistakes.push({ start: begin, end, message });
  }

  #filterArgument(argument: Argument): void {
    const value = 'begin' in argument ? argument : argument[1];
    if (value !== undefined) this.#token(value, false);
  }

  #token(token: Token, isOptional: boolean): void {
    if (TypeGuards.isRangeToken(token)) {
      this.#token(token.lhs, false);
      this.#token(token.rhs, false);
    } else if (TypeGuards.isPropertyAccessToken(token)) {
      this.#access(token, isOptional);
    }
  }

  #access(token: AccessToken, isOptional: boolean): void {
    if (token.variable !== undefined) this.#token(token.variable, false);
    for (const prop of token.props) this.#token(prop, false);
    if (token.input.charAt(token.end - 1) === '.') {
      this.#tell({ ...token, begin: token.end - 1 }, 'A name is missing behind this `.`');
    }
    // What lies behind `[name]` is known only when it is rendered.
    const dynamic = token.props.findIndex((prop) => !isNamed(prop));
    const named = (dynamic === -1 ? token.props : token.props.slice(0, dynamic)).filter(isNamed);
    const [first] = named;
    if (token.variable !== undefined || first === undefined || this.#isOwn(String(first.content))) return;
    const path = named.map(segmentOf);
    const end = dynamic === -1 ? token.end : (path.at(-1)?.end ?? token.end);
    this.variables.push({ kind: 'reference', path, start: token.begin, end, isOptional });
  }

  #isOwn(name: string): boolean {
    return this.#own.has(name) || this.#around.some((names) => names.includes(name));
  }
}

const isNamed = (token: Token): token is NamedToken =>
  TypeGuards.isWordToken(token) || TypeGuards.isQuotedToken(token) || TypeGuards.isNumberToken(token);

const segmentOf = (token: NamedToken): Segment => ({
  name: String(token.content),
  start: token.begin,
  end: token.end,
  isBracketed: !TypeGuards.isWordToken(token),
});
