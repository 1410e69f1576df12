// Fields that stand beside the entry that they belong to, in the same column, so that each reads as an entry of its own:
// told once, at the entry.
import type { Collector } from '../analysis.ts';
import type { Declaration } from '../declaration.ts';
import { faultAt } from '../fault.ts';
import { type Form, fieldIn } from '../form.ts';
import { code, listed } from '../sentences.ts';
import { isNothing } from '../tree.ts';

/** The entries among which it stands, by name. */
export type Siblings = {
  /** (Asked for where something is wrong only: there may be thousands.) */
  names(): readonly string[];
  get(name: string): Declaration | undefined;
};

/** True when it is such an entry or such a field: then nothing else is to be said of it. */
export function tellMisplaced({ declaration, faults }: Collector, form: Form, siblings: Siblings): boolean {
  const { entry, piece } = declaration;
  if (entry.value.kind === 'map') return false;
  const owner = isNothing(entry.value) ? declaration : ownerOf(declaration, form, siblings);
  const fields = owner === undefined ? [] : fieldsBelow(owner, form, siblings);
  if (owner !== declaration) return fields.includes(declaration);
  if (fields.length === 0) return false;
  const edits = fields.flatMap((field) =>
    [...field.piece.text.matchAll(/^(?=.*\S)/gm)].map(({ index }) => {
      const start = field.piece.offset - piece.offset + index;
      return { start, end: start, text: '  ' };
    }),
  );
  const name = code(entry.key.name);
  const suggestion = `Indent ${listed(
    fields.map((field) => code(field.entry.key.name)),
    'and',
  )} under ${name}.`;
  const extras = { suggestion, fix: { title: `Indent them under ${name}`, edits } };
  faults.push(faultAt(piece, entry.key, 'indentation', `The fields of ${name} stand beside it, not under it`, extras));
  return true;
}

const isBeside = (one: Declaration, other: Declaration): boolean =>
  one.piece.file === other.piece.file && one.piece.header !== undefined && one.piece.header === other.piece.header;

const isField = (form: Form, { entry }: Declaration): boolean =>
  entry.value.kind !== 'map' && !isNothing(entry.value) && fieldIn(form, entry.key.name) !== undefined;

/** The fields on the lines right below an entry that has none of its own. */
function fieldsBelow(owner: Declaration, form: Form, { get }: Siblings): readonly Declaration[] {
  const found = Object.keys(form.fields).flatMap((field) => get(field) ?? []);
  const fields = found.filter(
    (one) => isField(form, one) && isBeside(one, owner) && one.piece.index > owner.piece.index,
  );
  const sorted = fields.toSorted((one, other) => one.piece.index - other.piece.index);
  return sorted.filter(({ piece }, index) => piece.index === owner.piece.index + 1 + index);
}

/** The entry above a field that has no fields of its own. */
function ownerOf(field: Declaration, form: Form, { names, get }: Siblings): Declaration | undefined {
  if (!isField(form, field)) return undefined;
  const above = names()
    .flatMap((name) => get(name) ?? [])
    .filter((one) => isNothing(one.entry.value) && isBeside(one, field) && one.piece.index < field.piece.index);
  return above.toSorted((one, other) => other.piece.index - one.piece.index)[0];
}
