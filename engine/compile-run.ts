// A run becomes the program that brings it to a host: its files, its bytes, and the runner that stays there. Pure text work,
// for compile.ts.
import { isGone, type JsonObject, OPEN_ANSWER, probeOf, quote, type State, type ThingId } from '../modules/contract.ts';
import { insideOf, typeOf } from '../modules/things/index.ts';
import { askAll, byPlace, librariesOf, oneLine, oneWord, program, RUNS_TOLD } from './compile.ts';
import type { Contents } from './contents.ts';
import type { Payload, Program, RunRequest } from './host.ts';
import { bytesOf, madeCase, optionsCase, runsApart } from './options.ts';
import {
  apartLibrary,
  commonLibrary,
  compareLibrary,
  confirmLibrary,
  lockLibrary,
  rotateLibrary,
  runLibrary,
  sendLibrary,
  tellLibrary,
  tryLibrary,
} from './shell/shell.generated.ts';
import { sendingOf } from './texts.ts';
import { wayCases } from './ways.ts';

/** What a host keeps of its runs: never less than it tells of, and otherwise within these. */
const KEEP_RUNS = 200;
const KEEP_DAYS = 365;
const KEEP_KIB = 1_048_576;
const RESERVE_BLOCK_BYTES = 65_536;
const RESERVE_BLOCKS_LIMIT = 1024;
/** How many names of bytes a process on the host is given at a time. */
const NAMES_PER_PROCESS = 500;

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
    const was = before[id] ?? {};
    const inside = isGone(was) || typeOf(id).isUntold?.(was) ? insideOf(id, after[id] ?? {}) : undefined;
    const probe = inside ?? (typeOf(id).holds ? probeOf(id) : undefined);
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

/** What stays in the run's folder and is run there, detached from any connection; what is the run's own comes before it. */
function runnerText(request: RunRequest, brought: readonly string[]): string {
  const things = sortedThings(request.before).map(probeOf);
  return [
    commonLibrary,
    librariesOf(
      [...things, ...request.resources.flatMap(({ acts }) => acts.map(({ thing }) => probeOf(thing)))].map(
        ({ type }) => type,
      ),
    ),
    compareLibrary,
    tellLibrary,
    tryLibrary,
    lockLibrary,
    runLibrary,
    rotateLibrary,
    `v_keep_always=${RUNS_TOLD} v_keep_runs=${KEEP_RUNS} v_keep_days=${KEEP_DAYS} v_keep_kib=${KEEP_KIB}`,
    request.resources.some(runsApart) ? apartLibrary : '',
    request.confirmSeconds === undefined ? '' : confirmLibrary,
    `v_total=${request.resources.length} v_policy=${request.onFailure} v_project=${quote(oneLine(request.project))}`,
    `v_way_back=${request.oneWay.length === 0 ? 'before' : 'was'}`,
    `v_reserve_blocks=${reserveBlocks(request)} v_confirm_seconds=${request.confirmSeconds ?? 0} v_self=`,
    `v_brought=' ${brought.join(' ')} '`,
    ...wayCases(request, oneLine),
    optionsCase(request.resources),
    request.onFailure === 'continue' ? madeCase(request, sortedThings(request.before)) : '',
    ...tellInside(request),
    `v_ask() { ${askAll(byPlace(things))}\n}`,
    `v_keep_all() { ${request.keep.map((kept) => `v_keep ${quote(kept.path)} ${kept.sha256} &&`).join(' ')} :; }`,
    `v_folders() { "$1" ${parentFolders(request.before).map(quote).join(' ')}; }`,
    'v_main "$@"',
  ].join('\n');
}

/** A text as the shell has it: in one word where it can. */
type Written = { readonly text: string; readonly word: string | undefined };

/** What the shell reads as it is. (dash and BusyBox stumble over some bytes above ASCII in a word) */
const PLAIN = /^[\t\n -~]*$/;
const written = (text: string): Written => ({ text, word: PLAIN.test(text) ? quote(text) : undefined });

type Shared = { readonly of: RunRequest; readonly brought: string; readonly runner: Written; readonly files: string };

/** What the runs of hosts with one plan have in common, which is nearly all of it, by the resources of that plan. */
const shared = new WeakMap<RunRequest['resources'], Shared>();
const IN_COMMON = ['project', 'before', 'after', 'oneWay', 'keep', 'onFailure', 'confirmSeconds', 'claims'] as const;

function sharedOf(request: RunRequest, shas: readonly string[]): Shared {
  const brought = shas.join(' ');
  const known = shared.get(request.resources);
  if (known?.brought === brought && IN_COMMON.every((name) => known.of[name] === request[name])) return known;
  const { claims, before, after, oneWay } = request;
  const files = [
    writeFile('claims', claims.map(oneLine).join('\n')),
    writeFile('before', expectedAnswers(before)),
    writeFile('after', expectedAnswers(after)),
    ...(oneWay.length === 0 ? [] : [writeFile('was', expectedAnswers(before, oneWay))]),
  ].join('\n');
  const made = { of: request, brought, runner: written(runnerText(request, shas)), files };
  shared.set(request.resources, made);
  return made;
}

/** A call for as many words as a process takes at a time. */
const inPortions = (call: string, words: readonly string[]): readonly string[] =>
  Array.from({ length: Math.ceil(words.length / NAMES_PER_PROCESS) }, (_, index) =>
    [call, ...words.slice(index * NAMES_PER_PROCESS, (index + 1) * NAMES_PER_PROCESS)].join(' '),
  );

/** Written by the shell itself where it can; a here-document costs processes. Its end is no line of the text. */
function writeFile(name: string, ...parts: readonly (string | Written)[]): string {
  const all = parts.map((part) => (typeof part === 'string' ? written(part) : part));
  const words = all.flatMap(({ word }) => word ?? []);
  if (words.length === all.length) return `v_put ${name} '%s\\n' ${words.join('')} || return`;
  const text = all.map((part) => part.text).join('');
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
  const { runner, files } = sharedOf(request, shas);
  const own = [
    `v_run=${quote(request.run)} v_undoes=${quote(request.undoes ?? '-')} v_who=${quote(oneWord(who))}`,
    `v_boundary() { ${boundary}\n}\n`,
  ].join('\n');
  const write = [
    writeFile('record', request.record),
    files,
    writeFile('program', own, runner),
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

/** The bytes that a run brings along, each once. What a rollback writes back is on the host already. */
export function payloadOf(request: RunRequest, contents: Contents | undefined): readonly Payload[] {
  const refs = request.resources.flatMap(bytesOf);
  const needed = new Map(refs.map((ref) => [ref.sha256, ref.size]));
  return [...needed].flatMap(([sha256, size]) => {
    const bytes = contents?.bytes(sha256);
    return bytes ? [{ sha256, size, bytes }] : [];
  });
}
