// What the language understands although nothing carries it out yet: modules, and fields of modules that exist. Data
// only. It is what lets files of the first viki open without an error; a module of the same name in modules/ wins. Paths
// are taken as they are: there, they could also lie below the home folder of the user.
import type { Field, Form } from '../form.ts';
import type { Kind } from './resources.ts';

const PATH_PATTERN = '^/';
const PATH_HINT = 'an absolute path, such as `/opt/app`';

const gitwiki: Kind = {
  name: 'gitwiki',
  summary: 'A Git repository, cloned once into a folder of a Docker volume.',
  mainField: 'repo',
  spec: {
    fields: {
      repo: {
        type: 'string',
        description: 'The repository to clone.',
        minLength: 1,
        examples: ['https://example.com/wiki.git'],
      },
      volume: { type: 'string', description: 'The Docker volume.', minLength: 1, examples: ['wiki'] },
      folder: { type: 'string', description: 'The folder in the volume.', minLength: 1, examples: ['repo'] },
    },
    required: ['repo', 'volume', 'folder'],
  },
};

export const plannedModules: readonly Kind[] = [gitwiki];

type More = { readonly fields: { readonly [name: string]: Field }; readonly oneOf: Form['oneOf'] };

/** Fields that a module is to have, by module. */
export const plannedFields: { readonly [module: string]: More } = {
  mkdir: {
    fields: {
      directories: {
        types: ['array'],
        description: 'Several folders at once.',
        items: {
          types: ['string'],
          description: 'The path of one folder.',
          pattern: PATH_PATTERN,
          patternHint: PATH_HINT,
        },
        notYet: true,
        examples: ['[/opt/app, /opt/data]'],
      },
    },
    oneOf: [['path', 'directories']],
  },
};
