// What a command is asked to do, from whatever VS Code hands it: a row of the tree, a lens, an editor's address, or
// nothing. Pure: it may not import vscode.

export type Asked = {
  readonly folder?: string;
  readonly hosts?: readonly string[];
  readonly path?: string;
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

/** An argument that is none of ours counts as no argument: people bind commands to keys with whatever they like. */
export function askedFor(argument: unknown): Asked {
  if (!isObject(argument)) return {};
  if (isObject(argument['target'])) return askedFor({ hosts: argument['hosts'], ...argument['target'] });
  const folder = textIn(argument, 'folder');
  const hosts = hostsIn(argument);
  const path = textIn(argument, 'path');
  return {
    ...(folder === undefined ? {} : { folder }),
    ...(hosts === undefined ? {} : { hosts }),
    ...(path === undefined ? {} : { path }),
  };
}

/** `{ playground: true }`: what the walkthrough's buttons hand over. */
export const isAboutPlayground = (argument: unknown): boolean => isObject(argument) && argument['playground'] === true;
