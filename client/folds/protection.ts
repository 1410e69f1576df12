// Which names a person types before protected hosts are changed. Pure: it may not import vscode, nor ask anybody.
import type { Project } from '../../engine/project.ts';

/** Nobody types a dozen names; the project's stands for them. */
const NAMES_TYPED_MAX = 3;

/** The protected groups among these hosts, and protected hosts of no such group. */
function protectedNames(project: Project, hosts: readonly string[]): readonly string[] {
  const groups = [...project.groups.values()].filter(
    (group) => group.protected && group.hosts.some((host) => hosts.includes(host)),
  );
  const covered = new Set(groups.flatMap((group) => group.hosts));
  const alone = hosts.filter((host) => project.hosts.get(host)?.protected && !covered.has(host));
  return [...groups.map(({ name }) => name), ...alone];
}

/** Empty when nothing is protected, or when all that is was named already (on a command line). */
export function namesToType(
  project: Project,
  hosts: readonly string[],
  named: readonly string[] = [],
): readonly string[] {
  const isOpen = (name: string): boolean => !named.includes(name);
  const names = protectedNames(project, hosts);
  return names.some(isOpen) ? (names.length > NAMES_TYPED_MAX ? [project.name] : names).filter(isOpen) : [];
}

/** Whether just these names were typed, in any order. */
export function areTyped(typed: string, names: readonly string[]): boolean {
  const words = typed.split(/[\s,]+/).filter((word) => word !== '');
  return words.length === names.length && names.every((name) => words.includes(name));
}
