// Modes that were written as numbers, which YAML reads as others than people mean. Pure.

/** Modes that somebody may have taken from `stat` or a program, as a decimal number: `493` is `0755`. */
const USUAL: ReadonlySet<string> = new Set('600 640 644 660 664 666 700 750 755 770 775 777'.split(' '));

/** The mode that was meant by a number, with four digits; undefined where that is not clear. */
export function modeMeantBy(written: string): string | undefined {
  const octal = /^(?:0o?)?([0-7]{3,4})$/.exec(written)?.[1];
  const isDecimal = /^[1-9]\d{2}$/.test(written) && USUAL.has(Number(written).toString(8));
  return (isDecimal ? Number(written).toString(8) : octal)?.padStart(4, '0');
}
