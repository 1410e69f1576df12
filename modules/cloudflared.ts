// The module `cloudflared`: a Cloudflare tunnel, as a container. Pure: it never sees a host, nor the token.
import type { ContentRef, Module, Refusal, Spec, State, Tools } from './contract.ts';
import {
  absentContainer,
  type ContainerSpec,
  containerId,
  containerIn,
  containerProbe,
  containerSteps,
  DOCKER_NAME_HINT,
  DOCKER_NAME_PATTERN,
  dockerRefusal,
  wantContainer,
} from './things/container.ts';

/** The program reads its token from this variable. */
const TUNNEL: ContainerSpec = {
  image: 'cloudflare/cloudflared:latest',
  command: ['tunnel', 'run'],
  secrets: ['=TUNNEL_TOKEN'],
  restart: 'unless-stopped',
};

const nameOf = (spec: Spec): string => String(spec['name']);

/** One of that name that runs already is the tunnel, whoever made it: so it was with the first viki. */
function wantTunnel(spec: Spec, now: State, tools: Tools): State | Refusal {
  const name = nameOf(spec);
  const found = containerIn(now, name);
  if (found.is === 'foreign') {
    if (found.active === 'running') return now;
    return {
      refused: `there is a container ${name} that viki did not make, and it does not run`,
      hint: `on the host, \`docker start ${name}\` if it is the tunnel, or \`docker rm ${name}\` if nobody needs it`,
    };
  }
  const { sha256, isSecret } = spec['token'] as ContentRef;
  const secrets = `${isSecret ? 'secret:' : ''}${sha256}`;
  const refusal = dockerRefusal(found.is, tools);
  return refusal ?? wantContainer(name, now, { is: 'container', active: 'running', spec: TUNNEL, secrets }, tools);
}

export const cloudflared: Module = {
  name: 'cloudflared',
  summary: 'A Cloudflare tunnel in a container: made where none of that name runs, stopped and removed with the text.',
  spec: {
    fields: {
      name: {
        type: 'string',
        description: "The container's name.",
        pattern: DOCKER_NAME_PATTERN,
        patternHint: DOCKER_NAME_HINT,
        examples: ['tunnel'],
      },
      token: {
        type: 'string',
        description: 'The token of the tunnel: a secret variable, `${name}`.',
        minLength: 1,
        examples: ['${tunnel_token}'],
        bytes: 'own',
        secret: true,
      },
    },
    required: ['name', 'token'],
  },
  mainField: 'name',
  notTakenBack: 'an image that was pulled stays',
  key: (spec) => containerId(nameOf(spec)),
  read: (spec) => [containerProbe(nameOf(spec))],
  want: wantTunnel,
  absent: (spec, now) => absentContainer(nameOf(spec), now),
  steps: (spec, from, to) => containerSteps(nameOf(spec), from, to),
};
