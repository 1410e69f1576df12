// What is said of a resource that left the text and was there before viki. Pure.
import { modules } from '../modules/index.generated.ts';

/** What viki has put into a file of somebody else stays in it: a key that left the text still lets somebody in. */
export function foundText(address: string): string {
  const name = address.slice(0, address.indexOf('.'));
  const { part, spec } = modules.find((module) => module.name === name) ?? {};
  // (what can go as a part of its file says so by itself, as the file stays)
  if (!part || !spec?.fields['state']) return 'left the text; it was there before viki, so it stays as it is';
  return 'left the text; its file was there before viki, so it stays in it: `state: absent` would take it out';
}
