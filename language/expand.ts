// Nodes to plain values, with everything in `${...}` put in its place. What a reference leads to is asked of the scope;
// what can't be known before a host is asked stays open, and the form has nothing to say about it.
import type { Json, JsonObject } from '../modules/contract.ts';
import { Collector } from './analysis.ts';
import type { Declaration } from './declaration.ts';
import { evaluate, type Found } from './evaluate.ts';
import type { Circumstances, Expansion } from './expansion.ts';
import { type Expression, parseExpression, type Reference } from './expression.ts';
import { partsOf, type TextPart } from './expression-tokens.ts';
import { expressionIn } from './expressions.ts';
import { faultAt } from './fault.ts';
import { isTooLarge, VALUE_LENGTH_LIMIT } from './json-size.ts';
import type { Piece } from './piece.ts';
import { found } from './references.ts';
import type { Scope } from './scope.ts';
import { code } from './sentences.ts';
import { tellReferences } from './tell-references.ts';
import type { Node, ScalarNode } from './tree.ts';

const NOWHERE: readonly string[] = [];

export class Expander implements Expansion {
  readonly scope: Scope;
  readonly collector: Collector;
  readonly piece: Piece;
  readonly circumstances: Circumstances;
  /** Nodes whose value is not known: a schema has nothing to say about them. */
  readonly unknown = new Set<Node>();
  #hasReferences = false;
  /** The reference of the text at hand that led to nothing. */
  #missing: Reference | undefined;
  /** Something that was looked up may be another on another host. */
  varies = false;
  /** Something can only be known once the host is asked. */
  isOpen = false;

  constructor(scope: Scope, collector: Collector, circumstances: Circumstances = {}) {
    this.scope = scope;
    this.collector = collector;
    this.piece = collector.declaration.piece;
    this.circumstances = circumstances;
  }

  /** A node as plain data. */
  value(node: Node, path = ''): Json {
    if (node.kind === 'list')
      return this.#limited(
        node,
        node.items.map((item) => this.value(item, path)),
      );
    if (node.kind === 'map') {
      const inner = (name: string): string => (path === '' ? name : `${path}.${name}`);
      const fields = node.entries.map(({ key, value }) => [key.name, this.value(value, inner(key.name))] as const);
      return this.#limited(node, Object.fromEntries(fields));
    }
    const { value } = node;
    return typeof value === 'string' && value.includes('${') ? this.#text(node, value, path) : value;
  }

  #text(node: ScalarNode, value: string, path: string): Json {
    const { secretsAt = NOWHERE } = this.circumstances;
    const mayBeSecret = secretsAt.some((at) => path === at || path.startsWith(`${at}.`));
    const whole = mayBeSecret ? wholeReference(value) : undefined;
    if (whole !== undefined && this.scope.variable(whole)?.value.kind === 'secret') {
      this.tell(node, true);
      return value;
    }
    const isSound = this.tell(node, false);
    this.#missing = undefined;
    const known = this.#put(value);
    if (known === undefined || !isSound) this.unknown.add(node);
    if (known === undefined && isSound) this.#tellMissing(node);
    this.#hasReferences = true;
    return known === undefined ? value : this.#limited(node, known);
  }

  /** What the names themselves could not tell: a part of a value that is another one on each host or in each instance. */
  #tellMissing(node: ScalarNode): void {
    if (this.#missing === undefined) return;
    const { host } = this.circumstances;
    const written = code(this.#missing.path.map(({ name }) => name).join('.'));
    const message = `${written} leads to nothing${host === undefined ? '' : ` on the host ${code(host)}`}`;
    const suggestion = `Say what else, if it may be missing: ${code('${... default "..."}')}.`;
    this.collector.faults.push(faultAt(this.piece, node, 'unknown-field-reference', message, { suggestion }));
  }

  /** Texts and lists that hold each other several times over soon come to more than any memory. */
  #limited(node: Node, json: Json): Json {
    if (!this.#hasReferences || !isTooLarge(json)) return json;
    const message = `With what it refers to, this comes to more than ${VALUE_LENGTH_LIMIT} characters`;
    this.collector.faults.push(faultAt(this.piece, node, 'too-large', message));
    this.unknown.add(node);
    return null;
  }

  /** Tells what is wrong with the references of a text as it is written; true when nothing is. */
  tell(node: ScalarNode, mayBeSecret: boolean): boolean {
    const written = this.piece.text.slice(node.start, node.end);
    let isSound = true;
    for (const part of partsOf(written)) {
      if (part.kind !== 'expression' && part.kind !== 'open') continue;
      const { expression, faults } = expressionIn(this.piece, node.start, written, part);
      this.collector.faults.push(...faults);
      if (faults.length > 0) isSound = false;
      else if (!tellReferences(this, expression, mayBeSecret)) isSound = false;
    }
    return isSound;
  }

  /** A text with its references replaced; undefined while one of them is not known. */
  #put(value: string): Json | undefined {
    const parts = partsOf(value);
    const [first] = parts;
    if (parts.length === 1 && first?.kind === 'expression') {
      const result = this.evaluate(parseExpression(value.slice(first.inner.start, first.inner.end), 0).expression);
      return result.kind === 'value' ? result.json : undefined;
    }
    const values: Json[] = [];
    for (const part of parts) {
      const json = this.#partOf(value, part);
      if (json === undefined) return undefined;
      values.push(json);
    }
    // (as a list, it is told to be too large before it is a text)
    return isTooLarge(values) ? values : values.map(asText).join('');
  }

  #partOf(value: string, part: TextPart): Json | undefined {
    const text = value.slice(part.inner.start, part.inner.end);
    if (part.kind === 'literal' || part.kind === 'escape') return text;
    if (part.kind === 'open') return undefined;
    const result = this.evaluate(parseExpression(text, 0).expression);
    return result.kind === 'value' ? result.json : undefined;
  }

  within(declaration: Declaration): Expander {
    const { host, depth = 0 } = this.circumstances;
    return new Expander(this.scope, new Collector(declaration), { host, depth: depth + 1, each: 'open' });
  }

  evaluate(expression: Expression): Found {
    const result = evaluate(expression, (reference, isOptional) => {
      const value = found(this, reference);
      if (value.kind === 'missing' && !isOptional) this.#missing ??= reference;
      return value;
    });
    if (result.kind === 'open') this.isOpen = true;
    return result;
  }
}

const asText = (json: Json): string =>
  typeof json === 'object' && json !== null ? JSON.stringify(json) : String(json ?? '');

/** The name of the variable, when the whole text is one. */
export function wholeReference(text: string): string | undefined {
  return /^\$\{\s*([A-Za-z_]\w*)\s*\}$/.exec(text)?.[1];
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
