// The module `service`: whether a service runs and is started at boot, and when it is restarted. Pure: it never sees a host.
import type { Module, Probe, Refusal, Spec, State, Step, Tools } from './contract.ts';
import { packageProbe } from './things/package.ts';
import { isSameService, type ServiceState, serviceId, serviceIn, serviceProbe } from './things/service.ts';

const NAME_PATTERN = '^[A-Za-z0-9_][A-Za-z0-9_:.+\\\\-]*(@[A-Za-z0-9_:.+\\\\-]*[A-Za-z0-9_:+\\\\-])?$';
const NAME_HINT = 'the name of one service, such as `nginx` or `getty@tty1`';

type Service = Extract<ServiceState, { is: 'service' }>;

const nameOf = (spec: Spec): string => String(spec['name']);
const packageOf = (spec: Spec): readonly Probe[] => (/[@\\]/.test(nameOf(spec)) ? [] : [packageProbe(nameOf(spec))]);
const activeOf = (spec: Spec): string | undefined => spec['state'] as string | undefined;

const enabledOf = (spec: Spec): string | undefined =>
  spec['enabled'] === undefined ? undefined : spec['enabled'] === true ? 'enabled' : 'disabled';

function wantNew(spec: Spec, now: State, tools: Tools): State | Refusal {
  const name = nameOf(spec);
  const [active, enabled] = [activeOf(spec), enabledOf(spec)];
  if (active !== 'running' && enabled !== 'enabled') return now;
  if (!tools.changesBefore) {
    const hint = `add what brings it (a \`package\`) before it, or look for its name: \`systemctl list-unit-files\`, \`ls /etc/init.d\``;
    return { refused: `there is no service ${name} on this host`, hint };
  }
  const wanted: ServiceState = {
    is: 'service',
    ...(active === undefined ? {} : { active }),
    ...(enabled === undefined ? {} : { enabled }),
  };
  return { ...now, [serviceId(name)]: wanted };
}

/** Why what is there can't be as it is wanted. */
function unfit(spec: Spec, { active, enabled = '' }: Service): Refusal | undefined {
  const name = nameOf(spec);
  if (activeOf(spec) === 'running' && active === 'once') {
    return {
      refused: `${name} does its work once and ends, so it can't be kept running`,
      hint: 'leave `state` out, and say `enabled: true` to have it run at boot',
    };
  }
  if (enabled === 'masked' && activeOf(spec) === 'running' && enabledOf(spec) === undefined) {
    return { refused: `${name} is masked, so it can't be started`, hint: 'add `enabled: true` to unmask it as well' };
  }
  if (enabled === 'early') {
    if (enabledOf(spec) !== 'disabled') return undefined;
    return {
      refused: `${name} is a part of how this host starts, which viki does not change`,
      hint: 'leave `enabled` out',
    };
  }
  if (enabledOf(spec) === 'enabled' && !['enabled', 'disabled', 'masked'].includes(enabled)) {
    return {
      refused: `${name} can't be enabled: for this host it is ${enabled}, which others start when they need it`,
      hint: 'leave `enabled` out',
    };
  }
  return undefined;
}

function wantService(spec: Spec, now: State, tools: Tools): State | Refusal {
  const name = nameOf(spec);
  const found = serviceIn(now, name);
  if (found.is === 'none') {
    return {
      refused: 'nothing on this host starts services that viki knows (systemd, OpenRC, sysvinit)',
      hint: 'leave this host out with `on` or `when`',
    };
  }
  if (found.is === 'absent') return wantNew(spec, now, tools);
  const refusal = unfit(spec, found);
  if (refusal) return refusal;
  const { active, enabled } = found;
  const isSo = (enabledOf(spec) === 'disabled' && enabled !== 'enabled') || enabled === 'early';
  const wanted: ServiceState = {
    ...found,
    active: activeOf(spec) === 'stopped' && active === 'once' ? 'once' : (activeOf(spec) ?? active ?? 'stopped'),
    enabled: isSo ? (enabled ?? 'disabled') : (enabledOf(spec) ?? enabled ?? 'disabled'),
  };
  return { ...now, [serviceId(name)]: wanted };
}

const VERBS: { readonly [state: string]: string } = {
  running: 'start',
  stopped: 'stop',
  enabled: 'enable',
  disabled: 'disable',
  masked: 'mask',
};

function titleOf(name: string, from: ServiceState, to: ServiceState): string {
  if (to.is !== 'service') return `stop service ${name}, and disable it`;
  const [active, enabled] = from.is === 'service' ? [from.active, from.enabled] : [undefined, undefined];
  const verbs = [
    ...(to.active === active ? [] : [VERBS[to.active ?? '']]),
    ...(to.enabled === enabled ? [] : [VERBS[to.enabled ?? '']]),
  ].filter((verb) => verb !== undefined);
  const [first = 'set', second] = verbs;
  return `${first} service ${name}${second === undefined ? '' : `, and ${second} it`}`;
}

function stepsOf(spec: Spec, from: State, to: State): readonly Step[] {
  const name = nameOf(spec);
  const [is, wanted] = [serviceIn(from, name), serviceIn(to, name)];
  if (isSameService(is, wanted)) return [];
  const step = { thing: serviceId(name), to: wanted, title: titleOf(name, is, wanted) };
  return [is.is === 'absent' ? { ...step, expected: `there is no service ${name} yet` } : step];
}

export const service: Module = {
  name: 'service',
  summary:
    'A service of the host: whether it runs, whether it is started at boot, and, with `restart_on`, when it is restarted.',
  spec: {
    fields: {
      name: {
        type: 'string',
        description: 'What the host calls it.',
        pattern: NAME_PATTERN,
        patternHint: NAME_HINT,
        examples: ['nginx', 'ssh'],
      },
      state: {
        type: 'string',
        description: 'Whether it runs.',
        enum: ['running', 'stopped'],
        defaultHint: 'left as it is',
      },
      enabled: {
        type: 'boolean',
        description: 'Whether it is started at boot.',
        defaultHint: 'left as it is',
        examples: ['true'],
      },
      reload: {
        type: 'boolean',
        description:
          'A change of what is in `restart_on` makes it read its files again, where it can, and not restart.',
        defaultHint: '`false`',
        examples: ['true'],
      },
    },
    required: ['name'],
  },
  mainField: 'name',
  key: (spec) => serviceId(nameOf(spec)),
  // (a service comes after the package of its name, which is why that is looked at)
  read: (spec) => [...packageOf(spec), serviceProbe(nameOf(spec))],
  want: wantService,
  steps: stepsOf,
  acts(spec, from, to) {
    const name = nameOf(spec);
    const [was, is] = [serviceIn(from, name), serviceIn(to, name)];
    if (is.is !== 'service' || is.active === 'stopped') return [];
    const what = spec['reload'] === true ? 'reload' : 'restart';
    // (one that did not run before is stopped again by a walk back, which must not start it)
    const isRunning = was.is === 'service' && was.active === is.active;
    return [{ thing: serviceId(name), to: { what, isRunning }, title: `${what} service ${name}` }];
  },
};
