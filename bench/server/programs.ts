// The servers that are measured, each as it is shipped, all over --stdio with the same Node and the same schema.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../scripts/root.ts';
import type { Program } from './client.ts';

const schema = pathToFileURL(join(root, 'schemas/viki.schema.json')).href;

/** Catalogues of other people's schemas are off: nothing is fetched, which is to its advantage. */
const settings = {
  yaml: {
    validate: true,
    completion: true,
    hover: true,
    schemas: { [schema]: '*.vk.yaml' },
    schemaStore: { enable: false },
    kubernetesCRDStore: { enable: false },
  },
};

export const viki: Program = {
  name: 'viki',
  args: [join(root, 'dist/server.cjs'), '--stdio'],
  languageId: 'viki',
  settings: {},
  knowsLanguage: true,
};

export const peer: Program = {
  name: 'yaml-language-server',
  args: [join(root, 'node_modules/yaml-language-server/bin/yaml-language-server'), '--stdio'],
  languageId: 'yaml',
  settings,
  knowsLanguage: false,
};

export const undelayedPeer: Program = {
  ...peer,
  name: 'yaml-language-server, debounce off',
  args: [join(root, 'bench/server/undelayed.mjs'), '--stdio'],
};

/** By the words that the command line knows. */
export const programs: { readonly [word: string]: Program } = { viki, yaml: peer, undelayed: undelayedPeer };
