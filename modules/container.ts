// The module `container`: a container that runs as the text says, made anew where it was made from something else. Pure: it
// never sees a host, nor a secret.
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
  foreignRefusal,
  isSameContainer,
  wantContainer,
} from './things/container.ts';

const RESTART = 'unless-stopped';
const OPTION_PATTERN = /^--[a-z][a-z0-9-]*(=|$)/;
/** What fields say, and what viki itself does. */
const TAKEN_OPTIONS = [
  'detach',
  'env',
  'env-file',
  'label',
  'name',
  'network',
  'publish',
  'restart',
  'rm',
  'user',
  'volume',
];

const nameOf = (spec: Spec): string => String(spec['name']);
const secretsOf = (spec: Spec): (ContentRef & { readonly names: readonly string[] }) | undefined =>
  spec['secrets'] as (ContentRef & { readonly names: readonly string[] }) | undefined;

/** What it is made from; fields that say nothing are left out, so that they do not tell one from another. */
function wantedSpec(spec: Spec): ContainerSpec {
  const list = (field: string): object => {
    const values = (spec[field] as readonly string[] | undefined) ?? [];
    return values.length === 0 ? {} : { [field]: values };
  };
  const map = (field: string): object => {
    const values = Object.entries((spec[field] as { readonly [name: string]: unknown } | undefined) ?? {});
    return values.length === 0
      ? {}
      : { [field]: Object.fromEntries(values.map(([name, value]) => [name, `${value}`])) };
  };
  const names = secretsOf(spec)?.names ?? [];
  return {
    image: String(spec['image']),
    ...list('command'),
    ...list('ports'),
    ...list('volumes'),
    ...map('environment'),
    ...(names.length === 0 ? {} : { secrets: names }),
    ...list('networks'),
    restart: (spec['restart'] as string | undefined) ?? RESTART,
    ...(spec['user'] === undefined ? {} : { user: String(spec['user']) }),
    ...map('labels'),
    ...list('options'),
  };
}

function oddOption(spec: Spec): Refusal | undefined {
  const options = (spec['options'] as readonly string[] | undefined) ?? [];
  const odd = options.find((option) => !OPTION_PATTERN.test(option));
  if (odd !== undefined) {
    return {
      refused: `\`${odd}\` is no option`,
      hint: 'write options of `docker run` as `--name=value`, each one text',
    };
  }
  const taken = options.find((option) =>
    TAKEN_OPTIONS.some((name) => option === `--${name}` || option.startsWith(`--${name}=`)),
  );
  if (taken === undefined) return undefined;
  return { refused: `viki itself says \`${taken}\``, hint: 'use the field for it, where there is one' };
}

const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** (a shell gives them to Docker) */
function oddSecret(spec: Spec): Refusal | undefined {
  const odd = secretsOf(spec)?.names.find((name) => !VARIABLE_NAME.test(name));
  if (odd === undefined) return undefined;
  return {
    refused: `${odd} can't be the name of a variable that is secret`,
    hint: 'use letters, digits and `_`, and no digit first',
  };
}

function wantOf(spec: Spec, now: State, tools: Tools): State | Refusal {
  const name = nameOf(spec);
  const found = containerIn(now, name);
  const refusal = oddOption(spec) ?? oddSecret(spec) ?? dockerRefusal(found.is, tools);
  if (refusal) return refusal;
  if (found.is === 'foreign') return foreignRefusal(name, 'replaced');
  const secrets = secretsOf(spec);
  const kept = secrets && { secrets: `${secrets.isSecret ? 'secret:' : ''}${secrets.sha256}` };
  return wantContainer(name, now, { is: 'container', active: 'running', spec: wantedSpec(spec), ...kept }, tools);
}

export const container: Module = {
  name: 'container',
  summary: 'A container that runs as the text says, and is made anew where the text says something else.',
  spec: {
    fields: {
      name: {
        type: 'string',
        description: 'What Docker calls it.',
        pattern: DOCKER_NAME_PATTERN,
        patternHint: DOCKER_NAME_HINT,
        examples: ['web'],
      },
      image: {
        type: 'string',
        description: 'What it is made from. It is pulled if the host does not have it.',
        pattern: '^[A-Za-z0-9][^\\s]*$',
        patternHint: 'the name of an image, such as `nginx:1.27`',
        examples: ['nginx:1.27'],
      },
      command: {
        type: 'array',
        description: 'The words that it runs.',
        defaultHint: 'what its image says',
        examples: ['[nginx, -g, "daemon off;"]'],
      },
      ports: {
        type: 'array',
        description: 'Ports of the host that lead to ports of it.',
        examples: ['["8080:80", "127.0.0.1:9000:9000/udp"]'],
      },
      volumes: {
        type: 'array',
        description: 'Volumes and folders of the host, and where it has them.',
        examples: ['["data:/var/lib/app", "/etc/app:/etc/app:ro"]'],
      },
      environment: {
        type: 'object',
        description: 'Variables of its environment. Each may be a secret variable.',
        examples: ['{ LANG: C, TOKEN: "${token}" }'],
        bytes: 'variables',
        secret: true,
      },
      networks: {
        type: 'array',
        description: 'The networks that it is in.',
        defaultHint: "Docker's own",
        examples: ['[front, back]'],
      },
      restart: {
        type: 'string',
        description: 'When Docker starts it again by itself.',
        pattern: '^(no|always|unless-stopped|on-failure(:[0-9]+)?)$',
        patternHint: '`no`, `always`, `unless-stopped`, `on-failure`, or `on-failure:` and how often',
        defaultHint: `\`${RESTART}\``,
        examples: ['always', 'on-failure:5'],
      },
      user: {
        type: 'string',
        description: 'The user that it runs as.',
        minLength: 1,
        defaultHint: 'what its image says',
        examples: ['1000:1000'],
      },
      labels: { type: 'object', description: 'Labels of it.', examples: ['{ team: web }'] },
      options: {
        type: 'array',
        description: 'Other options of `docker run`.',
        examples: ['[--memory=512m, --cap-add=NET_ADMIN]'],
      },
    },
    required: ['name', 'image'],
  },
  mainField: 'name',
  notTakenBack: 'what a container had written outside of its volumes; images that were pulled stay',
  key: (spec) => containerId(nameOf(spec)),
  read: (spec) => [containerProbe(nameOf(spec))],
  want: wantOf,
  absent: (spec, now) => absentContainer(nameOf(spec), now),
  steps: (spec, from, to) => containerSteps(nameOf(spec), from, to),
  acts(spec, from, to) {
    const name = nameOf(spec);
    // (what is made or started anyway is not restarted)
    if (!isSameContainer(containerIn(from, name), containerIn(to, name))) return [];
    return [{ thing: containerId(name), to: { what: 'restart' }, title: `restart container ${name}` }];
  },
};
