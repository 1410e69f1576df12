// A resource whose module (one of the project's own) gives no answer for it: refused with what the module said, so that the
// others on its host go on. Pure.
import { type Module, ModuleFailure } from '../modules/contract.ts';
import type { Planned } from './move.ts';

/** What `ask` makes of it; of a module that fails at that, what it makes of a refusal in its place. */
export function answeredBy<Made>(planned: Planned, ask: (planned: Planned) => Made): Made {
  try {
    return ask(planned);
  } catch (error) {
    if (!(error instanceof ModuleFailure)) throw error;
    const { message: refused, hint } = error;
    const { name, summary, spec, mainField } = planned.resource.module;
    const module: Module = {
      ...{ name, summary, spec, mainField },
      key: () => `${name}:${planned.resource.address}`,
      read: () => [],
      want: () => ({ refused, hint }),
      steps: () => [],
    };
    return ask({ ...planned, resource: { ...planned.resource, module } });
  }
}
