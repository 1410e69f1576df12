// What the values of a text may depend on, and what is found out while they are put together. Types only.
import type { Json } from '../modules/contract.ts';
import type { Collector } from './analysis.ts';
import type { Declaration } from './declaration.ts';
import type { Piece } from './piece.ts';
import type { Scope } from './scope.ts';
import type { Node } from './tree.ts';

export type Each = { readonly key: string | number; readonly value: Json };

export type Circumstances = {
  /** The host that values are wanted for. */
  readonly host?: string | undefined;
  /** Values are wanted before it is known which hosts they are for. */
  readonly isEarly?: true;
  /** The instance; `open` where what there is one for each of is not known. */
  readonly each?: Each | 'open' | undefined;
  /** Paths (keys joined by `.`) at which a secret may be the whole value. */
  readonly secretsAt?: readonly string[];
  /** How many resources were gone through to come here. */
  readonly depth?: number;
};

export interface Expansion {
  readonly scope: Scope;
  readonly collector: Collector;
  readonly piece: Piece;
  readonly circumstances: Circumstances;
  /** Nodes whose value is not known: a schema has nothing to say about them. */
  readonly unknown: ReadonlySet<Node>;
  /** Something that was looked up may be another on another host. */
  varies: boolean;
  /** Something can only be known once the host is asked. */
  isOpen: boolean;
  /** A node as plain data. */
  value(node: Node): Json;
  /** The same for a text of another declaration, about which nothing is told. */
  within(declaration: Declaration): Expansion;
}
