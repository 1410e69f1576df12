// What the host's own programs say of files that a plan would put in place: asked with the plan, so that it says already what
// an apply would be refused for. Pure; what asks them is shell/trial.sh.
import { type ContentRef, isToGo, quote, type State, type Trial } from '../modules/contract.ts';
import type { Contents } from './contents.ts';
import { type Move, type Planned, refusedMove } from './move.ts';
import { withWarning } from './outlook.ts';
import { trialLibrary } from './shell/shell.generated.ts';
import { wordsFor } from './texts.ts';

/** What is larger is not sent with every plan: the run checks it before it is in place. */
const SIZE_LIMIT_BYTES = 65_536;
const TRIAL_LINE = /^trial (\d+) (.*)$/s;

/** What was said against the bytes of resources, by their addresses. */
export type Complaints = ReadonlyMap<string, string>;

const trialOf = ({ resource: { module }, spec }: Planned, make: Contents['make']): Trial | undefined =>
  isToGo(module, spec) ? undefined : module.tries?.(spec, make);

/** The format and the word that the shell writes these bytes with; a secret is sent with what needs it only. */
function wordsOf({ isSecret, sha256, size }: ContentRef, bytesOf: Contents['bytes']): string | undefined {
  if (isSecret || size > SIZE_LIMIT_BYTES) return undefined;
  const bytes = bytesOf(sha256);
  return bytes && wordsFor(bytes);
}

/** Shell that has all of them tried, each with its place in the list. */
export function askTrials(
  planned: readonly Planned[],
  { make, bytes }: Pick<Contents, 'make' | 'bytes'>,
): readonly string[] {
  const calls = planned.flatMap((one, index) => {
    const trial = trialOf(one, make);
    const words = trial && wordsOf(trial.content, bytes);
    if (!trial || words === undefined) return [];
    const { program, path, content, name, command } = trial;
    return [`v_trial ${index} ${program} ${quote(path)} ${content.sha256} ${quote(name)} ${quote(command)} ${words}`];
  });
  return calls.length === 0 ? [] : [trialLibrary, ...calls];
}

export function complaintsIn(planned: readonly Planned[], lines: readonly string[]): Complaints {
  const said = new Map<string, string>();
  for (const line of lines) {
    const [, index = '', text = ''] = TRIAL_LINE.exec(line) ?? [];
    const address = planned[Number(index)]?.resource.address;
    if (index === '' || address === undefined) continue;
    const before = said.get(address) ?? '';
    said.set(address, [before, text.trim()].filter(Boolean).join('; '));
  }
  return said;
}

/**
 * The move, unless the host's own program is against it. `changesBefore`: what is changed before it may be what the program
 * misses, so that it is a warning only; the run has it checked again, before it is in place. `world`: as it is without the move.
 */
export function passingTrial(
  planned: Planned,
  move: Move,
  {
    complaints,
    changesBefore,
    make,
    world,
  }: {
    readonly complaints: Complaints;
    readonly changesBefore: boolean;
    readonly make: Contents['make'];
    readonly world: State;
  },
): Move {
  const complaint = complaints.get(planned.resource.address);
  const trial = complaint === undefined ? undefined : trialOf(planned, make);
  if (!trial || !move.run?.forward.some(({ validate }) => validate)) return move;
  const why = complaint === '' ? ', and does not say why' : `: ${complaint}`;
  const message = `${trial.program} does not take this ${trial.path}${why}`;
  if (changesBefore) {
    const warning = `${message}; unless what comes before it changes that, the run is refused there`;
    return { ...move, change: withWarning(move.change, warning) };
  }
  return refusedMove(planned, world, message, 'mend its content; nothing was put in place');
}
