// Ctrl-C: the first stops safely, the second ends the runs' processes at once, the third leaves the hosts to themselves.
import { EXIT } from './command.ts';
import type { Terminal } from './terminal.ts';

export type Interrupts = {
  readonly cancel: AbortSignal;
  readonly kill: AbortSignal;
  stop(): void;
};

/** `work` is asked for when the key is pressed: a plan has nothing to finish, a run does. */
export function listenForInterrupts(
  terminal: Terminal,
  work: { readonly isChanging: () => boolean; readonly onCancel: () => void },
): Interrupts {
  const cancel = new AbortController();
  const kill = new AbortController();
  const onSignal = (): void => {
    if (!cancel.signal.aborted) {
      if (work.isChanging()) {
        terminal.warn(
          'viki: stopping safely: each host finishes its step, then goes back or stops as the policy says.',
          '      Ctrl-C again ends the step at once; what it left is walked back.',
        );
      }
      work.onCancel();
      cancel.abort();
    } else if (!kill.signal.aborted) {
      terminal.warn('viki: ending the runs at once; what they left is walked back. Ctrl-C again: do not wait for it.');
      kill.abort();
    } else {
      terminal.warn('viki: not waiting any more. The hosts go on by themselves; `viki status` shows how it ended.');
      process.exit(EXIT.failed);
    }
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  const stop = (): void => {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  };
  return { cancel: cancel.signal, kill: kill.signal, stop };
}
