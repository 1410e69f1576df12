// The data `docker`: the running containers. Their commands are left out, because people put passwords there. Pure.
import { type DataSource, TAB } from './contract.ts';

const FORMAT = ['container', '{{.ID}}', '{{.Image}}', '{{.Status}}', '{{.Ports}}', '{{.Names}}'].join(TAB);

export const docker: DataSource = {
  name: 'docker',
  summary: 'The running containers: id, image, status, ports and name.',
  spec: { fields: {}, required: [] },
  ask: () =>
    `if command -v docker >/dev/null; then docker ps --format '${FORMAT}' 2>&1 && echo all; else echo 'docker is not installed'; fi`,
  parse(lines) {
    if (lines.at(-1) !== 'all') return { missing: lines.findLast((line) => line !== '') ?? 'docker gave no answer' };
    const found = lines.flatMap((line) => {
      const [word, id = '', image = '', status = '', ports = '', name = ''] = line.split(TAB);
      return word === 'container' ? [{ id, image, status, ports, name }] : [];
    });
    return { found };
  },
};
