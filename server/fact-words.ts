// What is said of a fact: what each host told when it was last asked, and how long ago that was. Pure.
import { durationInWords } from '../language/duration.ts';
import type { Segment } from '../language/expression.ts';
import { factsOfHost } from '../language/facts.ts';
import type { LiveProject } from '../language/index.ts';
import { within } from '../language/references.ts';
import { code } from './manual.ts';
import { valueInWords } from './names.ts';
import type { FactsByHost } from './seen-facts.ts';

/** How many hosts are named. */
const HOSTS_LIMIT = 10;
const MINUTE_SECONDS = 60;

/** In the largest unit. */
function ageInWords(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return seconds < MINUTE_SECONDS ? 'just now' : `${durationInWords(seconds).split(', ')[0]} ago`;
}

export function factWords(live: LiveProject, path: readonly Segment[], seen: FactsByHost, now: number): string {
  const lines = live.hosts().names.flatMap((host) => {
    const facts = seen.get(host);
    if (facts === undefined) return [];
    const value = within(factsOfHost(facts.found), path);
    const words = value === undefined ? 'no value' : code(valueInWords(value));
    return [`- ${code(host)}: ${words}, ${ageInWords(now - facts.at)}`];
  });
  const more = lines.length > HOSTS_LIMIT ? [`- and ${lines.length - HOSTS_LIMIT} more`] : [];
  const told = [...lines.slice(0, HOSTS_LIMIT), ...more];
  return told.length === 0 ? '' : `. Last seen:\n\n${told.join('\n')}`;
}
