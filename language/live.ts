// A project while it is written: files as pieces, what the pieces declare, and what is known of each declaration. An edit
// reads anew what it touches and what had looked that up, and nothing else; the result is always the one that reading
// everything afresh would give.
import { type AnchorOf, anchorsIn, followed } from './aliases.ts';
import type { Analysis } from './analysis.ts';
import { analyze } from './analyze.ts';
import { faultsOfPiece } from './below-text.ts';
import { Contests } from './contests.ts';
import { type Declaration, declarationsOf, WAVES } from './declaration.ts';
import { type Change, Document } from './document.ts';
import type { Fault } from './fault.ts';
import { changedKeys, type FullHostTable, hostTable, isLegacyHost, isOfTable, NO_HOSTS } from './host-table.ts';
import { type LookUps, scopeOf } from './look-ups.ts';
import { Orders } from './orders.ts';
import type { Piece } from './piece.ts';
import type { HostTable, Outside, Scope, VariableInfo } from './scope.ts';
import { Dependencies, inTextOrder, type Key, keyOf, Names } from './tables.ts';
import type { Span } from './text.ts';
import { Unused } from './unused.ts';
import { brokenVariable, variableInfo } from './variable-info.ts';

/** How deep values of variables are looked up in each other: longer rows are told, but for those that only hosts set. */
const VARIABLE_DEPTH_LIMIT = 64;

export class LiveProject {
  readonly #files = new Map<string, Document>();
  readonly #declared = new Map<Piece, readonly Declaration[]>();
  readonly #aliasFaults = new Map<Piece, readonly Fault[]>();
  readonly #faulty = new Set<Piece>();
  /** Pieces with comments that silence problems. */
  readonly #ignoring = new Set<Piece>();
  readonly #names = new Names();
  readonly #dependencies: Dependencies = new Dependencies((key) => this.#unused.changed(key));
  readonly #unused = new Unused(this.#names, this.#dependencies);
  readonly #analyses = new Map<Declaration, Analysis>();
  /** Declarations that something is wrong with. */
  readonly #wrong = new Set<Declaration>();
  readonly #dirty = new Set<Declaration>();
  readonly #variables = new Map<string, VariableInfo | undefined>();
  #variableDepth = 0;
  #hosts: FullHostTable = NO_HOSTS;
  #areHostsStale = true;
  /** What hosts and groups set variables to may have come to something else. */
  #areSettersStale = false;
  readonly #contests = new Contests(this.#names);
  readonly #orders = new Orders(this.#names, this.#analyses, (thing) => this.#contests.claimants(thing));
  #outside: Outside;

  constructor(outside: Outside = {}) {
    this.#outside = outside;
  }

