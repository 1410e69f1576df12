// What the `host` blocks of pages say, on a real host: made before a case, and looked at after it.
import assert from 'node:assert/strict';
import { commonLibrary } from '../../engine/shell/shell.generated.ts';
import { probeOf, quote } from '../../modules/contract.ts';
import { thingType } from '../../modules/things/index.ts';
import type { LabHost } from '../lab/lab.ts';
import type { Entry, ThingEntry } from '../support/pages.ts';
import { makeModular, makeRepository } from '../support/repository.ts';

/** Shell that makes an entry be there; what is there already (such as /etc) is left as it is. */
function makeEntry(entry: Entry): string {
  if (entry.is === 'thing') return makeThing(entry);
  const path = quote(entry.path);
  const owners = `${entry.owner}:${entry.group} ${path}`;
  if (entry.is === 'link') return `[ -L ${path} ] || { ln -s ${quote(entry.target)} ${path} && chown -h ${owners}; }`;
  const attributes = `chown ${owners} && chmod 0${entry.mode} ${path}`;
  if (entry.is === 'directory') return `[ -d ${path} ] || { mkdir ${path} && ${attributes}; }`;
  return `printf %s ${quote(entry.content)} >${path} && ${attributes}`;
}

/** What a thing is made with is what viki itself would do; what can only be read is as it is, and looked at later. */
function makeThing({ id, answer }: ThingEntry): string {
  const { type, at } = probeOf(id);
  const thing = thingType(type);
  const state = thing.parse(answer);
  assert.ok(state, `${id} can't be ${answer}`);
  if (!thing.set) return ':';
  return `(\n${thing.set(at, state)}\n)`;
}

function askThing({ id }: ThingEntry): string {
  const { type, at } = probeOf(id);
  const told = id.replaceAll(/[\\&]/g, '\\$&');
  return `(\n${thingType(type).ask([{ index: 0, at }])}\n) | sed ${quote(`s\u0001^0\t\u0001${told} \u0001`)}`;
}

/** What the shell of things calls: each library once, because a script is one word, and words have a limit. */
function librariesFor(entries: readonly Entry[]): readonly string[] {
  const types = new Set(entries.flatMap((entry) => (entry.is === 'thing' ? [probeOf(entry.id).type] : [])));
  return [commonLibrary, 'v_home=/var/lib/viki', ...[...types].map((type) => thingType(type).library)];
}

/** The lines that a host says about some things, in the words of the pages. */
export async function look(host: LabHost, entries: readonly Entry[]): Promise<string> {
  const script = entries.map((entry) => {
    if (entry.is === 'thing') return askThing(entry);
    const path = quote(entry.path);
    if (entry.is === 'link') return `echo ${path} link $(stat -c '%U %G' ${path}) $(readlink ${path})`;
    const sum = entry.is === 'file' ? ` $(sha256sum <${path} | cut -d' ' -f1)` : '';
    return `echo ${path} ${entry.is} $(printf %04d $(stat -c %a ${path})) $(stat -c '%U %G' ${path})${sum}`;
  });
  return (await host.exec([...librariesFor(entries), ...script].join('\n'))).stdout;
}

/** What the pages take for granted; nginx makes folders of its own when it first looks at its settings. */
const FOR_PAGES = [
  'mkdir -p /opt /srv\n! command -v nginx >/dev/null || nginx -t -q',
  makeRepository,
  makeModular,
].join('\n');

export async function makeEntries(host: LabHost, entries: readonly Entry[]): Promise<void> {
  const made = await host.exec([FOR_PAGES, ...librariesFor(entries), ...entries.map(makeEntry)].join('\n'));
  assert.equal(made.code, 0, made.stderr);
}
