// What can be typed at the cursor: kinds, entries with their required fields, fields, values, and names. Pure.
import type { Document, LiveProject } from '../language/index.ts';
import { ignorableCodes } from './completion/comments.ts';
import type { Completion, CompletionList, Item, Some } from './completion/item.ts';
import { keyItems } from './completion/keys.ts';
import { referenceItems } from './completion/references.ts';
import { valueItems } from './completion/values.ts';
import { type Place, placeAt } from './half-typed.ts';
import { meaningOf } from './meaning.ts';

export type { Completion, CompletionList };

const NOTHING: CompletionList = { items: [], isIncomplete: false };

export function completion(live: LiveProject, document: Document, offset: number): CompletionList {
  const codes = ignorableCodes(document, offset);
  if (codes) return { items: codes, isIncomplete: false };
  const place = placeAt(document, offset);
  const found = place && itemsAt(live, place);
  if (place === undefined || found === undefined) return NOTHING;
  const fitted = (item: Item): Completion => ({
    ...item,
    insert: place.needsSpace ? ` ${item.insert}` : item.insert,
    span: place.span,
  });
  return { items: found.items.map(fitted), isIncomplete: found.isIncomplete };
}

function itemsAt(live: LiveProject, place: Place): Some | undefined {
  if (place.kind === 'reference') return referenceItems(live, place);
  const meaning = meaningOf(place.path, live.outside.modules);
  if (meaning === undefined) return undefined;
  if (meaning.kind === 'value' && (place.kind === 'value' || meaning.field.form === undefined)) {
    return valueItems(live, place, meaning.name, meaning.field);
  }
  return place.kind === 'key' ? { items: keyItems(live, place, meaning), isIncomplete: false } : undefined;
}
