// Locales that a host has, as things. The shell is in locale.sh.
import { type Probe, quote, type State, type ThingId, type ThingType, thingId } from '../contract.ts';
import { localeLibrary } from './shell.generated.ts';

export const localeProbe = (name: string): Probe => ({ type: 'locale', at: name });
export const localeId = (name: string): ThingId => thingId(localeProbe(name));

export function hasLocale(state: State, name: string): boolean {
  const value = state[localeId(name)];
  if (!value) throw new Error(`the locale ${name} was not read`);
  return value['is'] === 'present';
}

export const localeThing: ThingType = {
  type: 'locale',
  library: localeLibrary,
  ask: (all) => all.map(({ index, at }) => `v_locale ${index} ${quote(at)}`).join('\n'),
  parse: (answer) => (answer === 'present' || answer === 'absent' ? { is: answer } : undefined),
  print: (state) => String(state['is']),
  set: (name, to) => `${to['is'] === 'present' ? 'v_locale_make' : 'v_locale_remove'} ${quote(name)}`,
  needs: () => [],
  differences: () => [],
};
