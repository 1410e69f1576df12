// Requests become programs: POSIX sh text that a host runs. Pure text work; what the pieces do is in shell/*.sh and in
// the things' own libraries.
import {
  type JsonObject,
  OPEN_ANSWER,
  type Probe,
  probeOf,
  quote,
  type State,
  type ThingId,
} from '../modules/contract.ts';
import { insideOf, thingType, typeOf } from '../modules/things/index.ts';
import type { Contents } from './contents.ts';
import type { Payload, Program, ReadRequest, RunRequest } from './host.ts';
import { bytesOf, madeCase, optionsCase, runsApart } from './options.ts';
import {
  apartLibrary,
  commonLibrary,
  compareLibrary,
  confirmLibrary,
  leftLibrary,
  rotateLibrary,
  runLibrary,
  sendLibrary,
  tryLibrary,
} from './shell/shell.generated.ts';
import { sendingOf } from './texts.ts';
import { wayCases } from './ways.ts';

/** How many of its runs a host tells of. */
export const RUNS_TOLD = 20;
/** What a host keeps of its runs: never less than it tells of, and otherwise within these. */
const KEEP_RUNS = 200;
const KEEP_DAYS = 365;
const KEEP_KIB = 1_048_576;
const RESERVE_BLOCK_BYTES = 65_536;
const RESERVE_BLOCKS_LIMIT = 1024;
/** Paths per call: what is found is appended to the arguments, and that copy grows with the square. */
const PATHS_PER_ASK = 200;
/** How many names of bytes a process on the host is given at a time. */
const NAMES_PER_PROCESS = 500;

function librariesOf(types: Iterable<string>): string {
  return [...new Set(types)]
    .toSorted()
    .map((type) => thingType(type).library)
    .join('\n');
}

const byPlace = (probes: readonly Probe[]) => probes.map((probe, index) => ({ ...probe, index }));

/** Shell that prints the index and the answer of each probe. */
function askAll(probes: readonly (Probe & { readonly index: number })[]): string {
  const byType = new Map<string, { index: number; at: string }[]>();
  for (const { index, type, at } of probes) {
    const asked = byType.get(type) ?? [];
    asked.push({ index, at });
    byType.set(type, asked);
  }
  const calls: string[] = [];
  for (const [type, asked] of byType) {
    for (let start = 0; start < asked.length; start += PATHS_PER_ASK) {
      calls.push(thingType(type).ask(asked.slice(start, start + PATHS_PER_ASK)));
    }
  }
  return calls.length === 0 ? ':' : calls.join('\n');
}

/** Summaries and claims are lines of words. */
export const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim() || '-';
const oneWord = (text: string): string => oneLine(text).replaceAll(' ', '_');

function program(request: Program['request'], parts: readonly string[], payload: readonly Payload[] = []): Program {
  return { request, text: `${parts.join('\n')}\n`, payload };
}

/** Before a run that is to be confirmed, it must be known whether the host could take it back after a reboot. */
const tellHook = (confirm: boolean): readonly string[] =>
  confirm ? [confirmLibrary, 'v_find_hook', 'v_say hook "$v_hook"'] : [];

export function readProgram(request: ReadRequest): Program {
  return program(request, [
    commonLibrary,
    librariesOf(request.probes.map((probe) => probe.type)),
    'v_find_home || exit',
    `v_runs ${RUNS_TOLD}`,
    ...tellHook(request.confirm),
    leftLibrary,
    // (a list of nothing would be no list to grep)
    `v_tell_left ${quote(oneLine(request.project))} ${quote(['-', ...request.addresses].map(oneLine).join('\n'))}`,
    `v_tell_owed ${quote(oneLine(request.project))}`,
    ...request.data,
    'v_say answers',
    askAll(byPlace(request.probes)),
    'v_say answered',
  ]);
}

export function bytesProgram(path: string, limit: number): Program {
  return program({ kind: 'bytes', path, limit }, [commonLibrary, sendLibrary, `v_tell_bytes ${quote(path)} ${limit}`]);
}

