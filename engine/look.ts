// Looks at hosts beside plans, and changes nothing: what they are, for texts that depend on it (one more round trip over the
// same connection, before their resources are read), and the bytes of a file. It awaits hosts.
import type { JsonObject } from '../modules/contract.ts';
import { BYTES_LIMIT, type BytesAnswer, parseBytes } from './bytes.ts';
import { bytesProgram, readProgram } from './compile.ts';
import type { Connections } from './connections.ts';
import { askData, dataIn, factsOf } from './data.ts';
import { failure, failureOf } from './failure.ts';
import type { CancelSignal } from './host.ts';
import { forEachLimited } from './limited.ts';
import type { HostSettings } from './project.ts';
import type { Facts, HostFailure } from './result.ts';

async function factsOn(
  connections: Connections,
  settings: HostSettings,
  cancel: CancelSignal | undefined,
): Promise<JsonObject | HostFailure> {
  const request = [factsOf([settings.name])];
  const nothing = { probes: [], addresses: [], project: '', confirm: false };
  try {
    const program = readProgram({ kind: 'read', ...nothing, data: askData(request) });
    const [told] = dataIn(request, await connections.ask(settings, program, cancel));
    if (told && 'found' in told) return told.found as JsonObject;
    const why = told?.missing ?? 'the host told nothing of itself';
    return failure(settings.name, 'not-understood', why, '`viki data` shows what it tells');
  } catch (error) {
    return failureOf(settings.name, error);
  }
}

const isFailure = (told: JsonObject | HostFailure): told is HostFailure => 'kind' in told && 'hint' in told;

export async function askFacts(
  connections: Connections,
  hosts: readonly HostSettings[],
  parallel: number,
  cancel: CancelSignal | undefined,
): Promise<Facts> {
  const known = new Map<string, JsonObject>();
  const failed = new Map<string, HostFailure>();
  await forEachLimited(hosts, parallel, async (settings) => {
    const told = await factsOn(connections, settings, cancel);
    if (isFailure(told)) failed.set(settings.name, told);
    else known.set(settings.name, told);
  });
  return { known, failed };
}

export async function bytesOf(
  connections: Connections,
  settings: HostSettings,
  path: string,
): Promise<BytesAnswer | { readonly failure: HostFailure }> {
  try {
    return parseBytes(await connections.ask(settings, bytesProgram(path, BYTES_LIMIT), undefined));
  } catch (error) {
    return { failure: failureOf(settings.name, error) };
  }
}
