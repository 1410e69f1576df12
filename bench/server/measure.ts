// What is measured, on documents of which length and how often, and in which order. It prints nothing but its progress.
import { readFileSync } from 'node:fs';
import { Client, type Program } from './client.ts';
import { projectText } from './documents.ts';
import { applied, breakingPairs, keyPairs, namePairs, type Pair, typingPairs } from './edits.ts';
import { type Figures, figuresOf, type Sample } from './figures.ts';
import { type Act, complete, takeTurns, typeAndTakeBack } from './typing.ts';

export type Measure = 'typing' | 'breaking' | 'keys' | 'names' | 'start';

export type Row = {
  readonly measure: Measure;
  readonly lines: number;
  readonly server: string;
  /** One kind of edit, where kinds are told apart. */
  readonly kind?: string;
  readonly figures: Figures;
};

export type Memory = {
  readonly server: string;
  readonly lines: number;
  readonly residentMegabytes: number;
  readonly peakMegabytes: number;
};

export type Results = { readonly rows: readonly Row[]; readonly memory: readonly Memory[] };

/** How many pairs of edits (two answers each): ours is asked more often, because the others take their time. */
export type Size = { readonly lines: number; readonly pairs: number; readonly peerPairs: number };

export const sizes: readonly Size[] = [
  { lines: 50, pairs: 120, peerPairs: 12 },
  { lines: 1000, pairs: 120, peerPairs: 12 },
  { lines: 10_000, pairs: 120, peerPairs: 8 },
  { lines: 50_000, pairs: 60, peerPairs: 2 },
];
/** With `--quick`. */
export const QUICKER = 6;

const COMPLETIONS_PART = 0.5;
const STARTS = 5;
const STARTS_LINES = 1000;
export const MEMORY_LINES = 10_000;
/** One server on one document, for one measure: after this, fewer edits must do. */
const TURNS_LIMIT_MILLISECONDS = 15_000;
/** A file of a folder that is not there: nothing but the text that the editor sends is looked at. */
const URI = 'file:///srv/viki-bench/shop.vk.yaml';

export type Progress = (what: string) => void;

const makePairs: { readonly [measure in Exclude<Measure, 'start'>]: (text: string, count: number) => readonly Pair[] } =
  {
    typing: typingPairs,
    breaking: breakingPairs,
    keys: keyPairs,
    names: namePairs,
  };

async function opened(program: Program, text: string): Promise<Client> {
  const client = new Client(program, URI);
  await client.initialize();
  const { isRight, diagnostics } = await client.open(text, (found) => found.length === 0);
  if (isRight) return client;
  const told = diagnostics.slice(0, 3).map(({ message, range }) => `line ${range.start.line + 1}: ${message}`);
  throw new Error(`${program.name} finds fault with a sound project: ${told.join('; ')}`);
}

/** From the start of the process to the first right diagnostics of a file that has one problem. */
async function measureStarts(programs: readonly Program[], count: number): Promise<readonly Row[]> {
  const sound = projectText(STARTS_LINES);
  const pair = typingPairs(sound, 1)[0];
  if (pair === undefined) throw new Error('there is no edit to begin with');
  const text = applied(sound, pair.there);
  const samples = new Map<string, Sample[]>(programs.map(({ name }) => [name, []]));
  for (let start = 0; start < count; start += 1) {
    for (const program of programs) {
      const client = new Client(program, URI);
      await client.initialize();
      const { isRight } = await client.open(text, (found) =>
        found.some(({ range }) => pair.problemLines.includes(range.start.line)),
      );
      const milliseconds = performance.now() - client.started;
      samples.get(program.name)?.push({ kind: 'start', milliseconds, isRight, elsewhere: 0 });
      await client.stop();
    }
  }
  return programs.map(({ name }) => {
    return { measure: 'start', lines: STARTS_LINES, server: name, figures: figuresOf(samples.get(name) ?? []) };
  });
}

function memoryOf({ program, processId }: Client, lines: number): readonly Memory[] {
  if (process.platform !== 'linux') return [];
  const status = readFileSync(`/proc/${processId}/status`, 'utf8');
  const megabytes = (field: string): number =>
    Math.round(Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024);
  return [{ server: program.name, lines, residentMegabytes: megabytes('VmRSS'), peakMegabytes: megabytes('VmHWM') }];
}

/** A row for all kinds of edit together, and one for each kind where it is worth telling them apart. */
function rowsOf(measure: Measure, lines: number, server: string, samples: readonly Sample[]): readonly Row[] {
  const kinds = new Set(samples.map(({ kind }) => kind));
  const row = { measure, lines, server };
  return [
    { ...row, figures: figuresOf(samples) },
    ...(kinds.size < 2 || samples.length < 2 * kinds.size
      ? []
      : [...kinds].map((kind) => ({
          ...row,
          kind,
          figures: figuresOf(samples.filter((sample) => sample.kind === kind)),
        }))),
  ];
}

type Part = {
  readonly measure: Exclude<Measure, 'start'>;
  readonly act: Act;
  readonly isOurs: boolean;
  readonly part: number;
};

const parts: readonly Part[] = [
  { measure: 'typing', act: typeAndTakeBack, isOurs: false, part: 1 },
  { measure: 'keys', act: complete, isOurs: false, part: COMPLETIONS_PART },
  { measure: 'names', act: complete, isOurs: true, part: COMPLETIONS_PART },
  { measure: 'breaking', act: typeAndTakeBack, isOurs: true, part: COMPLETIONS_PART },
];

async function measureSize(programs: readonly Program[], size: Size, progress: Progress): Promise<Results> {
  const { lines } = size;
  const text = projectText(lines);
  const clients: Client[] = [];
  const rows: Row[] = [];
  try {
    progress(`${lines} lines: opening`);
    for (const program of programs) clients.push(await opened(program, text));
    for (const { measure, act, isOurs, part } of parts) {
      progress(`${lines} lines: ${measure}`);
      const typists = clients
        .filter(({ program }) => program.knowsLanguage || !isOurs)
        .map((client) => {
          const count = Math.ceil((client.program.knowsLanguage ? size.pairs : size.peerPairs) * part);
          return { client, pairs: makePairs[measure](text, count), limitMilliseconds: TURNS_LIMIT_MILLISECONDS };
        });
      if (typists.length === 0) continue;
      const samples = await takeTurns(typists, act);
      for (const [index, { client }] of typists.entries()) {
        rows.push(...rowsOf(measure, lines, client.program.name, samples[index] ?? []));
      }
    }
    return { rows, memory: clients.flatMap((client) => memoryOf(client, lines)) };
  } finally {
    await Promise.all(clients.map((client) => client.stop()));
  }
}

export async function measureAll(
  programs: readonly Program[],
  chosen: readonly Size[],
  isQuick: boolean,
  progress: Progress,
): Promise<Results> {
  progress('cold starts');
  const rows = [...(await measureStarts(programs, isQuick ? 2 : STARTS))];
  const memory: Memory[] = [];
  for (const size of chosen) {
    const part = isQuick ? 1 / QUICKER : 1;
    const { lines } = size;
    const pairs = Math.ceil(size.pairs * part);
    const found = await measureSize(programs, { lines, pairs, peerPairs: Math.ceil(size.peerPairs * part) }, progress);
    rows.push(...found.rows);
    memory.push(...found.memory);
  }
  return { rows, memory };
}
