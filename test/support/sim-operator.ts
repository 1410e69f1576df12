// An operator on hosts in memory: nobody's clock, and runs that are numbered.
import type { Host } from '../../engine/host.ts';
import { createOperator, type Operator } from '../../engine/operate.ts';
import type { EngineEvent } from '../../engine/result.ts';

export function operatorOf(
  hostOf: (name: string) => Host,
  emit: (event: EngineEvent) => void = () => undefined,
): Operator {
  let runs = 0;
  return createOperator({
    openHost: ({ name }) => hostOf(name),
    now: () => 0,
    newRunId: () => `run-${String(++runs).padStart(3, '0')}`,
    who: 'test@here',
    emit,
  });
}
