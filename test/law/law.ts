// Judges sources by the table: forbidden imports, forbidden words, and files that import each other in a circle. It is a
// function over texts, so that its own tests can break the law without touching the disk.
import { type Import, importsOf } from './imports.ts';
import { type Room, rooms } from './table.ts';
import { type Token, tokensOf } from './tokens.ts';

export type Violation = { readonly file: string; readonly line: number; readonly message: string };

/** Whether a path or package is meant by a pattern of the table. */
export function matches(pattern: string, target: string): boolean {
  const expression = pattern.split(/(\*\*\/|\*\*|\*)/).map((part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '**') return '.*';
    return part === '*' ? '[^/]*' : part.replace(/[.\\+?^${}()|[\]]/g, '\\$&');
  });
  return new RegExp(`^${expression.join('')}$`).test(target);
}

const anyMatches = (patterns: readonly string[], target: string): boolean =>
  patterns.some((pattern) => matches(pattern, target));

const roomOf = (file: string): Room | undefined => rooms.find(({ files }) => anyMatches(files, file));

function importViolation(room: Room, { target, typeOnly }: Import): string | undefined {
  if (anyMatches(room.mayImport, target)) return undefined;
  if (anyMatches(room.mayImportTypes, target)) {
    return typeOnly ? undefined : `${room.name} may import only types from ${target}: ${room.because}`;
  }
  return `${room.name} may not import ${target}: ${room.because}`;
}

/** `{ process: 1 }` names a field and says nothing about the process. */
function namesField(tokens: readonly Token[], at: number): boolean {
  return tokens[at + 1]?.text === ':' && ['{', ',', ';', 'readonly'].includes(tokens[at - 1]?.text ?? '');
}

function isSaid(pattern: string, tokens: readonly Token[], at: number): boolean {
  const [owner = '', member] = pattern.split('.');
  const before = tokens[at - 1]?.text;
  const isMember = before === '.' || before === '?.';
  if (member === undefined) return tokens[at]?.text === owner && !isMember && !namesField(tokens, at);
  return isMember && tokens[at]?.text === member && (owner === '' || tokens[at - 2]?.text === owner);
}

function wordViolations(file: string, room: Room, tokens: readonly Token[]): Violation[] {
  const awaits = anyMatches(room.mayAwait ?? [], file);
  const forbidden = room.mayNotSay.filter((word) => !(awaits && ['async', 'await', 'Promise'].includes(word)));
  const found: Violation[] = [];
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'word') continue;
    const word = forbidden.find((pattern) => isSaid(pattern, tokens, at));
    if (word) found.push({ file, line: token.line, message: `${room.name} may not use ${word}: ${room.because}` });
  }
  return found;
}

/** Every circle once, from the file whose path comes first. */
function circles(imports: ReadonlyMap<string, readonly Import[]>): Violation[] {
  const found: Violation[] = [];
  const finished = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    const start = trail.indexOf(file);
    if (start >= 0) {
      const circle = [...trail.slice(start), file];
      found.push({ file, line: 1, message: `files import each other in a circle: ${circle.join(' -> ')}` });
      return;
    }
    if (finished.has(file)) return;
    for (const { target } of imports.get(file) ?? []) visit(target, [...trail, file]);
    finished.add(file);
  };
  for (const file of [...imports.keys()].sort()) visit(file, []);
  return found;
}

/** All violations of the law in these sources (path in the tree -> text), in the order of the paths. */
export function violations(sources: ReadonlyMap<string, string>): readonly Violation[] {
  const found: Violation[] = [];
  const imports = new Map<string, readonly Import[]>();
  for (const [file, text] of sources) {
    const tokens = tokensOf(text);
    const ofFile = importsOf(file, tokens);
    imports.set(file, ofFile);
    const room = roomOf(file);
    if (!room) {
      const message = 'this folder is no room of the house: add it to test/law/table.ts';
      found.push({ file, line: 1, message });
      continue;
    }
    for (const one of ofFile) {
      const message = importViolation(room, one);
      if (message) found.push({ file, line: one.line, message });
    }
    found.push(...wordViolations(file, room, tokens));
  }
  return [...found, ...circles(imports)];
}
