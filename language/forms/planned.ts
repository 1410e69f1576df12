// What the language understands although nothing carries it out yet: fields of modules that exist. Data only. It is what
// lets files that were written for them open without an error.
import type { Field, Form } from '../form.ts';

const PATH_PATTERN = '^/';
const PATH_HINT = 'an absolute path, such as `/opt/app`';

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
