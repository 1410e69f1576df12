// A floor: one ready script over bare ssh2, one connection and one exec request per host, all hosts at once. It knows
// nothing of states. Arguments: the key file, the script, then HOST PORT pairs.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import ssh2 from 'ssh2';

const [keyFile = '', scriptFile = '', ...addresses] = process.argv.slice(2);
const privateKey = readFileSync(keyFile);
const script = readFileSync(scriptFile);
const LIMIT_MILLISECONDS = 60_000;

function runOn(host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    const socket = connect({ host, port, noDelay: true });
    let said = '';
    client.on('error', reject);
    client.on('ready', () => {
      client.exec('sh', (error, channel) => {
        if (error) {
          reject(error);
          return;
        }
        channel.on('data', (bytes: Buffer) => {
          said += bytes.toString();
        });
        channel.stderr.on('data', (bytes: Buffer) => process.stderr.write(bytes));
        channel.on('close', () => {
          resolve(said.trim());
          // (waiting for the other side's goodbye would be a round trip for nothing)
          client.end();
        });
        channel.end(script);
      });
    });
    client.connect({
      sock: socket,
      username: 'root',
      privateKey,
      // The key is what works: asking which methods there are (`none`) would be a round trip.
      authHandler: ['publickey'],
      readyTimeout: LIMIT_MILLISECONDS,
      hostVerifier: () => true,
    });
  });
}

const hosts = addresses.flatMap((host, index) =>
  index % 2 === 0 ? [{ host, port: Number(addresses[index + 1]) }] : [],
);
void Promise.all(hosts.map(({ host, port }) => runOn(host, port))).then((answers) => {
  process.stdout.write(`${answers.join('\n')}\n`);
  process.exit(0);
});
