// A client that is to be killed while its run waits to be confirmed: it does not confirm, and says on its output when the run
// waits. Started by confirm.test.ts, which ends it.
import { openHost } from '../../hosts/open.ts';
import { contentsOf } from '../support/projects.ts';
import { switchProject } from './confirm-run.ts';
import { lab, operatorWith, wayWith } from './support.ts';

const [hostName = '', seconds = ''] = process.argv.slice(2);
const project = switchProject(lab.host(hostName), 'harmless', 'harmless', { confirmSeconds: Number(seconds) });
const contents = contentsOf(project);
const operator = operatorWith({
  open: openHost,
  way: wayWith(),
  emit: ({ what }) => {
    if (what === 'awaiting') process.stdout.write('awaiting\n');
  },
});
await operator.apply(project, await operator.plan(project, contents), contents, { confirm: 'manual' });
await operator.close();
