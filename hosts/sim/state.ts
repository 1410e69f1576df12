// How the host in memory speaks of states: as real hosts answer, with what a step leaves open filled in.
import { type JsonObject, OPEN_ANSWER, probeOf, type ThingId } from '../../modules/contract.ts';
import { thingTypes } from '../../modules/things/index.ts';

const typeOf = (id: ThingId) => thingTypes.get(probeOf(id).type);

export const printed = (id: ThingId, state: JsonObject): string => typeOf(id)?.print(state) ?? '';

/** The host in memory is its own web server, as one that nothing was said to after it was installed. */
const WEB = 'path:/var/www/html';

function downloaded(states: ReadonlyMap<ThingId, JsonObject>, to: JsonObject): JsonObject {
  const served = states.get(`${WEB}${String(to['url']).replace(/^[a-z]+:\/\/[^/]*|\?.*$/g, '')}`);
  const { mode, owner, group } = to as { mode: string; owner: string; group: string };
  const content = served?.['is'] === 'file' ? served : { sha256: '0'.repeat(64), size: 0 };
  return { ...content, is: 'file', mode, owner, group };
}

/** What is cloned there is at the commit that the page of its host tells. */
function cloned(states: ReadonlyMap<ThingId, JsonObject>, to: JsonObject): JsonObject {
  const { repo, ref } = to as { repo: string; ref: string };
  const commit = String(states.get(`revision:${JSON.stringify({ repo, ref })}`)?.['commit'] ?? '0'.repeat(40));
  return { is: 'checkout', commit, branch: '-', repo };
}

/** What a step leaves open is something or other afterwards. */
export function closed(id: ThingId, to: JsonObject, states: ReadonlyMap<ThingId, JsonObject>): JsonObject {
  if (to['is'] === 'download') return downloaded(states, to);
  if (to['is'] === 'newest') return cloned(states, to);
  const answer = printed(id, to);
  if (!answer.startsWith(OPEN_ANSWER)) return to;
  // (a step may say itself what is likely)
  const likely = String(to['likely'] ?? `${answer.slice(OPEN_ANSWER.length)}1`);
  return typeOf(id)?.parse(likely) ?? to;
}

/** What is in a file, by its sum: memory has states only. */
export type TextOf = (sha256: string) => string | undefined;

const TEXT = 'text:';
const ENTRIES = 'entries:';

function entriesOf(states: ReadonlyMap<ThingId, JsonObject>, folder: string): JsonObject {
  if (states.get(`path:${folder}`)?.['is'] !== 'directory') return { is: 'absent' };
  const prefix = `path:${folder}/`;
  const there = [...states].filter(([id, state]) => id.startsWith(prefix) && state['is'] !== 'absent');
  return { is: 'entries', names: [...new Set(there.map(([id]) => id.slice(prefix.length).split('/')[0] ?? ''))] };
}

const BELOW = 'below:';

function belowOf(states: ReadonlyMap<ThingId, JsonObject>, folder: string): JsonObject {
  if (states.get(`path:${folder}`)?.['is'] !== 'directory') return { is: 'absent' };
  const prefix = `path:${folder}/`;
  const there = [...states].filter(([id, state]) => id.startsWith(prefix) && state['is'] !== 'absent');
  return {
    is: 'below',
    paths: there.map(([id]) => id.slice(prefix.length)),
    answers: there.map(([id, state], index) => `${index + 1}\t${printed(id, state)}`),
  };
}

/** A thing that nobody put there is absent; the text of a file is that of its path, and what is in a folder follows from the paths. */
export function stateIn(states: ReadonlyMap<ThingId, JsonObject>, id: ThingId, textOf: TextOf): JsonObject {
  const known = states.get(id);
  if (!known && id.startsWith(ENTRIES)) return entriesOf(states, id.slice(ENTRIES.length));
  if (!known && id.startsWith(BELOW)) return belowOf(states, id.slice(BELOW.length));
  if (known || !id.startsWith(TEXT)) return known ?? { is: 'absent' };
  const path = states.get(`path:${id.slice(TEXT.length)}`) ?? { is: 'absent' };
  if (path['is'] === 'absent') return path;
  const text = textOf(String(path['sha256']));
  return text === undefined ? { is: 'no-text' } : { is: 'text', text };
}
