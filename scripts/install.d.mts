// The types of what others use of install.mjs, which is JavaScript because it runs before anything is installed.
export function parsePackages(text: string): { readonly name: string; readonly programs: readonly string[] }[];
/** Installs what is missing where root and apt allow it, starting no service; else it says on the terminal why not. */
export function installPackages(lists: readonly string[]): void;
