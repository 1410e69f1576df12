// The types of what the lab uses of scripts/node.mjs, which is JavaScript because it runs on a Node that is too old for more.
declare module '*/scripts/node.mjs' {
  /** Where what is fetched or built once is kept. */
  export function cacheFolder(): string;
}