  get files(): readonly string[] {
    return [...this.#files.keys()].sort();
  }

  get outside(): Outside {
    return this.#outside;
  }

  document(file: string): Document | undefined {
    return this.#files.get(file);
  }

  /** Adds a file, or replaces all of its text. */
  open(file: string, text: string): void {
    this.add(new Document(file, text));
  }

  /** From then on the document is this project's, and edited through it only. */
  add(document: Document): void {
    this.close(document.file);
    this.#files.set(document.file, document);
    this.#take({ removed: [], added: document.pieces, moved: [] }, document);
  }

  close(file: string): void {
    const document = this.#files.get(file);
    if (document === undefined) return;
    this.#files.delete(file);
    this.#take({ removed: document.pieces, added: [], moved: [] }, document);
  }

  edit(file: string, span: Span, text: string): void {
    const document = this.#files.get(file);
    if (document !== undefined) this.#take(document.edit(span, text), document);
  }

  /** What lies outside of the text has changed. */
  setOutside(outside: Outside): void {
    if (outside.modules !== this.#outside.modules) this.#touch('modules');
    this.#outside = outside;
    this.#touch('outside');
  }

  #take(change: Change, document: Document): void {
    const changed = [...change.removed, ...change.added, ...change.moved];
    for (const piece of change.removed) this.#retract(piece);
    for (const piece of change.moved) this.#retract(piece);
    const anchorOf = anchorsIn(document);
    for (const piece of change.added) this.#declare(piece, anchorOf);
    for (const piece of change.moved) this.#declare(piece, anchorOf);
    if (this.#files.get(document.file) !== document || !changed.some(({ parsed }) => parsed.anchors.size > 0)) return;
    // What an alias stands for may have changed anywhere in this file.
    for (const piece of document.pieces) {
      if (!piece.parsed.hasAliases) continue;
      this.#retract(piece);
      this.#declare(piece, anchorOf);
    }
  }

  #declare(piece: Piece, anchorOf: AnchorOf): void {
    const faults: Fault[] = [];
    const declarations = declarationsOf(piece, followed(piece, anchorOf, faults));
    this.#declared.set(piece, declarations);
    if (piece.text.includes('viki-ignore')) this.#ignoring.add(piece);
    if (faults.length > 0) this.#aliasFaults.set(piece, faults);
    if (faults.length > 0 || piece.parsed.faults.length > 0) this.#faulty.add(piece);
    for (const declaration of declarations) {
      this.#names.add(declaration);
      this.#dirty.add(declaration);
      this.#changed(declaration);
    }
  }

  #retract(piece: Piece): void {
    for (const declaration of this.#declared.get(piece) ?? []) {
      this.#changed(declaration);
      this.#names.remove(declaration);
      this.#forget(declaration);
      this.#dependencies.forget(declaration);
      this.#dirty.delete(declaration);
    }
    this.#declared.delete(piece);
    this.#aliasFaults.delete(piece);
    this.#faulty.delete(piece);
    this.#ignoring.delete(piece);
  }

