// Notes what was seen of the hosts in the project's state.vk.json, as the terminal does. What can't be noted is a line in
// the log: the hosts remember their runs themselves.
import { onlyHosts, type SeenState, withToldFacts } from '../disk/seen.ts';
import { updateState } from '../disk/state.ts';
import type { Desk } from './desk.ts';
import type { Ready } from './ready.ts';

export async function noteSeen(
  desk: Desk,
  { folder, project, facts }: Ready,
  change: (state: SeenState) => SeenState,
): Promise<void> {
  const names = new Set(project.hosts.keys());
  const warnings = await updateState(folder, project.name, (state) => {
    const next = change(state);
    return onlyHosts(facts ? withToldFacts(next, facts) : next, names);
  });
  for (const warning of warnings) desk.log.warn(warning);
}
