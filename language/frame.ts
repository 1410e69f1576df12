// The frame of a project's text: which keys hold others that have entries of their own. This is all that the splitter
// knows of the language; it lets a text be understood around what is broken in it.

/** Sections under `viki` whose values are read as a whole. */
const LEAVES: ReadonlySet<string> = new Set(['name', 'stage', 'policy', 'on']);
/** Sections whose entries (hosts, groups, variables) are read as a whole. */
const FLAT: ReadonlySet<string> = new Set(['vars', 'hosts', 'groups']);
const SECTIONS: ReadonlySet<string> = new Set([...LEAVES, ...FLAT, 'data', 'mods', 'checks']);

/** Root, section, name or module, resource: deeper than this nothing is split. */
export const DEEPEST_LEVEL = 3;

/** Is this a key that belongs at this level? On the deeper ones people choose names. */
export const isFrameKey = (level: number, key: string): boolean =>
  level === 0 ? key === 'viki' : level === 1 ? SECTIONS.has(key) : true;

/** May the value of this key be split into the entries below it? */
export const holdsEntries = (level: number, key: string): boolean => level !== 1 || !LEAVES.has(key);

/** The entries of this section are read as a whole. */
export const isFlat = (section: string): boolean => FLAT.has(section);
