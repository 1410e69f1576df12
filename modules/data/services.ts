// The data `services`: what systemd, OpenRC or sysvinit starts and keeps, as far as each of them knows. It starts nothing,
// not even a script for its status. Pure.
import { type DataSource, TAB } from './contract.ts';

const ASK = `if [ -d /run/systemd/system ] && command -v systemctl >/dev/null; then
systemctl list-units --type=service --all --plain --no-legend --no-pager --full | sed 's/^[^a-zA-Z0-9]*/unit${TAB}/'
systemctl list-unit-files --type=service --no-legend --no-pager --full | sed 's/^/file${TAB}/' && echo all
elif command -v rc-status >/dev/null; then
rc-status --servicelist --nocolor | sed 's/^/openrc${TAB}/'
rc-update show | sed 's/^/level${TAB}/' && echo all
elif [ -d /etc/init.d ] && { [ -d /etc/rc2.d ] || [ -d /etc/rc.d/rc2.d ]; }; then
for v_f in /etc/init.d/*; do if [ -x "$v_f" ]; then printf 'script\\t%s\\n' "\${v_f##*/}"; fi; done
for v_f in /etc/rc[2-5S].d/S[0-9][0-9]* /etc/rc.d/rc[2-5].d/S[0-9][0-9]*; do
if [ -e "$v_f" ]; then v_f=\${v_f##*/S}; printf 'starts\\t%s\\n' "\${v_f#[0-9][0-9]}"; fi
done
echo all
else echo none; fi`;

type Service = {
  readonly name: string;
  /** `running`, `exited` (it did what it had to), `failed`, `stopped`; `unknown` where only its script could tell. */
  readonly state: string;
  /** Whether it is started when the host comes up; null for what is started by others only. */
  readonly enabled: boolean | null;
  readonly title: string;
};

const UNIT_ENDING = /\.service$/;
/** An installed template is no service yet. */
const isTemplate = (name: string): boolean => name.endsWith('@');
const IS_ENABLED: { readonly [word: string]: boolean } = {
  ...{ enabled: true, 'enabled-runtime': true, linked: false, disabled: false, masked: false, 'masked-runtime': false },
};

function systemdState(active: string, sub: string): string {
  if (active === 'failed') return 'failed';
  if (active === 'inactive') return 'stopped';
  return active === 'active' ? sub : active;
}

type Told = (word: string) => readonly (readonly string[])[];

function fromSystemd(told: Told): readonly Service[] {
  const found = new Map<string, Service>();
  for (const [unit = '', word = ''] of told('file')) {
    const name = unit.replace(UNIT_ENDING, '');
    // (another name of a service that is told by its own)
    if (isTemplate(name) || word === 'alias') continue;
    found.set(name, { name, state: 'stopped', enabled: IS_ENABLED[word] ?? null, title: '' });
  }
  for (const [unit = '', load, active = '', sub = '', ...words] of told('unit')) {
    const name = unit.replace(UNIT_ENDING, '');
    // (something else names it, and it is not there)
    if (load === 'not-found') continue;
    const enabled = found.get(name)?.enabled ?? null;
    // (where it has none, systemd says its name)
    const title = words.join(' ') === unit ? '' : words.join(' ');
    found.set(name, { name, state: systemdState(active, sub), enabled, title });
  }
  return [...found.values()];
}

/** In which of OpenRC's runlevels something is started when the host comes up. */
const STARTING: readonly string[] = ['sysinit', 'boot', 'default'];
const OPENRC_STATES: { readonly [word: string]: string } = { started: 'running', crashed: 'failed' };

function fromOpenrc(told: Told): readonly Service[] {
  const enabled = new Set(
    told('level').flatMap(([name = '', bar, ...levels]) =>
      bar === '|' && levels.some((level) => STARTING.includes(level)) ? [name] : [],
    ),
  );
  return told('openrc').flatMap(([name = '', bracket, word = '']) =>
    bracket === '[' ? [{ name, state: OPENRC_STATES[word] ?? word, enabled: enabled.has(name), title: '' }] : [],
  );
}

function fromSysvinit(told: Told): readonly Service[] {
  const starts = new Set(told('starts').map(([name = '']) => name));
  return told('script').map(([name = '']) => ({ name, state: 'unknown', enabled: starts.has(name), title: '' }));
}

export const services: DataSource = {
  name: 'services',
  summary: 'The services, whether they run, and whether they start with the host (systemd, OpenRC, sysvinit).',
  spec: { fields: {}, required: [] },
  ask: () => ASK,
  parse(lines) {
    if (lines.at(-1) === 'none') return { missing: 'there is none of systemd, OpenRC and sysvinit' };
    if (lines.at(-1) !== 'all') return { missing: 'what starts services there gave no whole answer' };
    const told: Told = (word) =>
      lines.flatMap((line) =>
        line.startsWith(`${word}${TAB}`)
          ? [
              line
                .slice(word.length + 1)
                .trim()
                .split(/\s+/),
            ]
          : [],
      );
    const found = [...fromSystemd(told), ...fromOpenrc(told), ...fromSysvinit(told)].filter(({ name }) => name !== '');
    return { found: found.toSorted((one, other) => (one.name < other.name ? -1 : 1)) };
  },
};
