// Colours of the terminal. They never say anything that the text beside them does not say.

const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

export type Paint = { readonly [colour in keyof typeof CODES]: (text: string) => string };

const painter =
  (isOn: boolean, [start, end]: readonly [number, number]) =>
  (text: string) =>
    isOn && text !== '' ? `\x1b[${start}m${text}\x1b[${end}m` : text;

export function palette(isOn: boolean): Paint {
  return {
    bold: painter(isOn, CODES.bold),
    dim: painter(isOn, CODES.dim),
    red: painter(isOn, CODES.red),
    green: painter(isOn, CODES.green),
    yellow: painter(isOn, CODES.yellow),
    cyan: painter(isOn, CODES.cyan),
  };
}

export const plain: Paint = palette(false);
