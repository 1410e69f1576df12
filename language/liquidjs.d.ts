// The types of liquidjs's browser build, as far as templates need them. The package's own types bring Node's with them,
// which pure code may not see, and its other build reaches the disk.

declare module 'liquidjs/dist/liquid.browser.mjs' {
  export type Token = { readonly begin: number; readonly end: number; readonly input: string };
  export type NamedToken = Token & { readonly content: string | number };
  export type AccessToken = Token & { readonly variable?: Token; readonly props: readonly Token[] };
  export type RangeToken = Token & { readonly lhs: Token; readonly rhs: Token };
  export type FilterToken = Token & { readonly name: string };
  export type Argument = Token | readonly [name: string, value: Token | undefined];
  export type Filter = { readonly name: string; readonly args: readonly Argument[]; readonly token: FilterToken };
  /** A value and the filters behind it, in a tag; or as a token, where the filters are tokens as well. */
  export type Filtered = {
    readonly initial: { readonly postfix: readonly Token[] };
    readonly filters: readonly (Filter | (FilterToken & { readonly args: readonly Argument[] }))[];
  };
  export type Template = {
    readonly name?: string;
    readonly token: Token;
    arguments?(): Iterable<Token | Filtered | undefined>;
    children?(partials: boolean, sync: boolean): Iterable<unknown>;
    localScope?(): Iterable<NamedToken>;
    blockScope?(): readonly string[];
  };
  export class Liquid {
    readonly filters: { [name: string]: unknown };
    readonly tags: { [name: string]: unknown };
    constructor(options: {
      readonly strictFilters: boolean;
      readonly strictVariables: boolean;
      readonly lenientIf: boolean;
      readonly catchAllErrors: boolean;
      readonly ownPropertyOnly: boolean;
      readonly templates: { readonly [name: string]: string };
      readonly outputEscape: (value: unknown) => string;
      readonly parseLimit: number;
      readonly renderLimit: number;
      readonly memoryLimit: number;
    });
    parse(text: string): readonly Template[];
    renderSync(templates: readonly Template[], scope: object): unknown;
  }
  export function toValueSync(value: unknown): unknown;
  export const TypeGuards: {
    isPropertyAccessToken(value: unknown): value is AccessToken;
    isOperatorToken(value: unknown): boolean;
    isRangeToken(value: unknown): value is RangeToken;
    isQuotedToken(value: unknown): value is NamedToken;
    isNumberToken(value: unknown): value is NamedToken;
    isWordToken(value: unknown): value is NamedToken;
  };
}
