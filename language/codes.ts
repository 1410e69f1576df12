// Every code that a problem can have: the one list that settings, pages and comments which silence are made from. Codes
// are stable, as people write them down; nothing is told or judged here.
import { effectCodes } from './codes/effects.ts';
import type { CodeEntry, Severity } from './codes/entry.ts';
import { formCodes } from './codes/forms.ts';
import { nameCodes } from './codes/names.ts';
import { secretCodes } from './codes/secrets.ts';
import { yamlCodes } from './codes/yaml.ts';

const all = { ...yamlCodes, ...formCodes, ...nameCodes, ...effectCodes, ...secretCodes };

export type ProblemCode = keyof typeof all;

export const codes: { readonly [code in ProblemCode]: CodeEntry } = all;

/** In alphabetical order. */
export const codeNames: readonly ProblemCode[] = (Object.keys(all) as ProblemCode[]).sort();

export const isProblemCode = (name: string): name is ProblemCode => Object.hasOwn(codes, name);

export const severityOf = (code: ProblemCode): Severity => codes[code].severity;

/** The page about a code, by its path from the project's root. */
export const problemPage = (code: ProblemCode): string => `docs/problems/${code}.md`;