  /** A declaration came, went or says something else. */
  #changed(declaration: Declaration): void {
    const { kind, piece } = declaration;
    this.#orders.changed(declaration);
    this.#contests.named(declaration);
    this.#unused.changed(keyOf(declaration));
    if (kind === 'host' || kind === 'group' || (kind === 'variable' && isLegacyHost(declaration.name))) {
      this.#areHostsStale = true;
    }
    if (kind === 'single') this.#touch(`${declaration.name}:${piece.file}#${piece.part}`);
    else this.#touch(keyOf(declaration));
    this.#touch(`names:${kind}`);
  }

  /** Whoever looked this up reads anew, and so on. */
  #touch(key: Key): void {
    const keys = [key];
    const seen = new Set(keys);
    for (let next = keys.pop(); next !== undefined; next = keys.pop()) {
      if (next.startsWith('variable:')) this.#variables.delete(next.slice('variable:'.length));
      for (const dependent of this.#dependencies.on(next)) {
        this.#dirty.add(dependent);
        const { kind, name, piece } = dependent;
        if ((kind === 'host' || kind === 'group') && !isOfTable(next)) this.#areSettersStale = true;
        if (kind !== 'variable' && kind !== 'single') continue;
        const further = kind === 'single' ? `${name}:${piece.file}#${piece.part}` : keyOf(dependent);
        if (seen.has(further)) continue;
        seen.add(further);
        keys.push(further);
      }
    }
  }

  #forget(declaration: Declaration): void {
    const analysis = this.#analyses.get(declaration);
    if (analysis === undefined) return;
    this.#contests.forget(declaration, analysis.claims);
    this.#orders.forget(declaration, analysis);
    this.#analyses.delete(declaration);
    this.#wrong.delete(declaration);
  }

  /** Reads what is to be read anew. */
  #settle(): void {
    while (this.#dirty.size > 0 || this.#areHostsStale || this.#areSettersStale) {
      for (const kinds of WAVES) {
        for (const declaration of [...this.#dirty]) if (kinds.has(declaration.kind)) this.#analyze(declaration);
        if (this.#areHostsStale || this.#areSettersStale) this.#tableHosts();
      }
    }
    this.#contests.settle();
    this.#unused.settle();
    this.#orders.settle(this.#hosts);
  }

  #tableHosts(): void {
    const before = this.#hosts;
    this.#hosts = hostTable(this.#names);
    for (const key of changedKeys(before, this.#hosts, this.#areSettersStale)) this.#touch(key);
    this.#areHostsStale = false;
    this.#areSettersStale = false;
  }

  #analyze(declaration: Declaration): void {
    this.#dirty.delete(declaration);
    this.#forget(declaration);
    this.#dependencies.forget(declaration);
    const analysis = analyze(declaration, scopeOf(this.#contextFor(declaration)));
    this.#analyses.set(declaration, analysis);
    if (analysis.faults.length > 0) this.#wrong.add(declaration);
    this.#contests.claim(declaration, analysis.claims);
    this.#orders.learn(declaration, analysis);
  }

  #contextFor(declaration: Declaration): LookUps {
    return {
      names: this.#names,
      outside: this.#outside,
      hosts: () => this.#hosts,
      variable: (name) => this.#variable(name, declaration),
      looksUp: (key) => this.#dependencies.record(declaration, key),
    };
  }

  #variable(name: string, asking: Declaration): VariableInfo | undefined {
    if (this.#variables.has(name)) return this.#variables.get(name);
    const declaration = this.#names.first(`variable:${name}`);
    if (this.#variableDepth > VARIABLE_DEPTH_LIMIT) return declaration && brokenVariable(name, declaration);
    // (a variable that leads back to itself has no value; that is told at its declaration)
    this.#variables.set(name, declaration && brokenVariable(name, declaration));
    this.#variableDepth += 1;
    const info = variableInfo(name, declaration, this.#hosts, scopeOf(this.#contextFor(declaration ?? asking)));
    this.#variableDepth -= 1;
    this.#variables.set(name, info);
    return info;
  }

  /** What is wrong, relative to the pieces that it stands in. */
  faults(): readonly Fault[] {
    this.#settle();
    const ofPieces = [...this.#faulty].map((piece) => faultsOfPiece(this.#files.get(piece.file), piece));
    const ofDeclarations = [...this.#wrong].map((declaration) => this.#analyses.get(declaration)?.faults ?? []);
    const ofNames = [this.#contests.faults, this.#orders.faults, this.#canTellUnused() ? this.#unused.faults : []];
    // (not pushed: as arguments, the faults of a long list overflow the stack)
    return [...ofPieces, ...this.#aliasFaults.values(), ...ofDeclarations, ...ofNames].flat();
  }

  get ignoringPieces(): ReadonlySet<Piece> {
    return this.#ignoring;
  }

  /** (In broken text, somebody may look them up: nothing is said of it then. And a template may name any of them.) */
  #canTellUnused(): boolean {
    for (const { parsed } of this.#faulty) if (parsed.brokenAt !== undefined) return false;
    return this.#outside.templates !== undefined || this.#dependencies.on('templates').size === 0;
  }

  /** What is known of each declaration, in the order of the text. */
  analyses(): readonly (readonly [Declaration, Analysis])[] {
    this.#settle();
    return [...this.#analyses].sort(([one], [other]) => inTextOrder(one, other));
  }

  hosts(): HostTable {
    this.#settle();
    return this.#hosts;
  }

  /** The declarations of a name, `kind:name`; the first one counts. */
  declarationsOf(key: Key): readonly Declaration[] {
    return this.#names.all(key);
  }

  namesOf(kind: Declaration['kind']): readonly string[] {
    return this.#names.ofKind(kind);
  }

  /** What a piece declares. */
  declaredIn(piece: Piece): readonly Declaration[] {
    return this.#declared.get(piece) ?? [];
  }

  analysisOf(declaration: Declaration): Analysis | undefined {
    this.#settle();
    return this.#analyses.get(declaration);
  }

  /** Declarations that looked a name up; not each of them mentions it. */
  dependentsOn(key: Key): readonly Declaration[] {
    this.#settle();
    return [...this.#dependencies.on(key)].sort(inTextOrder);
  }

  /** For whoever wants to look something up as the text at this declaration would. */
  scopeOf(declaration: Declaration): Scope {
    this.#settle();
    return scopeOf({ ...this.#contextFor(declaration), looksUp: () => {} });
  }
}
