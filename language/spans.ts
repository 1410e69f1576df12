// Where the documents, hosts and resources of a file stand: for lenses, trees and outlines. Works on half-typed text.
import type { Document } from './parse.ts';
import { positionAt, type Span } from './text.ts';
import { type Entry, entriesOf, entryOf } from './tree.ts';

export type ResourceSpan = Span & {
  readonly kind: 'document' | 'host' | 'resource';
  /** `viki`, the host's name, or `module.name`. */
  readonly address: string;
  /** 1-based. */
  readonly line: number;
};

/** From the key to the end of what it holds. */
export function resourceSpans(document: Document): readonly ResourceSpan[] {
  const span = (kind: ResourceSpan['kind'], address: string, entry: Entry): ResourceSpan => ({
    kind,
    address,
    start: entry.key.start,
    end: Math.max(entry.key.end, entry.value.end),
    line: positionAt(document, entry.key.start).line,
  });
  return document.parts.flatMap(({ root }) => {
    const viki = entryOf(root, 'viki');
    if (viki === undefined) return [];
    const hosts = entriesOf(entryOf(viki.value, 'hosts')?.value).map((entry) => span('host', entry.key.name, entry));
    const resources = entriesOf(entryOf(viki.value, 'mods')?.value).flatMap((module) =>
      entriesOf(module.value).map((entry) => span('resource', `${module.key.name}.${entry.key.name}`, entry)),
    );
    return [span('document', 'viki', viki), ...hosts, ...resources];
  });
}
