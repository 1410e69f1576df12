// A gate on a host: work that comes to it there waits until it is opened, so that a story can do something meanwhile.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appears } from '../../support/appears.ts';
import type { HostFacts } from '../facts.ts';

const REACH_LIMIT_MILLISECONDS = 20_000;

export interface Gate {
  /** Resolves when work has come to the gate. */
  reached(): Promise<void>;
  open(): void;
  remove(): void;
}

/**
 * Makes whatever is done to a path that ends with `path` wait: the host's own program for it (`mkdir`: folders are made), behind
 * one that looks for the gate. A run that is told to stop opens it by itself, and one that is gone holds nobody: a story that
 * failed would leave a host that is busy for ever to all that come after it.
 */
export function gateAt(host: HostFacts, path: string, behind: 'mkdir' | 'stat' = 'mkdir'): Gate {
  const [reached, opened, program] = ['reached', 'opened', behind].map((name) => join(host.programs, name)) as [
    string,
    string,
    string,
  ];
  const text = `#!/bin/sh
cancelled() { ls /var/lib/viki/runs/*/cancel || ls "$XDG_STATE_HOME"/viki/runs/*/cancel; } >/dev/null 2>&1
case $* in
  *${path} | *${path}' '*) : >${reached}; until [ -e ${opened} ] || [ ! -e ${program} ] || cancelled; do sleep 0.05; done ;;
esac
PATH=\${PATH#*:} exec ${behind} "$@"
`;
  writeFileSync(program, text, { mode: 0o755 });
  return {
    reached: () => appears(reached, REACH_LIMIT_MILLISECONDS),
    open: () => writeFileSync(opened, ''),
    remove() {
      for (const file of [program, reached, opened]) rmSync(file, { force: true });
    },
  };
}
