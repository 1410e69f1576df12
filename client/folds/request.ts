// What a command is asked to do, from whatever VS Code hands it: a row of the tree, a lens, an editor's address, or
// nothing. Pure: it may not import vscode.

export type Asked = {
  readonly folder?: string;
  readonly hosts?: readonly string[];
  readonly path?: string;
  /** One resource, on the hosts that are asked for. */
  readonly address?: string;
  /** Which run on which host. */
  readonly runs?: { readonly [host: string]: string };
  /** Also what is refused for somebody's sake: a person who was told why insists. */
  readonly force?: boolean;
  /** All rows that were selected, where several were. */
  readonly selected?: readonly Asked[];
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const textIn = (value: Readonly<Record<string, unknown>>, name: string): string | undefined => {
  const found = value[name];
  return typeof found === 'string' ? found : undefined;
};

function hostsIn(value: Readonly<Record<string, unknown>>): readonly string[] | undefined {
  const { hosts, host } = value;
  if (Array.isArray(hosts)) return hosts.filter((name) => typeof name === 'string');
  return typeof host === 'string' ? [host] : undefined;
}

function runsIn({ runs }: Readonly<Record<string, unknown>>): Asked['runs'] {
  if (!isObject(runs)) return undefined;
  return Object.fromEntries(
    Object.entries(runs).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** An argument that is none of ours counts as no argument: people bind commands to keys with whatever they like. */
export function askedFor(argument: unknown): Asked {
  if (!isObject(argument)) return {};
  if (isObject(argument['target'])) return askedFor({ hosts: argument['hosts'], ...argument['target'] });
  const folder = textIn(argument, 'folder');
  const hosts = hostsIn(argument);
  const path = textIn(argument, 'path');
  const address = textIn(argument, 'address');
  const runs = runsIn(argument);
  return {
    ...(folder === undefined ? {} : { folder }),
    ...(hosts === undefined ? {} : { hosts }),
    ...(path === undefined ? {} : { path }),
    ...(address === undefined ? {} : { address }),
    ...(runs === undefined ? {} : { runs }),
    ...(argument['force'] === true ? { force: true } : {}),
  };
}

/** `{ playground: true }`: what the walkthrough's buttons hand over. */
export const isAboutPlayground = (argument: unknown): boolean => isObject(argument) && argument['playground'] === true;
