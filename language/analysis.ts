// What is found out about one declaration: faults, what it names, what it claims, and what the project gets of it. Types,
// and the collector that every kind of declaration fills.
import type { DataRequest, Group, HostSettings, Place, Policy, Resource } from '../engine/project.ts';
import type { Declaration } from './declaration.ts';
import type { Fault } from './fault.ts';
import type { Key } from './tables.ts';
import type { Span } from './text.ts';

/** A text that names something, and where it stands in its piece. */
export type Mention = Span & { readonly key: Key };

export type Claim = {
  readonly thing: Key;
  readonly hosts: readonly string[];
  /** What it is a part of. */
  readonly whole?: Key;
  /** Others may have parts of it. */
  readonly leavesParts?: true;
};

/** A place in the declaration's piece, as the engine knows places. */
export type PlaceOf = (span: Span) => Place;

/** What the project gets of a declaration that is sound. */
export type Product =
  | { readonly kind: 'host'; build(placeOf: PlaceOf): HostSettings }
  | { readonly kind: 'group'; build(placeOf: PlaceOf): Omit<Group, 'hosts'> & { readonly hosts: readonly string[] } }
  | { readonly kind: 'resources'; readonly isWhole: boolean; build(placeOf: PlaceOf): readonly Resource[] }
  | { readonly kind: 'data'; build(placeOf: PlaceOf): readonly DataRequest[] }
  | { readonly kind: 'policy'; readonly policy: Policy }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'stage'; readonly stage: number }
  | { readonly kind: 'on'; readonly hosts: readonly string[] };

export type Analysis = {
  readonly faults: readonly Fault[];
  readonly mentions: readonly Mention[];
  readonly claims: readonly Claim[];
  /** The resources, or hosts and groups, that come before it. */
  readonly after: readonly Mention[];
  /** The things that it looks at: whoever claims one comes before it. */
  needs(): readonly Claim[];
  readonly product: Product | undefined;
};

const NOTHING: readonly Claim[] = [];

export class Collector implements Analysis {
  readonly declaration: Declaration;
  readonly faults: Fault[] = [];
  readonly mentions: Mention[] = [];
  readonly claims: Claim[] = [];
  readonly after: Mention[] = [];
  product: Product | undefined;
  needs: () => readonly Claim[] = () => NOTHING;

  constructor(declaration: Declaration) {
    this.declaration = declaration;
  }
}
