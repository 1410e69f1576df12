// The words of package.json that people read in the editor, as keys there and in English in package.nls.json, so that they
// can be told in other languages. New words are written into package.json as they are, and moved by this.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SEVERITY_SETTING } from '../../language/severity.ts';

type Entry = Record<string, unknown>;

/** Words that stand in `entry[field]`, and the key that they are moved to. */
type Place = { readonly entry: Entry; readonly field: string; readonly key: string };

const listOf = (value: unknown): readonly Entry[] => (Array.isArray(value) ? (value as Entry[]) : []);
const listsOf = (value: unknown): readonly (readonly [string, readonly Entry[]])[] =>
  Object.entries((value ?? {}) as Entry).map(([name, list]) => [name, listOf(list)]);
const entryOf = (value: unknown): Entry => (value ?? {}) as Entry;

function walkthroughPlaces(walkthrough: Entry): readonly Place[] {
  const own = ['title', 'description'].map((field) => ({
    entry: walkthrough,
    field,
    key: `${walkthrough['id']}.${field}`,
  }));
  const steps = listOf(walkthrough['steps']).flatMap((step) => {
    const key = `${walkthrough['id']}.${step['id']}`;
    return [
      ...['title', 'description'].map((field) => ({ entry: step, field, key: `${key}.${field}` })),
      { entry: entryOf(step['media']), field: 'altText', key: `${key}.picture` },
    ];
  });
  return [...own, ...steps];
}

/** (the severities of problems are told in the words of the problems, which are English) */
const settingPlaces = (configuration: unknown): readonly Place[] =>
  Object.entries(entryOf(entryOf(configuration)['properties']))
    .filter(([name]) => name !== SEVERITY_SETTING)
    .flatMap(([name, setting]) =>
      ['description', 'markdownDescription'].map((field) => ({
        ...{ entry: entryOf(setting), field, key: `${name}.description` },
      })),
    );

function placesIn(manifest: Entry): readonly Place[] {
  const contributes = entryOf(manifest['contributes']);
  const capabilities = entryOf(manifest['capabilities']);
  const welcomes = new Map<unknown, number>();
  return [
    ...Object.entries(capabilities).map(([name, entry]) => ({
      ...{ entry: entryOf(entry), field: 'description', key: `${name}.description` },
    })),
    ...listOf(contributes['commands']).map((entry) => ({ entry, field: 'title', key: `${entry['command']}.title` })),
    ...listsOf(contributes['views']).flatMap(([, views]) =>
      views.map((entry) => ({ entry, field: 'name', key: `${entry['id']}.name` })),
    ),
    ...listOf(contributes['viewsWelcome']).map((entry) => {
      const number = (welcomes.get(entry['view']) ?? 0) + 1;
      welcomes.set(entry['view'], number);
      return { entry, field: 'contents', key: `${entry['view']}.welcome.${number}` };
    }),
    ...listOf(contributes['walkthroughs']).flatMap(walkthroughPlaces),
    ...settingPlaces(contributes['configuration']),
    ...listOf(contributes['languageModelTools']).flatMap((entry) =>
      ['displayName', 'userDescription'].map((field) => ({ entry, field, key: `${entry['name']}.${field}` })),
    ),
  ];
}

/** Both files; words whose key stands in package.json already are those of package.nls.json. */
export function withWords(root: string): ReadonlyMap<string, string> {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Entry;
  const path = join(root, 'package.nls.json');
  const known = (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}) as { readonly [key: string]: string };
  const words: Record<string, string> = {};
  for (const { entry, field, key } of placesIn(manifest)) {
    const found = entry[field];
    if (typeof found !== 'string') continue;
    const used = /^%(.+)%$/.exec(found)?.[1];
    const text = used === undefined ? found : known[used];
    if (text === undefined) throw new Error(`package.json uses ${found}, which package.nls.json does not have`);
    words[key] = text;
    entry[field] = `%${key}%`;
  }
  return new Map([
    ['package.json', `${JSON.stringify(manifest, null, 2)}\n`],
    ['package.nls.json', `${JSON.stringify(words, null, 2)}\n`],
  ]);
}