export function recordProgram(run: string | undefined, project: string, confirm: boolean): Program {
  return program({ kind: 'record', run, project }, [
    commonLibrary,
    sendLibrary,
    'v_find_home || exit',
    'umask 077',
    'v_recover_all',
    `v_runs ${RUNS_TOLD}`,
    ...tellHook(confirm),
    `v_tell_record ${quote(run ?? '')} ${quote(oneLine(project))}`,
  ]);
}

export function cancelProgram(run: string, hard: boolean): Program {
  return program({ kind: 'cancel', run, hard }, [
    commonLibrary,
    sendLibrary,
    'v_find_home || exit',
    'umask 077',
    `v_cancel ${quote(run)} ${hard ? 'hard' : "''"}`,
  ]);
}

export function confirmProgram(run: string): Program {
  return program({ kind: 'confirm', run }, [
    commonLibrary,
    sendLibrary,
    'v_find_home || exit',
    'umask 077',
    `v_confirm ${quote(run)}`,
  ]);
}

export function recoverProgram(): Program {
  return program({ kind: 'recover' }, [commonLibrary, sendLibrary, 'v_find_home || exit', 'v_recover_all']);
}

/** The lines that `v_ask` prints on a host in this state; `open` may be as they like. */
export function expectedAnswers(state: State, open: readonly ThingId[] = []): string {
  const answer = (id: ThingId): string => (open.includes(id) ? OPEN_ANSWER : typeOf(id).print(state[id] as JsonObject));
  return sortedThings(state)
    .map((id, index) => `${index}\t${answer(id)}`)
    .join('\n');
}

const sortedThings = (state: State): readonly ThingId[] => (Object.keys(state) as ThingId[]).toSorted();

/** Shell that tells what is in what a run makes (folders), and what its things hold, by the places of those among its things. */
function tellInside({ before, after }: RunRequest): readonly string[] {
  const made = sortedThings(before).flatMap((id, index) => {
    const inside = before[id]?.['is'] === 'absent' ? insideOf(id, after[id] ?? {}) : undefined;
    const probe = inside ?? (thingType(probeOf(id).type).holds ? probeOf(id) : undefined);
    return probe ? [{ ...probe, index }] : [];
  });
  return [librariesOf(made.map(({ type }) => type)), `v_inside() {\n${askAll(made)}\n}`];
}

function parentFolders(before: State): readonly string[] {
  const folders = sortedThings(before)
    .map(probeOf)
    .filter((probe) => probe.type === 'path')
    .map((probe) => probe.at.slice(0, probe.at.lastIndexOf('/')) || '/');
  return [...new Set(folders)];
}

function reserveBlocks(request: RunRequest): number {
  const bytes = request.keep.reduce((sum, kept) => sum + kept.size, 0);
  return Math.min(Math.ceil(bytes / RESERVE_BLOCK_BYTES) + 1, RESERVE_BLOCKS_LIMIT);
}

/** What stays in the run's folder and is run there, detached from any connection. `boundary` is for crash tests. */
function runnerText(request: RunRequest, who: string, boundary: string, brought: readonly string[]): string {
  const things = sortedThings(request.before).map(probeOf);
  return [
    commonLibrary,
    librariesOf(
      [...things, ...request.resources.flatMap(({ acts }) => acts.map(({ thing }) => probeOf(thing)))].map(
        ({ type }) => type,
      ),
    ),
    compareLibrary,
    tryLibrary,
    runLibrary,
    rotateLibrary,
    `v_keep_always=${RUNS_TOLD} v_keep_runs=${KEEP_RUNS} v_keep_days=${KEEP_DAYS} v_keep_kib=${KEEP_KIB}`,
    request.resources.some(runsApart) ? apartLibrary : '',
    request.confirmSeconds === undefined ? '' : confirmLibrary,
    `v_run=${quote(request.run)} v_total=${request.resources.length} v_policy=${request.onFailure}`,
    `v_who=${quote(oneWord(who))} v_project=${quote(oneLine(request.project))}`,
    `v_way_back=${request.oneWay.length === 0 ? 'before' : 'was'}`,
    `v_undoes=${quote(request.undoes ?? '-')} v_reserve_blocks=${reserveBlocks(request)}`,
    `v_confirm_seconds=${request.confirmSeconds ?? 0} v_self= v_brought=' ${brought.join(' ')} '`,
    ...wayCases(request, oneLine),
    optionsCase(request.resources),
    request.onFailure === 'continue' ? madeCase(request, sortedThings(request.before)) : '',
    ...tellInside(request),
    `v_ask() { ${askAll(byPlace(things))}\n}`,
    `v_keep_all() { ${request.keep.map((kept) => `v_keep ${quote(kept.path)} ${kept.sha256} &&`).join(' ')} :; }`,
    `v_folders() { "$1" ${parentFolders(request.before).map(quote).join(' ')}; }`,
    `v_boundary() { ${boundary}\n}`,
    'v_main "$@"',
  ].join('\n');
}

