// Values that can be typed at a place: what the field may be, and the names of hosts, groups, resources and secrets. Pure.
import { Collector } from '../../language/analysis.ts';
import { sortsOf } from '../../language/catalog.ts';
import { Expander } from '../../language/expand.ts';
import type { Field } from '../../language/form.ts';
import type { LiveProject } from '../../language/index.ts';
import { instancesOf } from '../../language/instances.ts';
import { childOf } from '../../language/tree.ts';
import type { Place } from '../half-typed.ts';
import { PLANNED } from '../manual.ts';
import { scopeIn } from '../names.ts';
import { escaped, scalar } from '../snippet.ts';
import { fileItems } from './files.ts';
import { type Item, namesFor, type Some } from './item.ts';

const all = (items: readonly Item[]): Some => ({ items, isIncomplete: false });

export function valueItems(live: LiveProject, place: Place, name: string, field: Field): Some {
  const written = (text: string): string => escaped(place.isQuoted ? text : scalar(text));
  if (field.names === 'resource') return resourceItems(live, place, written);
  if (field.names !== undefined) return hostItems(live, place, field.names, written);
  if (field.bytes === 'local-file' || field.bytes === 'local-tree' || field.bytes === 'template')
    return fileItems(live, place, field.bytes, written);
  if (name === 'groups') return groupItems(live, written);
  const items = [...fixedItems(field, written), ...(field.secret ? secretItems(live, place) : [])];
  if (items.length > 0 || !field.types.includes('string')) return all(items);
  const examples = (field.examples ?? []).filter((example) => !example.includes('\n'));
  return all(examples.map((label) => ({ label, kind: 'value', insert: written(label) })));
}

function fixedItems({ enum: words = [], types, notYet }: Field, written: (text: string) => string): readonly Item[] {
  const isPlanned = (word: string): boolean => Array.isArray(notYet) && notYet.includes(word);
  const booleans = types.includes('boolean') ? ['true', 'false'] : [];
  return [
    ...words.map(
      (label): Item => ({ label, kind: 'value', insert: written(label), ...(isPlanned(label) && { detail: PLANNED }) }),
    ),
    ...booleans.map((label): Item => ({ label, kind: 'value', insert: label })),
  ];
}

/** With more names than this, their instances are not looked for. */
const EXPANDED_LIMIT = 50;
/** How many instances of one resource are offered. */
const INSTANCES_LIMIT = 20;

/** The keys of the instances, as far as the text tells. */
function instanceKeys(live: LiveProject, address: string): readonly (string | number)[] {
  const [declaration] = live.declarationsOf(`resource:${address}`);
  const node = childOf(declaration?.entry.value, 'each');
  if (declaration === undefined || node === undefined) return [];
  const collector = new Collector(declaration);
  const instances = instancesOf(collector, new Expander(live.scopeOf(declaration), collector), node);
  return instances === 'open' ? [] : instances.slice(0, INSTANCES_LIMIT).map(({ key }) => key);
}

function resourceItems(live: LiveProject, place: Place, written: (text: string) => string): Some {
  const self = place.path.slice(2, 4).join('.');
  const known = live.namesOf('resource');
  const { names, isIncomplete } = namesFor(place.word, known);
  const items = names
    .filter((address) => address !== self)
    .flatMap((address): readonly Item[] => {
      const dot = address.indexOf('.');
      const [module, name] = [address.slice(0, dot), address.slice(dot + 1)];
      const summary = sortsOf('mods', live.outside.modules).get(module)?.summary;
      const about = ['viki', 'mods', module, name];
      const detail = summary ? { detail: summary } : {};
      const whole: Item = { label: address, kind: 'resource', ...detail, about, insert: written(address) };
      // (in quotes, the quotes of the key would end the text)
      const keys = names.length > EXPANDED_LIMIT || place.isQuoted ? [] : instanceKeys(live, address);
      const instances = keys.map((key): Item => {
        const label = `${address}[${JSON.stringify(key)}]`;
        return {
          label,
          kind: 'resource',
          detail: 'One instance',
          about,
          insert: escaped(`'${label.replaceAll("'", "''")}'`),
        };
      });
      return [whole, ...instances];
    });
  return { items, isIncomplete };
}

function hostItems(
  live: LiveProject,
  place: Place,
  what: 'host' | 'host-or-group',
  written: (text: string) => string,
): Some {
  const [, section, self] = place.path;
  const table = live.hosts();
  const groups = what === 'host' ? [] : [...table.groups.keys()];
  const isSelf = (kind: string, name: string): boolean => section === kind && name === self;
  const hosts = namesFor(place.word, table.names);
  const items = [
    ...hosts.names.filter((name) => !isSelf('hosts', name)).map((name) => hostItem(name, written)),
    ...groups.filter((name) => !isSelf('groups', name)).map((name) => groupItem(live, name, written)),
  ];
  return { items, isIncomplete: hosts.isIncomplete };
}

const hostItem = (name: string, written: (text: string) => string): Item => ({
  label: name,
  kind: 'host',
  about: ['viki', 'hosts', name],
  insert: written(name),
});

/** How many hosts of a group are shown beside its name. */
const MEMBERS_SHOWN = 10;

function groupItem(live: LiveProject, name: string, written: (text: string) => string): Item {
  const members = live.hosts().groups.get(name) ?? [];
  const more = members.length > MEMBERS_SHOWN ? ', …' : '';
  const detail = members.slice(0, MEMBERS_SHOWN).join(', ') + more;
  return { label: name, kind: 'group', detail, about: ['viki', 'groups', name], insert: written(name) };
}

const groupItems = (live: LiveProject, written: (text: string) => string): Some =>
  all([...live.hosts().groups.keys()].map((name) => groupItem(live, name, written)));

function secretItems(live: LiveProject, place: Place): readonly Item[] {
  const scope = scopeIn(live);
  return live
    .namesOf('variable')
    .filter((name) => scope?.variable(name)?.value.kind === 'secret')
    .map((name): Item => {
      const reference = escaped(place.isQuoted ? `\${${name}}` : `"\${${name}}"`);
      const about = ['viki', 'vars', name];
      return { label: `\${${name}}`, kind: 'variable', detail: 'A secret', about, insert: reference };
    });
}
