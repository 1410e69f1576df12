// Spans as the places that the engine knows: a file and a 1-based line and column.
import type { Place } from '../engine/project.ts';
import { positionAt, type Source, type Span } from './text.ts';

export const placeAt = (source: Source, span: Span): Place => ({
  file: source.file,
  ...positionAt(source, span.start),
});
