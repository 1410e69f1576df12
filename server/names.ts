// What a project declares, by name, as far as its text can be understood: for completion and hover. Pure.
import type { Declaration, LiveProject, VariableInfo } from '../language/index.ts';

export type Names = {
  readonly live: LiveProject;
  declaration(kind: Declaration['kind'], name: string): Declaration | undefined;
  variable(name: string): VariableInfo | undefined;
};

export function namesIn(live: LiveProject, at: Declaration | undefined): Names {
  return {
    live,
    declaration: (kind, name) => live.declarationsOf(`${kind}:${name}`)[0],
    variable: (name) => {
      const declaration = at ?? live.declarationsOf(`variable:${name}`)[0];
      return declaration === undefined ? undefined : live.scopeOf(declaration).variable(name);
    },
  };
}
