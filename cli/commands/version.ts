// `viki version`: which viki this is, and which Node runs it.
import { type Ending, EXIT, type Invocation } from '../command.ts';
import { version } from '../version.ts';

export function run({ terminal }: Invocation): Ending {
  terminal.say(`viki ${version()} (Node ${process.versions.node})`);
  return { exit: EXIT.done, document: { version: version(), node: process.versions.node } };
}
