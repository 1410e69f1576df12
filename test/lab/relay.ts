// Carries bytes between two sockets, at once or each a fixed time later, and ends the one as the other ended.
import { connect, type Socket } from 'node:net';
import { pipeline, Transform } from 'node:stream';

const HELD_LIMIT_BYTES = 8_000_000;

/** How the other side is reached. */
export type Target = { readonly host: string; readonly port: number; readonly localAddress?: string };

/** Bytes come out in order, each `milliseconds` after it came in; what is on the way is limited. */
function later(milliseconds: number): Transform {
  let held = 0;
  let goOn: (() => void) | undefined;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      held += chunk.length;
      setTimeout(() => {
        held -= chunk.length;
        this.push(chunk);
        goOn?.();
        goOn = undefined;
      }, milliseconds);
      if (held < HELD_LIMIT_BYTES) done();
      else goOn = done;
    },
    flush(done) {
      setTimeout(done, milliseconds);
    },
  });
}

/** With a delay, opening takes one way there and one way back, as it would on a long line. */
export function carry(client: Socket, target: Target, milliseconds = 0): void {
  const host = connect({ ...target, noDelay: true });
  client.setNoDelay(true);
  const end = (error: Error | null | undefined): void => {
    // A reset, or an address that nothing listens on, looks like one on the other side too.
    if (error) client.resetAndDestroy();
    else client.destroy();
    host.destroy();
  };
  const open = (): void => {
    if (milliseconds === 0) {
      pipeline(client, host, client, end);
    } else {
      pipeline(client, later(milliseconds), host, later(milliseconds), client, end);
    }
  };
  client.on('error', end);
  host.on('error', end);
  host.once('connect', () => setTimeout(open, milliseconds * 2));
}
