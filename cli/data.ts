// Plans, results and failures as --json prints them: what a program can rely on, and not all that the engine knows. Pure.
import { mendedRuns, openRun } from '../client/folds/earlier.ts';
import { whatToDo } from '../engine/failure.ts';
import type { ApplyResult, HostFailure, PlanResult, ProjectPlan, ResourceChange } from '../engine/result.ts';

export const failureData = ({ host, kind, message, hint, address, place, output }: HostFailure): object => ({
  host,
  kind,
  message,
  hint,
  address,
  place,
  output,
});

const changeData = ({
  address,
  place,
  action,
  steps,
  differences,
  contents,
  drift,
  note,
  outlook,
  refusal,
}: ResourceChange): object => ({
  address,
  action,
  place,
  steps,
  differences,
  contents,
  drift,
  note,
  outlook,
  refusal: refusal && { message: refusal.message, hint: whatToDo(refusal) },
});

function resultData(host: string, result: PlanResult): object {
  if ('failure' in result) return { host, failure: failureData(result.failure) };
  const { kind, undoes, changes, confirm } = result.plan;
  const mended = mendedRuns(result.plan);
  const earlier = { open: openRun(result.plan), ...(mended.length === 0 ? {} : { mended }) };
  return { host, kind, undoes, confirm, ...earlier, changes: changes.map(changeData) };
}

export const planData = (plan: ProjectPlan): readonly object[] =>
  plan.hosts.map(({ host, result }) => resultData(host, result));

export const resultsData = (results: readonly ApplyResult[]): readonly object[] =>
  results.map(({ host, run, outcome, changed, milliseconds, failure }) => ({
    host,
    run,
    outcome,
    changed,
    milliseconds,
    failure: failure && failureData(failure),
  }));
