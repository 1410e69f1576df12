// What is known of changes beforehand: whether they are certain or only expected, can be taken back, restart something.
// Pure: modules say it of their steps, and here it is followed through a plan.
import type { Step, ThingId } from '../modules/contract.ts';
import type { Dependant } from './needs.ts';
import type { Outlook, ResourceChange } from './result.ts';

const words = (all: readonly (string | undefined)[]): readonly string[] => [
  ...new Set(all.flatMap((text) => (text === undefined ? [] : [text]))),
];

/** What a module says of its own steps. */
export function outlookOf(steps: readonly Step[]): Outlook {
  const warnings = words(steps.map((step) => step.warning));
  return {
    expected: words(steps.map((step) => step.expected)),
    oneWay: words(steps.map((step) => step.oneWay)),
    restarts: words(steps.map((step) => step.restarts)),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

export function withWarning(change: ResourceChange, warning: string): ResourceChange {
  const outlook = change.outlook ?? outlookOf([]);
  return { ...change, outlook: { ...outlook, warnings: [...(outlook.warnings ?? []), warning] } };
}

type Planned = { readonly change: ResourceChange; readonly dependant: Dependant };

/** In the order of a plan: what looks at a thing that is only expected is no more certain than that thing. */
export function withConsequences(moves: readonly Planned[]): readonly ResourceChange[] {
  const expectedBy = new Map<ThingId, string>();
  return moves.map(({ change, dependant }) => {
    if (change.outlook === undefined || change.steps.length === 0) return change;
    const { expected, restarts } = change.outlook;
    const sources = words([...dependant.looksAt].map((thing) => expectedBy.get(thing)));
    const others = sources.map((source) => `it builds upon ${source}, which is known after the apply`);
    const restarted = moves.filter((other) => other.dependant.restartedBy?.includes(change.address));
    const outlook = {
      ...change.outlook,
      expected: [...expected, ...others],
      restarts: words([...restarts, ...restarted.map((other) => other.change.address)]),
    };
    if (outlook.expected.length > 0) for (const thing of dependant.changes) expectedBy.set(thing, change.address);
    return { ...change, outlook };
  });
}
