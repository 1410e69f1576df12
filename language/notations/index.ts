// The ways of their own in which texts of fields are written, and what is wrong with one: told where a pattern could only
// say that something is. Pure.
import type { FieldSchema } from '../../modules/contract.ts';
import { calendarMistake } from './calendar.ts';
import { cronInWords } from './cron.ts';
import type { NotationMistake } from './mistake.ts';
import { downloadMistake, mountOptionsMistake, packagesMistake, repositoryMistake } from './passwords.ts';
import { portsMistake } from './ports.ts';
import { publicKeyMistake } from './public-key.ts';

export type { NotationMistake } from './mistake.ts';

type Notation = NonNullable<FieldSchema['notation']>;

function cronMistake(text: string): NotationMistake | undefined {
  // (some crons choose a time between two; the pattern of the field knows that)
  const told = text.includes('~') ? undefined : cronInWords(text);
  return told !== undefined && 'mistake' in told ? told.mistake : undefined;
}

export const mistakeIn: { readonly [notation in Notation]: (text: string) => NotationMistake | undefined } = {
  cron: cronMistake,
  calendar: calendarMistake,
  ports: portsMistake,
  'public-key': publicKeyMistake,
  repository: repositoryMistake,
  download: downloadMistake,
  packages: packagesMistake,
  'mount-options': mountOptionsMistake,
};
