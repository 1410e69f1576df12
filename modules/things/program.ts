// Programs as things that are only read: whether a host has them, for modules that need them. The shell is in program.sh.
import { type Probe, quote, type Refusal, type State, type ThingType, type Tools, thingId } from '../contract.ts';
import { programLibrary } from './shell.generated.ts';

export const programProbe = (name: string): Probe => ({ type: 'program', at: name });

export const hasProgram = (state: State, name: string): boolean =>
  state[thingId(programProbe(name))]?.['is'] === 'there';

/** Why it can't be done without one of these programs; something before it in the plan may bring it. */
export function programRefusal(names: readonly string[], now: State, tools: Tools): Refusal | undefined {
  if (tools.changesBefore || names.some((name) => hasProgram(now, name))) return undefined;
  return {
    refused: `this host has no ${names.join(' and no ')}`,
    hint: `add a \`package\` that brings ${names.join(' or ')}, and \`after\` that names it`,
  };
}

export const programThing: ThingType = {
  type: 'program',
  library: programLibrary,
  ask: (programs) => `v_programs ${programs.map(({ index, at }) => `${index} ${quote(at)}`).join(' ')}`,
  parse: (answer) => (answer === 'there' || answer === 'absent' ? { is: answer } : undefined),
  print: (state) => String(state['is']),
  needs: () => [],
  differences: () => [],
};
