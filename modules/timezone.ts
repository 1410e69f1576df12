// The module `timezone`: the time zone of a host. Pure: it never sees a host.
import type { Module, Refusal, Spec, State, Tools } from './contract.ts';
import { ownFileProbes, ownPathRefusal, wantOwnFile } from './things/own-file.ts';
import { type PathState, pathId, pathIn, pathProbe, pathSteps } from './things/path.ts';

const LINK = '/etc/localtime';
/** The name once more, where a system keeps it (Debian, Alpine). */
const NAME_FILE = '/etc/timezone';
const ZONES = '/usr/share/zoneinfo';
const MODE = '0644';

const zoneOf = (spec: Spec): string => `${ZONES}/${String(spec['name'])}`;

/** The link as it should be; one that leads there in other words stays. */
function wantLink(spec: Spec, now: State): PathState {
  const found = pathIn(now, LINK);
  if (found.is === 'link' && [zoneOf(spec), `..${zoneOf(spec)}`].includes(found.target)) return found;
  return { is: 'link', target: zoneOf(spec), owner: 'root', group: 'root' };
}

function wantZone(spec: Spec, now: State, tools: Tools): State | Refusal {
  if (pathIn(now, zoneOf(spec)).is === 'absent' && !tools.changesBefore) {
    return {
      refused: `this host knows no time zone ${String(spec['name'])}`,
      hint: `look for its name in ${ZONES}, or add a \`package\` for tzdata`,
    };
  }
  const refusal = ownPathRefusal(LINK, 'a system', now, tools);
  if (refusal) return refusal;
  const linked = { ...now, [pathId(LINK)]: wantLink(spec, now) };
  if (pathIn(now, NAME_FILE).is === 'absent') return linked;
  const content = tools.bytes(`${String(spec['name'])}\n`);
  return wantOwnFile({ path: NAME_FILE, mode: MODE, content, program: 'a system' }, linked, tools);
}

export const timezone: Module = {
  name: 'timezone',
  summary: 'The time zone of a host.',
  spec: {
    fields: {
      name: {
        type: 'string',
        description: 'The time zone.',
        pattern: '^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$',
        patternHint: 'the name of a time zone, such as `Europe/Vienna`',
        examples: ['Europe/Vienna', 'Etc/UTC'],
      },
    },
    required: ['name'],
  },
  mainField: 'name',
  key: () => pathId(LINK),
  read: (spec) => [pathProbe(zoneOf(spec)), ...ownFileProbes(LINK, NAME_FILE)],
  want: wantZone,
  steps: (_spec, from, to) => pathSteps([LINK, NAME_FILE], from, to),
};
