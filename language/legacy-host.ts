// The one host of a file that has no `hosts`: the first viki had it in `vars`.
import type { HostSettings, SecretSource } from '../engine/project.ts';
import type { PlaceOf } from './analysis.ts';
import type { Declaration } from './declaration.ts';
import { LEGACY_HOST } from './host-table.ts';
import type { LiveProject } from './live.ts';

/** The name that stood for the machine itself. */
const THIS_MACHINE = 'localhost';

export function legacyHostOf(live: LiveProject, placeIn: (at: Declaration) => PlaceOf): HostSettings | undefined {
  const [declaration] = live.declarationsOf('variable:hostname');
  if (declaration === undefined) return undefined;
  const scope = live.scopeOf(declaration);
  const text = (name: string): string | undefined => {
    const info = scope.variable(name);
    return info?.value.kind === 'plain' && info.value.json !== null ? String(info.value.json) : undefined;
  };
  const secret = (name: string): SecretSource | undefined => {
    const info = scope.variable(name);
    if (info === undefined) return undefined;
    const place = placeIn(info.declaration)(info.declaration.entry.value);
    if (info.value.kind === 'secret') return { from: info.value.from === 'env' ? 'env' : 'prompt', name, place };
    const clear = text(name);
    return clear === undefined || clear === '' ? undefined : { from: 'text', text: clear, place };
  };
  const address = text('hostname') ?? THIS_MACHINE;
  const hasSudo = scope.variable('sudo_password') !== undefined;
  return {
    name: LEGACY_HOST,
    via: address === THIS_MACHINE ? 'local' : 'ssh',
    address,
    port: undefined,
    user: text('username'),
    identity: undefined,
    password: secret('password'),
    jump: undefined,
    // An empty password there meant that sudo asks for none.
    sudo: hasSudo ? { password: secret('sudo_password') } : undefined,
    knownHosts: undefined,
    groups: [],
    after: [],
    protected: false,
    place: placeIn(declaration)(declaration.entry.key),
  };
}
