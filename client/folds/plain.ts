// A text from anywhere as the words of a message. Pure: it may not import vscode.

/** An editor makes links of `[words](address)` in a message, also such that run a command: what a host printed is none. */
export const plain = (text: string): string => text.replaceAll('](', '] (');
