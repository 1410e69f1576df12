// A part of a text: some of its resources are planned, and nothing is done about the others, which is not the same as having
// left the text. Pure.
import { withWarning } from './outlook.ts';
import type { PlanFor } from './plan.ts';
import type { Part, Project } from './project.ts';

/** `file.site` names all that a loop made of it as well. */
export const isNamed = (address: string, names: readonly string[]): boolean =>
  names.some((name) => address === name || address.startsWith(`${name}[`));

/** Only these resources; one of them may have left the text, so that it is removed. */
export function partOf(project: Project, names: readonly string[]): Project {
  const resources = project.resources.filter(({ address }) => isNamed(address, names));
  const leftOut = project.resources.filter(({ address }) => !isNamed(address, names));
  return { ...project, resources, part: { names, leftOut } };
}

/** What would be done once more because something of the part changes, and is not: nobody will think of it later. */
export function tellingLeftOut(planFor: PlanFor, part: Part | undefined): PlanFor {
  if (!part) return planFor;
  return (basics) => {
    const plan = planFor(basics);
    const waiting = part.leftOut.filter(({ hosts }) => hosts.includes(basics.host));
    const changes = plan.changes.map((change) => {
      if (change.steps.length === 0) return change;
      const left = waiting.filter(({ restartOn }) => restartOn.includes(change.address)).map(({ address }) => address);
      return left.reduce(
        (told, address) => withWarning(told, `${address} is left out, so it is not restarted or run again after this`),
        change,
      );
    });
    return { ...plan, changes };
  };
}
