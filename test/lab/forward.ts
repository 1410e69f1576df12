// Ports of this machine's loopback that lead to hosts of a lab, for programs that can't run in the lab's network.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Target } from './relay.ts';

const INSIDE = fileURLToPath(new URL('forward-inside.ts', import.meta.url));
const START_LIMIT_MILLISECONDS = 20_000;

export interface Forwarding {
  /** On 127.0.0.1. */
  readonly ports: readonly number[];
  stop(): Promise<void>;
}

/** A socket stays in the network that it was opened in, whoever accepts on it. */
async function handOver(child: ChildProcess, target: Target): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const tooLate = new AbortController();
  const gone = (): void => tooLate.abort(new Error('the forwarding process ended before it was ready'));
  child.once('exit', gone);
  const signal = AbortSignal.any([tooLate.signal, AbortSignal.timeout(START_LIMIT_MILLISECONDS)]);
  const answer = once(child, 'message', { signal });
  child.send(target, server);
  await answer;
  child.off('exit', gone);
  server.close();
  return port;
}

/** One port for each target, in the same order, until it is stopped or this process ends. */
export async function forward(enter: readonly string[], targets: readonly Target[]): Promise<Forwarding> {
  const [program = '', ...args] = enter;
  const child = spawn(program, [...args, process.execPath, INSIDE], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ports: number[] = [];
  for (const target of targets) ports.push(await handOver(child, target));
  return {
    ports,
    async stop() {
      child.disconnect();
      await ended;
    },
  };
}
