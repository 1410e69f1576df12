// The setting for severities in package.json, made from the table of codes. The rest of package.json is written by hand.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { codeNames, codes } from '../../language/codes.ts';
import { SEVERITY_CHOICES, SEVERITY_SETTING } from '../../language/severity.ts';

type Settings = { readonly [name: string]: unknown };
type Configuration = { readonly title: string; readonly properties: Settings };
type Manifest = { readonly contributes: { readonly configuration?: Configuration } };

const NO_CONFIGURATION: Configuration = { title: 'viki', properties: {} };

const severitySetting = (): object => ({
  type: 'object',
  scope: 'resource',
  markdownDescription:
    'How serious the problems of each code are; `off` leaves them out. In one place, the comment `# viki-ignore CODE` does that.',
  default: {},
  additionalProperties: false,
  properties: Object.fromEntries(
    codeNames.map((code) => [code, { type: 'string', enum: SEVERITY_CHOICES, description: `${codes[code].title}.` }]),
  ),
});

/** package.json, as it is where the setting is right already. */
export function withSettings(root: string): ReadonlyMap<string, string> {
  const text = readFileSync(join(root, 'package.json'), 'utf8');
  const manifest = JSON.parse(text) as Manifest;
  const setting = severitySetting();
  const { configuration = NO_CONFIGURATION } = manifest.contributes;
  if (isDeepStrictEqual(configuration.properties[SEVERITY_SETTING], setting)) return new Map([['package.json', text]]);
  const properties = { ...configuration.properties, [SEVERITY_SETTING]: setting };
  const contributes = { ...manifest.contributes, configuration: { ...configuration, properties } };
  return new Map([['package.json', `${JSON.stringify({ ...manifest, contributes }, null, 2)}\n`]]);
}
