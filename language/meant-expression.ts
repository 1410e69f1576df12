// A condition as other tools have it, said as an expression of viki. Pure.
import { parseExpression } from './expression.ts';

/** What the names of other tools are here. */
const NAMES: { readonly [name: string]: string } = {
  ...{ ansible_os_family: 'fact.os', ansible_distribution: 'fact.os', ansible_distribution_version: 'fact.version' },
  ...{
    ansible_distribution_major_version: 'fact.version',
    ansible_architecture: 'fact.arch',
    ansible_kernel: 'fact.kernel',
  },
  ...{ ansible_hostname: 'fact.hostname', ansible_nodename: 'fact.hostname', ansible_processor_vcpus: 'fact.cpus' },
  ...{ ansible_pkg_mgr: 'fact.package_manager', ansible_service_mgr: 'fact.init' },
  ...{ inventory_hostname: 'host.name', ansible_host: 'host.address', groups: 'group', item: 'each' },
};
const LENGTH_LIMIT = 500;

/** A name of Ansible's as it is here; any other as it is. */
export const nameHere = (word: string): string => {
  const [first = '', ...rest] = word.replace(/^ansible_facts\./, 'ansible_').split('.');
  const here = Object.hasOwn(NAMES, first) ? NAMES[first] : undefined;
  return here === undefined ? word : [here, ...rest].join('.');
};

/** `{{ port == 80 }}` and `ansible_os_family == 'Debian'` as `${...}`, without the quotes around it; undefined where it is none. */
export function meantExpression(text: string): string | undefined {
  // (it is to stand in the quotes that its texts do not have)
  const hasBothQuotes = text.includes("'") && text.includes('"');
  if (text.length > LENGTH_LIMIT || text.includes('${') || hasBothQuotes) return undefined;
  const bare = /^\s*\{\{(.*)\}\}\s*$/s.exec(text)?.[1] ?? text;
  const inner = bare
    .trim()
    .replaceAll('"', "'")
    .replaceAll(/'[^']*'|[A-Za-z_][\w.]*/g, (word) => (word.startsWith("'") ? word : nameHere(word)))
    // (facts have no capitals)
    .replaceAll(/(\bfact\.\w+\s*[!=]=\s*)('\w+')/g, (_, before: string, value: string) => before + value.toLowerCase());
  if (inner === '' || /\n/.test(inner) || parseExpression(inner, 0).mistakes.length > 0) return undefined;
  return `\${${inner}}`;
}
