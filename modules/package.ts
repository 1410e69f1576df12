// The module `package`: a package of the host's system, in a version, held or not. Pure: it never sees a host.
import { isRefusal, type Module, type Refusal, type Spec, type State, type Step, type Tools } from './contract.ts';
import { candidateIn, candidateProbe } from './things/candidate.ts';
import { type PackageState, packageId, packageIn, packageProbe } from './things/package.ts';
import { systemIn, systemProbe } from './things/system.ts';

/** What holds a package for good is not the same everywhere; elsewhere it would be a promise that nobody keeps. */
const MANAGERS_THAT_HOLD = ['apt'];
const LATEST = 'latest';

const nameOf = (spec: Spec): string => String(spec['name']);

/** The version to install: undefined for any, or for the one that is known on the host only then. */
function wantedVersion(spec: Spec, now: State, tools: Tools): string | undefined | Refusal {
  const name = nameOf(spec);
  const asked = spec['version'] as string | undefined;
  const candidate = candidateIn(now, name);
  const exact = asked === undefined || asked === LATEST ? undefined : asked;
  if (candidate.is === 'unlisted' || tools.changesBefore) {
    const isKnown = candidate.is === 'listed' && (exact === undefined || candidate.versions.includes(exact));
    return exact ?? (isKnown ? candidate.versions[0] : undefined);
  }
  const [preferred] = candidate.versions;
  if (preferred === undefined) {
    const hint = 'is that its name on this system? If another source has it, add a `repository` before it';
    return { refused: `this host knows no package ${name}`, hint };
  }
  if (exact !== undefined && !candidate.versions.includes(exact)) {
    const hint = `it has ${candidate.versions.join(', ')}`;
    return { refused: `this host can't get the version ${exact} of ${name}`, hint };
  }
  return exact ?? preferred;
}

function unfit(spec: Spec, now: State): Refusal | undefined {
  const { manager } = systemIn(now);
  if (spec['hold'] !== true || MANAGERS_THAT_HOLD.includes(manager)) return undefined;
  return {
    refused: `\`hold\` is not something that viki can do with ${manager}`,
    hint: 'leave it out, or leave this host out with `on` or `when`',
  };
}

function wantPackage(spec: Spec, now: State, tools: Tools): State | Refusal {
  const name = nameOf(spec);
  const found = packageIn(now, name);
  if (found.is === 'none') {
    const hint = 'leave this host out with `on` or `when`';
    return { refused: 'this host has no package manager that viki knows (apt, dnf, apk, pacman, zypper)', hint };
  }
  if (spec['state'] === 'absent') return { ...now, [packageId(name)]: { is: 'absent' } };
  const refusal = unfit(spec, now);
  if (refusal) return refusal;
  const isHeld = (spec['hold'] as boolean | undefined) ?? (found.is === 'installed' && found.isHeld);
  const asked = spec['version'];
  if (found.is === 'installed' && found.version !== undefined && (asked === undefined || asked === found.version))
    return { ...now, [packageId(name)]: { ...found, isHeld } };
  const version = wantedVersion(spec, now, tools);
  if (typeof version === 'object' && isRefusal(version)) return version;
  const wanted: PackageState = { is: 'installed', ...(version === undefined ? {} : { version }), isHeld };
  return { ...now, [packageId(name)]: wanted };
}

function isSame(one: PackageState, other: PackageState): boolean {
  if (one.is === 'installed' && other.is === 'installed')
    return one.version === other.version && one.isHeld === other.isHeld;
  return one.is === other.is && (one.is !== 'broken' || other.is !== 'broken' || one.version === other.version);
}

function titleOf(name: string, from: PackageState, to: PackageState): string {
  if (to.is !== 'installed') return `remove package ${name}`;
  const version = to.version === undefined ? '' : ` ${to.version}`;
  const held = to.isHeld ? ', and hold it' : '';
  if (from.is === 'broken') return `install package ${name}${version} that is half installed${held}`;
  if (from.is !== 'installed') return `install package ${name}${version}${held}`;
  if (from.version === to.version) return `${to.isHeld ? 'hold' : 'release'} package ${name}`;
  return `change package ${name} to${version === '' ? ' the newest version' : version}${held}`;
}

/** Why this state can't be had any more once it is gone; undefined when it can, or when nobody has looked. */
function lostFor(name: string, was: PackageState, state: State): string | undefined {
  if (was.is === 'broken') return `${name} was half installed, and nobody can make it so again`;
  if (was.is !== 'installed' || was.version === undefined) return undefined;
  const candidate = candidateIn(state, name);
  if (candidate.is === 'listed' && !candidate.versions.includes(was.version))
    return `the host has no source any more that has ${name} ${was.version}`;
  return candidate.is === 'unlisted'
    ? `the host does not know whether it could get ${name} ${was.version} again`
    : undefined;
}

function stepsOf(spec: Spec, from: State, to: State): readonly Step[] {
  const name = nameOf(spec);
  const [is, wanted] = [packageIn(from, name), packageIn(to, name)];
  if (isSame(is, wanted) || wanted.is === 'broken' || wanted.is === 'none') return [];
  const isOnlyHeld = is.is === 'installed' && wanted.is === 'installed' && is.version === wanted.version;
  // On the way back, what can't be had any more is not tried. (A version that the text asks for may come with a new source.)
  const isAskedFor = wanted.is === 'installed' && (wanted.version === undefined || wanted.version === spec['version']);
  if (!isOnlyHeld && !isAskedFor && lostFor(name, wanted, to) !== undefined) return [];
  const oneWay = isOnlyHeld ? undefined : lostFor(name, is, from);
  const isOpen = wanted.is === 'installed' && wanted.version === undefined;
  return [
    {
      thing: packageId(name),
      to: wanted,
      title: titleOf(name, is, wanted),
      ...(isOpen ? { expected: `which version of ${name} there is, is known when it is installed` } : {}),
      ...(oneWay === undefined ? {} : { oneWay }),
    },
  ];
}

export const packageModule: Module = {
  name: 'package',
  summary: "A package of the host's system, by apt, dnf, apk, pacman or zypper.",
  spec: {
    fields: {
      name: {
        type: 'string',
        description: 'What the system calls it.',
        pattern: '^[A-Za-z0-9][A-Za-z0-9+._-]*(:[a-z0-9-]+)?$',
        patternHint: 'the name of one package, such as `nginx` or `libc6:i386`',
        examples: ['nginx', 'postgresql-16'],
      },
      version: {
        type: 'string',
        description: 'The version to have, as the system writes it; `latest` is the newest that it can get.',
        pattern: '^[A-Za-z0-9][A-Za-z0-9.+:~_-]*$',
        patternHint: 'one version, such as `1.22.1-9`, or `latest`',
        defaultHint: 'any; the newest when there is none yet',
        examples: ['1.22.1-9', 'latest'],
      },
      hold: {
        type: 'boolean',
        description: 'Upgrades of the system leave it as it is. (apt)',
        defaultHint: 'left as it is',
        examples: ['true'],
      },
      state: {
        type: 'string',
        description: '`absent` removes it. Its settings and its data stay.',
        enum: ['present', 'absent'],
        defaultHint: '`present`',
      },
    },
    required: ['name'],
  },
  mainField: 'name',
  key: (spec) => packageId(nameOf(spec)),
  read: (spec) => [systemProbe, candidateProbe(nameOf(spec)), packageProbe(nameOf(spec))],
  want: wantPackage,
  steps: stepsOf,
};
