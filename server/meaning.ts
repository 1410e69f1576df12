// What a path of keys means in the language: which fields may stand there, or what the value is. Pure.
import { type OwnModules, type Sort, sortsOf } from '../language/catalog.ts';
import { type Field, type Form, fieldIn } from '../language/form.ts';
import { documentForm } from '../language/forms.ts';

/** Sections whose keys are kinds: of resources, of data, of checks. */
export type KindSection = 'mods' | 'data' | 'checks';

/** What names that people choose are names of; `own-variable` is one that a host or group sets for itself. */
export type NameOf = 'variable' | 'own-variable' | 'host' | 'group' | 'resource' | 'data' | 'check';

export type Meaning =
  /** A map with known keys; `sort` where it is a resource, a reading of data or a check. */
  | { readonly kind: 'fields'; readonly form: Form; readonly sort: Sort | undefined }
  /** A map whose keys are kinds. */
  | { readonly kind: 'sorts'; readonly section: KindSection }
  /** A map whose keys are names that people choose. */
  | {
      readonly kind: 'names';
      readonly of: NameOf;
      readonly sort: Sort | undefined;
      /** Names that mean something by themselves. */
      readonly form: Form | undefined;
      /** What stands under each name. */
      readonly entries: Field | undefined;
    }
  /** A value; `form` where it may be a map as well. */
  | { readonly kind: 'value'; readonly name: string; readonly field: Field };

const KINDS: { readonly [section in KindSection]: NameOf } = { mods: 'resource', data: 'data', checks: 'check' };
const NAMES: { readonly [section: string]: NameOf } = { vars: 'variable', hosts: 'host', groups: 'group' };
/** `viki`, and a section. */
const SECTION_DEPTH = 2;

const isKindSection = (section: string | undefined): section is KindSection =>
  section !== undefined && Object.hasOwn(KINDS, section);

/** `own`: the modules of the project itself. */
export function meaningOf(path: readonly string[], own?: OwnModules): Meaning | undefined {
  const [viki, section, ...rest] = path;
  if (viki === 'viki' && isKindSection(section)) return meaningOfKinds(section, rest, own);
  let meaning: Meaning | undefined = { kind: 'fields', form: documentForm, sort: undefined };
  for (const [depth, key] of path.entries()) meaning = meaning && step(meaning, key, depth + 1);
  return meaning;
}

function meaningOfKinds(
  section: KindSection,
  [kind, name, ...rest]: readonly string[],
  own: OwnModules | undefined,
): Meaning | undefined {
  if (kind === undefined) return { kind: 'sorts', section };
  const sort = sortsOf(section, own).get(kind);
  if (sort === undefined) return undefined;
  if (name === undefined) return { kind: 'names', of: KINDS[section], sort, form: undefined, entries: undefined };
  let meaning: Meaning | undefined = { kind: 'fields', form: sort.form, sort };
  for (const key of rest) meaning = meaning && step(meaning, key, Number.POSITIVE_INFINITY);
  return meaning;
}

/** The map that a value may be, with known keys. */
export function formIn(meaning: Meaning): Form | undefined {
  if (meaning.kind === 'fields') return meaning.form;
  return meaning.kind === 'value' ? meaning.field.form : undefined;
}

/** From a map to what one of its keys means. */
function step(meaning: Meaning, key: string, depth: number): Meaning | undefined {
  if (meaning.kind === 'names') {
    const field = (meaning.form && fieldIn(meaning.form, key)) ?? meaning.entries;
    return field && ofField(key, field);
  }
  const form = formIn(meaning);
  const field = form && fieldIn(form, key);
  if (field === undefined) return undefined;
  const { entries } = field;
  const names = Object.hasOwn(NAMES, key) ? NAMES[key] : undefined;
  const of = depth > SECTION_DEPTH && names === 'variable' ? 'own-variable' : names;
  const isMapOfNames = entries !== undefined && of !== undefined && field.types.includes('object');
  if (isMapOfNames) return { kind: 'names', of, sort: undefined, form: field.form, entries };
  return ofField(key, field);
}

/** A field that can only be a map is its form; one that may also be something else is a value. */
function ofField(name: string, field: Field): Meaning {
  const isMapOnly = field.types.every((type) => type === 'object' || type === 'null');
  if (field.form !== undefined && isMapOnly) return { kind: 'fields', form: field.form, sort: undefined };
  return { kind: 'value', name, field };
}

/** The field that the last key of a path names, and what it belongs to. */
export function fieldOf(
  path: readonly string[],
  own?: OwnModules,
): { readonly field: Field; readonly meaning: Meaning } | undefined {
  const parent = meaningOf(path.slice(0, -1), own);
  const name = path.at(-1);
  if (parent === undefined || name === undefined) return undefined;
  const form = parent.kind === 'names' ? parent.form : formIn(parent);
  const field = form && fieldIn(form, name);
  return field && { field, meaning: parent };
}

/** The kind that a path of three keys names: `viki`, `mods`, `file`. */
export function sortOf([viki, section, kind]: readonly string[], own?: OwnModules): Sort | undefined {
  return viki === 'viki' && section !== undefined && kind !== undefined ? sortsOf(section, own).get(kind) : undefined;
}
