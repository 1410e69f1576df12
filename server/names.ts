// What a project declares, by name, as far as its text can be understood: for completion and hover. Pure.
import { type Gathered, gather } from '../language/gather.ts';
import { type Hosts, readHosts } from '../language/hosts.ts';
import type { Document } from '../language/parse.ts';
import type { Variables } from '../language/values.ts';
import { readVariables } from '../language/variables.ts';

export type Names = { readonly gathered: Gathered; readonly variables: Variables; readonly hosts: Hosts };

export function namesIn(documents: readonly Document[]): Names {
  // (what is wrong with them is told by `problems`)
  const gathered = gather(documents, []);
  const variables = readVariables(gathered, []);
  return { gathered, variables, hosts: readHosts(gathered, variables, []) };
}
