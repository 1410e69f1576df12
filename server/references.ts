// Where else in the project the symbol at an offset is named. Pure.
import type { Document, LiveProject } from '../language/index.ts';
import type { Span } from '../language/text.ts';
import type { Target } from './definition.ts';
import { siteAt, sitesOf, sitesOfFile } from './sites.ts';

export type Highlight = Span & { readonly kind: 'read' | 'write' };

export function references(
  live: LiveProject,
  document: Document,
  offset: number,
  withDeclaration: boolean,
): readonly Target[] {
  const site = siteAt(live, document, offset);
  if (site === undefined) return [];
  return sitesOf(live, site.key)
    .filter(({ role }) => withDeclaration || role !== 'declares')
    .map(({ file, start, end }) => ({ file, start, end }));
}

/** The same, in this file only. */
export function highlights(live: LiveProject, document: Document, offset: number): readonly Highlight[] {
  const site = siteAt(live, document, offset);
  if (site === undefined) return [];
  return sitesOfFile(live, document, site.key).map(({ start, end, role }) => ({
    start,
    end,
    kind: role === 'names' ? 'read' : 'write',
  }));
}
