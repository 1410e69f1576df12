// What more than one declaration lays claim to: a name given twice, a thing on a host that two resources set. Told at
// both places, each pointing to the other.
import type { Declaration } from './declaration.ts';
import { type Fault, faultAt } from './fault.ts';
import { code } from './sentences.ts';
import { inTextOrder, type Key } from './tables.ts';
import { twice } from './yaml-tree.ts';

/** How many rivals of one declaration are told. */
const RIVALS_LIMIT = 8;

const WORDS: { readonly [kind in Declaration['kind']]?: string } = {
  variable: 'The variable',
  host: 'The host',
  group: 'The group',
  resource: 'The resource',
  data: 'The data',
  check: 'The check',
};

const isInSameMap = (one: Declaration, other: Declaration): boolean =>
  one.piece.file === other.piece.file &&
  one.piece.part === other.piece.part &&
  one.path.length === other.path.length &&
  one.path.every((key, index) => key === other.path[index]);

/** `declarations` have one name, and come in the order of the text. */
export function tellTwice(declarations: readonly Declaration[]): readonly Fault[] {
  const faults: Fault[] = [];
  for (const [index, later] of declarations.entries()) {
    const earlier = declarations.slice(0, index).slice(0, RIVALS_LIMIT);
    const inSameMap = earlier.find((candidate) => isInSameMap(candidate, later));
    if (inSameMap) {
      if (later.kind === 'key') {
        faults.push(keyTwice(inSameMap, later));
        continue;
      }
      const given = ({ piece, entry }: Declaration) => ({ source: piece, entry });
      faults.push(...twice(given(inSameMap), given(later)));
      continue;
    }
    const [first] = earlier;
    const what = wordsFor(later);
    if (first === undefined || what === undefined) continue;
    faults.push(tellOther(first, later, what), tellOther(later, first, what));
  }
  return faults;
}

/** A section or module: what stands below both belongs together. */
function keyTwice(first: Declaration, { piece, entry }: Declaration): Fault {
  const { start, end } = first.entry.key;
  const related = [{ source: first.piece, start, end, message: 'given here first' }];
  const name = code(entry.key.name);
  const suggestion = `Move what stands below it to the first ${name}, and remove this line.`;
  return faultAt(piece, entry.key, 'duplicate-key', `${name} is given twice here`, { suggestion, related });
}

function wordsFor({ kind, name }: Declaration): string | undefined {
  const words = WORDS[kind];
  if (words !== undefined) return `${words} ${code(name)} is declared`;
  if (kind !== 'single' || (name !== 'name' && name !== 'policy')) return undefined;
  return name === 'name' ? 'The name of the project is given' : "The project's policy is given";
}

function tellOther(at: Declaration, other: Declaration, what: string): Fault {
  const { start, end } = other.entry.key;
  const related = [{ source: other.piece, start, end, message: 'the other place' }];
  const extras = { suggestion: 'Remove one of the two, or give it another name.', related };
  return faultAt(at.piece, at.entry.key, 'duplicate-name', `${what} twice in this project`, extras);
}

/** Two resources that would set one thing on one host. */
export function tellClaim(thing: Key, claims: ReadonlyMap<Declaration, readonly string[]>): readonly Fault[] {
  if (claims.size < 2) return [];
  const sorted = [...claims].sort(([one], [other]) => inTextOrder(one, other)).slice(0, RIVALS_LIMIT);
  const faults: Fault[] = [];
  for (const [index, [later, hosts]] of sorted.entries()) {
    for (const [earlier, others] of sorted.slice(0, index)) {
      const shared = hosts.find((host) => others.includes(host));
      if (shared === undefined || later.name === earlier.name) continue;
      faults.push(tellRival(earlier, later, shared, thing), tellRival(later, earlier, shared, thing));
    }
  }
  return faults;
}

type Held = ReadonlyMap<Declaration, readonly string[]>;

/** One resource sets all of a file on a host, and another one a part of it. */
export function tellParts(thing: Key, wholes: Held, parts: Held): readonly Fault[] {
  if (wholes.size === 0 || parts.size === 0) return [];
  const firstOf = (held: Held) => [...held].sort(([one], [other]) => inTextOrder(one, other)).slice(0, RIVALS_LIMIT);
  const some = firstOf(parts);
  return firstOf(wholes).flatMap(([whole, hosts]) =>
    some.flatMap(([part, others]) => {
      const shared = hosts.find((host) => others.includes(host));
      return shared === undefined ? [] : tellPart(whole, part, shared, thing);
    }),
  );
}

function tellPart(whole: Declaration, part: Declaration, host: string, thing: Key): readonly Fault[] {
  const what = code(thing.slice(thing.indexOf(':') + 1));
  const suggestion = `Put that part into what ${code(whole.name)} writes, or leave the whole file to resources of parts of it.`;
  const tell = (at: Declaration, other: Declaration, message: string, words: string): Fault => {
    const { start, end } = other.entry.key;
    const related = [{ source: other.piece, start, end, message: words }];
    return faultAt(at.piece, at.entry.key, 'duplicate-claim', message, { suggestion, related });
  };
  return [
    tell(whole, part, `${code(part.name)} sets a part of ${what} on ${code(host)}, and this all of it`, 'sets a part'),
    tell(
      part,
      whole,
      `${code(whole.name)} sets all of ${what} on ${code(host)}, and this a part of it`,
      'sets all of it',
    ),
  ];
}

function tellRival(at: Declaration, other: Declaration, host: string, thing: Key): Fault {
  const what = code(thing.slice(thing.indexOf(':') + 1));
  const { start, end } = other.entry.key;
  const related = [{ source: other.piece, start, end, message: `also sets ${what}` }];
  const extras = { suggestion: 'Merge the two, or put them on different hosts with `on`.', related };
  const message = `${code(other.name)} sets ${what} on ${code(host)} too`;
  return faultAt(at.piece, at.entry.key, 'duplicate-claim', message, extras);
}

export function unusedVariable({ piece, entry, name }: Declaration): Fault {
  const suggestion = `Use it as ${code(`\${${name}}`)}, or remove it.`;
  const extras = { severity: 'hint', suggestion } as const;
  return faultAt(piece, entry.key, 'unused-variable', `Nothing uses the variable ${code(name)}`, extras);
}
