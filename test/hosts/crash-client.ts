// A client that is to be killed: plans and applies what it is told, and says on its output when the run is at the event
// at which it was asked to wait. Started by crash.test.ts, which ends it.
import { openHost } from '../../hosts/open.ts';
import { contentsOf } from '../support/projects.ts';
import { crashProject, pausing, watching } from './crash-run.ts';
import { lab, operatorWith, wayWith } from './support.ts';

const [hostName = '', login = '', when = '', event = ''] = process.argv.slice(2);
const project = crashProject(lab.host(hostName), login);
const contents = contentsOf(project);
const operator = operatorWith({
  boundary: pausing(when, event),
  open: watching(openHost, () => process.stdout.write('paused\n')),
  way: wayWith(),
});
await operator.apply(project, await operator.plan(project, contents), contents);
await operator.close();
