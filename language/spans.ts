// Where the documents, hosts, groups and resources of a file stand: for lenses, trees and outlines. Works on half-typed text.
import { declarationsOf } from './declaration.ts';
import type { Document } from './document.ts';
import { pointIn } from './document.ts';
import type { Piece } from './piece.ts';
import type { Span } from './text.ts';

export type ResourceSpan = Span & {
  readonly kind: 'document' | 'host' | 'group' | 'resource';
  /** `viki`, the name of the host or group, or `module.name`. */
  readonly address: string;
  /** 1-based. */
  readonly line: number;
};

const KINDS: ReadonlySet<string> = new Set(['host', 'group', 'resource']);

/** From the key to the end of what it holds. */
export function resourceSpans(document: Document): readonly ResourceSpan[] {
  const ends = endsOfDocuments(document);
  return document.pieces.flatMap((piece) =>
    declarationsOf(piece, piece.parsed.entries).flatMap(({ kind, entry, name, path }): ResourceSpan[] => {
      const isDocument = kind === 'key' && path.length === 0 && name === 'viki';
      if (!isDocument && !KINDS.has(kind)) return [];
      const start = piece.offset + entry.key.start;
      const own = piece.offset + Math.max(entry.key.end, entry.value.end);
      const end = isDocument ? Math.max(own, ends.get(piece.part) ?? 0) : own;
      const spanKind = isDocument ? 'document' : (kind as ResourceSpan['kind']);
      return [{ kind: spanKind, address: name, start, end, line: pointIn(piece, entry.key.start).line + 1 }];
    }),
  );
}

/** Where the last entry of each YAML document ends. */
function endsOfDocuments({ pieces }: Document): ReadonlyMap<number, number> {
  const endOf = ({ offset, text }: Piece): number => offset + text.trimEnd().length;
  return new Map(pieces.filter(({ cut }) => cut.kind === 'entry').map((piece) => [piece.part, endOf(piece)]));
}
