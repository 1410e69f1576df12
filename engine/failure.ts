// What went wrong with a host, made into one shape: which host, what it said, what to try.
import { ModuleFailure, type Probe } from '../modules/contract.ts';
import { HostError } from './host.ts';
import type { ChangeRefusal, HostFailure, ResourceChange, RunOutcome } from './result.ts';

type Extra = Partial<Pick<HostFailure, 'address' | 'place' | 'output'>>;

export function failure(
  host: string,
  kind: HostFailure['kind'],
  message: string,
  hint: string,
  extra: Extra = {},
): HostFailure {
  return { host, kind, message, hint, address: extra.address, place: extra.place, output: extra.output ?? [] };
}

/** An error of a host, or of a module of the project's own, becomes a failure; a bug of ours goes on to where bugs are caught. */
export function failureOf(host: string, error: unknown): HostFailure {
  if (error instanceof HostError) return failure(host, error.kind, error.message, error.hint);
  if (error instanceof ModuleFailure) return failure(host, 'refused', error.message, error.hint);
  throw error;
}

export function noAnswers(host: string, unanswered: readonly Probe[]): HostFailure {
  const [first] = unanswered;
  const what = first ? `${first.type} ${first.at}` : 'anything';
  return failure(
    host,
    'not-understood',
    `the host gave no answer about ${what}${unanswered.length > 1 ? ` and ${unanswered.length - 1} more` : ''}`,
    'viki needs a POSIX sh with stat, sha256sum, readlink and sed (GNU or BusyBox) in the PATH of that login',
  );
}

/** For whoever is at a terminal. */
export const whatToDo = ({ hint, forced }: ChangeRefusal): string =>
  forced === undefined ? hint : `${hint}; \`--force\` ${forced}`;

export function refusal(host: string, changes: readonly ResourceChange[]): HostFailure {
  const refused = changes.filter((change) => change.action === 'refused');
  const [first] = refused;
  const more = refused.length > 1 ? ` (and ${refused.length - 1} more)` : '';
  const hint = first?.refusal ? whatToDo(first.refusal) : '';
  return failure(host, 'refused', `${first?.refusal?.message ?? 'refused'}${more}`, hint, {
    address: first?.address,
    place: first?.place,
  });
}

/** What a run left, in words, by how it ended. */
const LEFT: { readonly [outcome in RunOutcome]: string } = {
  done: 'everything is as planned',
  undone: 'everything was walked back and is as before',
  stopped: 'it was left as it is there, as the policy says; `viki rollback` takes it back',
  partly: 'that and what builds upon it is as before, the rest is as planned',
  stuck: 'it could not be walked back completely; mend the cause, then `viki rollback` goes on',
  stale: 'nothing was touched',
  locked: 'nothing was touched',
};

export const left = (outcome: RunOutcome): string => LEFT[outcome];
