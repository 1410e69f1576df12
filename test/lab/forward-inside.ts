// The half of forward.ts that runs in the lab's network: accepts on sockets that were opened outside, connects inside.
import type { Server } from 'node:net';
import { carry, type Target } from './relay.ts';

process.on('message', (target: Target, server: Server) => {
  server.on('connection', (client) => carry(client, target));
  process.send?.('ready');
});
// The lab's process is gone, or wants no forwarding any more.
process.on('disconnect', () => process.exit());