/** A call for as many words as a process takes at a time. */
const inPortions = (call: string, words: readonly string[]): readonly string[] =>
  Array.from({ length: Math.ceil(words.length / NAMES_PER_PROCESS) }, (_, index) =>
    [call, ...words.slice(index * NAMES_PER_PROCESS, (index + 1) * NAMES_PER_PROCESS)].join(' '),
  );

/** What the shell reads as it is. (dash and BusyBox stumble over some bytes above ASCII in a word) */
const PLAIN = /^[\t\n -~]*$/;

/** Written by the shell itself where it can; a here-document costs processes. Its end is no line of the text. */
function writeFile(name: string, text: string): string {
  if (PLAIN.test(text)) return `v_put ${name} '%s\\n' ${quote(text)} || return`;
  let end = 'V_END';
  const lines = new Set(text.split('\n'));
  while (lines.has(end)) end += '_';
  return `cat >"$v_folder/${name}" <<'${end}' || return\n${text}\n${end}`;
}

export type RunSending = {
  readonly request: RunRequest;
  readonly who: string;
  /** Bytes that the host may not have yet. */
  readonly payload: readonly Payload[];
  /** Shell that the runner calls at every event; only crash tests give one. */
  readonly boundary?: string;
};

export function runProgram({ request, who, payload, boundary = ':' }: RunSending): Program {
  const shas = payload.map((blob) => blob.sha256);
  const sending = sendingOf(payload);
  const write = [
    writeFile('record', request.record),
    writeFile('claims', request.claims.map(oneLine).join('\n')),
    writeFile('before', expectedAnswers(request.before)),
    writeFile('after', expectedAnswers(request.after)),
    writeFile('program', runnerText(request, who, boundary, shas)),
    ...(request.oneWay.length === 0 ? [] : [writeFile('was', expectedAnswers(request.before, request.oneWay))]),
    'v_boot && echo "$v_boot_id" >"$v_folder/boot"',
  ];
  const receive = [
    ...sending.texts,
    ...sending.payload.map((blob) => `v_receive ${blob.sha256} ${blob.size}`),
    // (a text is a part of this program, which is read to its end before it begins)
    ...inPortions(
      'v_check',
      sending.payload.map(({ sha256 }) => sha256),
    ),
    ...inPortions('v_accept', shas),
  ];
  return program(
    request,
    [
      commonLibrary,
      sendLibrary,
      'v_find_home || exit',
      'umask 077',
      'v_recover_first || exit 0',
      `v_run=${quote(request.run)} v_folder=$v_home/runs/${quote(request.run)}`,
      'v_give_up() { rm -rf "$v_folder"; exit 1; }',
      `v_write() {\nv_make_folders || return\n${write.join('\n')}\n}`,
      'v_explain prepare v_write || v_give_up',
      `v_bring() {\n${[...receive, ':'].join(' &&\n')}\n}`,
      'v_explain receive v_bring || v_give_up',
      'v_perform',
    ],
    sending.payload,
  );
}

export function attachProgram(run: string): Program {
  return program({ kind: 'attach', run }, [
    commonLibrary,
    sendLibrary,
    'v_find_home || exit',
    `v_attach ${quote(run)}`,
  ]);
}

/** The bytes that a run brings along, each once. What a rollback writes back is on the host already. */
export function payloadOf(request: RunRequest, contents: Contents | undefined): readonly Payload[] {
  const refs = request.resources.flatMap(bytesOf);
  const needed = new Map(refs.map((ref) => [ref.sha256, ref.size]));
  return [...needed].flatMap(([sha256, size]) => {
    const bytes = contents?.bytes(sha256);
    return bytes ? [{ sha256, size, bytes }] : [];
  });
}
