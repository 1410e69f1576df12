// What can be typed between `${` and `}`: variables, and what leads on from the words that are names of their own. Pure.
import type { LiveProject, VariableInfo } from '../../language/index.ts';
import type { Place } from '../half-typed.ts';
import { namesIn } from '../names.ts';
import { type Item, namesFor } from './item.ts';
import type { Some } from './values.ts';

/** Plain variables everywhere; what may be secret is offered with the field that takes it. */
export function referenceItems(live: LiveProject, place: Place): Some {
  const names = namesIn(live, undefined);
  const some = namesFor(place.word, live.namesOf('variable'));
  const items = some.names.flatMap((name): readonly Item[] => {
    const value = names.variable(name)?.value;
    if (value?.kind !== 'plain') return [];
    const about = ['viki', 'vars', name];
    return [
      { label: name, kind: 'variable', detail: shown(value), about, insert: place.hasBrace ? name : `${name}\\}` },
    ];
  });
  return { items, isIncomplete: some.isIncomplete };
}

const shown = (value: VariableInfo['value'] & { readonly kind: 'plain' }): string =>
  typeof value.json === 'object' ? JSON.stringify(value.json) : String(value.json);
