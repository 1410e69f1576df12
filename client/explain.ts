// What a name of viki means, in Markdown: a code of a problem, a module with its fields, a resource with what would be done
// about it. It looks things up and asks nobody.

import type { HostPlan } from '../engine/result.ts';
import { type OwnModules, sortsOf } from '../language/catalog.ts';
import { codes, isProblemCode } from '../language/codes.ts';

function problemText(code: string): string | undefined {
  if (!isProblemCode(code)) return undefined;
  const { title, severity, explanation, wrong, right, more } = codes[code];
  const example = (heading: string, text: string | undefined): string[] =>
    text === undefined ? [] : [`${heading}:\n\n\`\`\`yaml\n${text.trimEnd()}\n\`\`\``];
  return [
    `# ${title} (${code}, ${severity})`,
    explanation,
    ...example('Wrong', wrong),
    ...example('Right', right),
    more ?? '',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function moduleText(name: string, own: OwnModules | undefined): string | undefined {
  const unusable = own?.unusable.get(name);
  if (unusable) return `${unusable.message}. ${unusable.suggestion}`;
  const module = sortsOf('mods', own).get(name)?.module;
  if (!module) return undefined;
  const fields = Object.entries(module.spec.fields).map(([field, schema]) => {
    const must = module.spec.required.includes(field) ? ', required' : '';
    const main = field === module.mainField ? ", the resource's name where it is left out" : '';
    return `- \`${field}\` (${schema.enum?.join(' | ') ?? schema.type}${must}${main}): ${schema.description}`;
  });
  return [`# Module ${name}`, module.summary, fields.join('\n')].join('\n\n');
}

function resourceText(address: string, plans: readonly HostPlan[]): string | undefined {
  const parts = plans.flatMap(({ host, changes }) => {
    const change = changes.find((candidate) => candidate.address === address);
    if (!change) return [];
    const { action, place, outlook, drift } = change;
    const lines = [
      `action: ${action}`,
      ...(place ? [`declared at ${place.file}:${place.line}`] : []),
      ...(drift === undefined ? [] : [`drift: ${drift}`]),
      ...change.differences.map(({ what, from, to }) => `${what}: ${from} → ${to}`),
      ...(change.refusal ? [`not possible: ${change.refusal.message}; ${change.refusal.hint}`] : []),
      ...change.steps.map((step) => `step: ${step}`),
      ...(outlook?.warnings ?? []).map((why) => `warning: ${why}`),
      ...(outlook?.oneWay ?? []).map((why) => `can not be taken back: ${why}`),
      ...(outlook?.restarts ?? []).map((what) => `restarts: ${what}`),
    ];
    return [`## ${address} on ${host}\n\n${lines.map((line) => `- ${line}`).join('\n')}`];
  });
  return parts.length === 0 ? undefined : parts.join('\n\n');
}

/** Undefined for what viki has no such name for. */
export const explain = (subject: string, plans: readonly HostPlan[], own?: OwnModules): string | undefined =>
  problemText(subject) ?? moduleText(subject, own) ?? resourceText(subject, plans);

/** What can be explained, for whoever asked for something else. */
export const explainable = (own?: OwnModules): string =>
  `Ask for a module (${[...sortsOf('mods', own).keys(), ...(own?.unusable.keys() ?? [])].join(', ')}), for a resource of the last plan such as file.motd, or for the code of a problem.`;
