// Requests become programs: POSIX sh text that a host runs. Pure text work; what the pieces do is in shell/*.sh and in
// the things' own libraries. What brings a run to a host is in compile-run.ts.
import { type Probe, quote } from '../modules/contract.ts';
import { thingType } from '../modules/things/index.ts';
import type { Payload, Program, ReadRequest } from './host.ts';
import { commonLibrary, confirmLibrary, leftLibrary, sendLibrary } from './shell/shell.generated.ts';

/** How many of its runs a host tells of. */
export const RUNS_TOLD = 20;
/** Paths per call: what is found is appended to the arguments, and that copy grows with the square. */
const PATHS_PER_ASK = 200;

export function librariesOf(types: Iterable<string>): string {
  // (kinds of things may have one library together)
  return [...new Set([...types].toSorted().map((type) => thingType(type).library))].join('\n');
}

export const byPlace = (probes: readonly Probe[]) => probes.map((probe, index) => ({ ...probe, index }));

/** Shell that prints the index and the answer of each probe. */
export function askAll(probes: readonly (Probe & { readonly index: number })[]): string {
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
export const oneWord = (text: string): string => oneLine(text).replaceAll(' ', '_');

export function program(
  request: Program['request'],
  parts: readonly string[],
  payload: readonly Payload[] = [],
): Program {
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
    'v_tell_login',
    `v_salt=${quote(request.salt ?? '')}`,
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

export function attachProgram(run: string): Program {
  return program({ kind: 'attach', run }, [
    commonLibrary,
    sendLibrary,
    'v_find_home || exit',
    `v_attach ${quote(run)}`,
  ]);
}
