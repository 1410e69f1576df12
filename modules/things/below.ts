// Everything that lies below a folder as a thing that is only read: nobody could name those paths before. The shell is in
// below.sh.
import { type Probe, quote, type Refusal, type State, type ThingType, thingId } from '../contract.ts';
import { pathId, pathThing } from './path.ts';
import { belowLibrary, pathLibrary } from './shell.generated.ts';

/** How many paths are told: whoever has more there does not want them looked at one by one. */
const PATHS_LIMIT = 10_000;
const BELOW = 'below:';
const BETWEEN = '\u001d';
const HALVES = '\u001e';
const WORDS = ['absent', 'denied', 'moving', 'odd', 'many', 'own'] as const;

type BelowState =
  | { readonly is: (typeof WORDS)[number] }
  /** Paths from the folder, and what the host answers about them, each with the number of its path. */
  | { readonly is: 'below'; readonly paths: readonly string[]; readonly answers: readonly string[] };

export const belowProbe = (folder: string): Probe => ({ type: 'below', at: folder });

/** The paths below it, whole; or why they are not known. */
export function pathsBelow(folder: string, state: State): readonly string[] | Refusal {
  const below = state[thingId(belowProbe(folder))] as BelowState | undefined;
  if (!below) throw new Error(`what is below ${folder} was not read`);
  switch (below.is) {
    case 'absent':
      return [];
    case 'below':
      return below.paths.map((path) => `${folder}/${path}`);
    case 'denied':
      return { refused: `not all that is in ${folder} may be seen`, hint: 'use `sudo` for this host' };
    case 'moving':
      return { refused: `what is in ${folder} changed while it was read`, hint: 'plan again' };
    case 'odd':
      return {
        refused: `a name in ${folder}, or what a link leads to, has an end of line in it, or another character that can not be told`,
        hint: 'look at it there, and remove it yourself',
      };
    case 'own':
      return { refused: `what viki needs to go back lies in ${folder}`, hint: 'leave `exact` out' };
    case 'many':
      return {
        refused: `there are more than ${PATHS_LIMIT} things in ${folder}`,
        hint: 'empty it yourself, or leave `exact` out',
      };
  }
}

/** Not so where bytes were no UTF-8: then what was told of them names something else. */
export const isTold = (text: string): boolean => !text.includes('\ufffd');

export const untoldRefusal = (path: string): Refusal => ({
  refused: `${path}, or what it leads to, is not UTF-8, so viki could not name it there`,
  hint: 'look at it there, and remove it yourself',
});

const listIn = (text: string): readonly string[] => (text === '' ? [] : text.split(BETWEEN));

/** (a name that led out of the folder would be none of its own) */
const isBelow = (path: string): boolean =>
  path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && !part.includes(HALVES));

function parseBelow(answer: string): BelowState | undefined {
  const is = WORDS.find((word) => word === answer);
  if (is) return { is };
  const [names, told, more] = answer.startsWith(BELOW) ? answer.slice(BELOW.length).split(HALVES) : [];
  if (names === undefined || told === undefined || more !== undefined) return undefined;
  const paths = listIn(names);
  return paths.every(isBelow) ? { is: 'below', paths, answers: listIn(told) } : undefined;
}

function printBelow(state: BelowState): string {
  if (state.is !== 'below') return state.is;
  return `${BELOW}${state.paths.join(BETWEEN)}${HALVES}${state.answers.join(BETWEEN)}`;
}

/** As the host has them; what it does not answer for is as good as unreadable. */
function statesBelow(folder: string, { paths, answers }: BelowState & { is: 'below' }): State {
  const told = new Map(answers.map((line) => [line.slice(0, line.indexOf('\t')), line.slice(line.indexOf('\t') + 1)]));
  const states = paths.map((path, index) => {
    const state = pathThing.parse(told.get(`${index + 1}`) ?? '') ?? { is: 'unreadable', why: 'moving', at: '' };
    return [pathId(`${folder}/${path}`), state] as const;
  });
  return Object.fromEntries(states);
}

export const belowThing: ThingType = {
  type: 'below',
  library: `${pathLibrary}\n${belowLibrary}`,
  ask: (folders) => folders.map(({ index, at }) => `v_below ${index} ${quote(at)} ${PATHS_LIMIT}`).join('\n'),
  parse: parseBelow,
  print: (state) => printBelow(state as BelowState),
  needs: () => [],
  differences: () => [],
  tells(folder, state) {
    const below = state as BelowState;
    return below.is === 'below' ? statesBelow(folder, below) : {};
  },
};
