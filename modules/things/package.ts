// Packages as things: which version of one is installed, whether it is held, and which versions could be had. The shell is
// in package.sh and the files that it names.
import {
  type Difference,
  type JsonObject,
  OPEN_ANSWER,
  type Probe,
  quote,
  type State,
  type ThingId,
  type ThingType,
  thingId,
} from '../contract.ts';
import { managerLibrary, packageAptLibrary, packageLibrary, packageOthersLibrary } from './shell.generated.ts';

/** What all things of packages are asked and set with. */
export const library = [managerLibrary, packageLibrary, packageAptLibrary, packageOthersLibrary].join('\n');

export type PackageState =
  | { readonly is: 'absent' }
  /** There is no package manager that viki knows. */
  | { readonly is: 'none' }
  /** Half installed: whoever began it did not come to its end. */
  | { readonly is: 'broken'; readonly version: string }
  /** Without a version: the one that the host prefers, known when it is installed. `isHeld`: upgrades leave it alone. */
  | { readonly is: 'installed'; readonly version?: string; readonly isHeld: boolean };

export const packageProbe = (name: string): Probe => ({ type: 'package', at: name });
export const packageId = (name: string): ThingId => thingId(packageProbe(name));

export function packageIn(state: State, name: string): PackageState {
  const value = state[packageId(name)];
  if (!value) throw new Error(`the package ${name} was not read`);
  return value as PackageState;
}

const ANSWER = /^(installed|held|broken):(\S+)$/;

function parsePackage(answer: string): PackageState | undefined {
  if (answer === 'absent' || answer === 'none') return { is: answer };
  const [, is, version] = ANSWER.exec(answer) ?? [];
  if (is === undefined || version === undefined) return undefined;
  return is === 'broken' ? { is, version } : { is: 'installed', version, isHeld: is === 'held' };
}

function printPackage(state: PackageState): string {
  if (state.is === 'absent' || state.is === 'none') return state.is;
  if (state.is === 'broken') return `broken:${state.version}`;
  const word = state.isHeld ? 'held' : 'installed';
  return state.version === undefined ? `${OPEN_ANSWER}${word}:` : `${word}:${state.version}`;
}

function setPackage(name: string, to: PackageState): string {
  if (to.is === 'absent') return `v_package ${quote(name)} absent ''`;
  if (to.is !== 'installed') throw new Error(`${name} can't be made ${to.is}`);
  return `v_package ${quote(name)} ${to.isHeld ? 'held' : 'installed'} ${quote(to.version ?? '')}`;
}

function differencesOfPackage(from: PackageState, to: PackageState): readonly Difference[] {
  if (from.is !== 'installed' || to.is !== 'installed') return [];
  const found: Difference[] = [];
  if (from.version !== undefined && to.version !== undefined && from.version !== to.version)
    found.push({ what: 'version', from: from.version, to: to.version });
  if (from.isHeld !== to.isHeld) found.push({ what: 'held', from: String(from.isHeld), to: String(to.isHeld) });
  return found;
}

export const packageThing: ThingType = {
  type: 'package',
  onlyRoot: true,
  library,
  ask: (packages) => `v_packages ${packages.map(({ index, at }) => `${index} ${quote(at)}`).join(' ')}`,
  parse: parsePackage,
  print: (state) => printPackage(state as PackageState),
  set: (name, to) => setPackage(name, to as PackageState),
  needs: () => [],
  differences: (from: JsonObject, to: JsonObject) => differencesOfPackage(from as PackageState, to as PackageState),
};
