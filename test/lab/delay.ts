// The relay of the fault "delay": listens in the lab's network and hands every byte on a while later. Started by faults.sh.
import { createServer } from 'node:net';
import { carry } from './relay.ts';

const [port = '', localAddress = '', host = '', hostPort = '', milliseconds = ''] = process.argv.slice(2);

const server = createServer((client) =>
  carry(client, { host, port: Number(hostPort), localAddress }, Number(milliseconds)),
);
server.listen(Number(port), () => process.stdout.write('ready\n'));
