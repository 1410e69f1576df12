// The types of what others use of node.mjs, which is JavaScript because it runs on a Node that is too old for more.

/** Where what is fetched or built once is kept. */
export function cacheFolder(): string;
