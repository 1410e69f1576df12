// A host's failure as sentences that name the host, the resource and the place in the text. Pure: it may not import
// vscode.
import type { Place } from '../../engine/project.ts';
import type { HostFailure, ProjectPlan } from '../../engine/result.ts';

function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

export const placeText = (place: Place): string => `${place.file}:${place.line}:${place.column}`;

/** `web-1: file.site failed: no space left on device; all is as before (site.vk.yaml:12:7). Make room and apply again.` */
export function failureMessage(failure: HostFailure): string {
  const { host, message, address, place, hint } = failure;
  const about = address === undefined || message.includes(address) ? '' : `${address}: `;
  const where = place ? ` (${placeText(place)})` : '';
  return `${host}: ${about}${message.replace(/\.$/, '')}${where}.${hint === '' ? '' : ` ${sentence(hint)}`}`;
}

/** Refusals and failures of a plan: everything that keeps apply from doing all that the text asks for. */
export function hindrances(plan: ProjectPlan): readonly HostFailure[] {
  return plan.hosts.flatMap(({ host, result }): HostFailure[] => {
    if ('failure' in result) return [result.failure];
    return result.plan.changes.flatMap(({ refusal, address, place }): HostFailure[] => {
      if (!refusal) return [];
      return [{ host, kind: 'refused', message: refusal.message, hint: refusal.hint, address, place, output: [] }];
    });
  });
}
