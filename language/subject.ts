// What is checked against a form, and a place in it that something is wrong with. Types only.
import type { Json } from '../modules/contract.ts';
import type { Field, Form } from './form.ts';
import type { Source, Span } from './text.ts';
import type { Node } from './tree.ts';

export type Subject = {
  readonly source: Source;
  readonly form: Form;
  /** What the thing is a value of, where it need not be a map. */
  readonly field?: Field;
  /** How messages call the thing: `mkdir.app`, the host `web`. */
  readonly title: string;
  /** Where to tell what is not there. */
  readonly anchor: Span;
  readonly node: Node;
  readonly value: Json;
  /** Nodes that the schema has nothing to say about. */
  readonly unknown: ReadonlySet<Node>;
  /** The field that was left out, so that the name at the anchor serves for it. */
  readonly named?: string;
};

/** A finding, and everything that a sentence about it may need. */
export type Place = {
  readonly source: Source;
  readonly form: Form;
  readonly title: string;
  readonly node: Node;
  readonly value: Json;
  /** The field, and its key; undefined where the thing itself is meant. */
  readonly field: Field | undefined;
  readonly name: string | undefined;
  /** The span of the value, or of the key when there is no text for the value. */
  readonly span: Span;
  readonly isItem: boolean;
};
