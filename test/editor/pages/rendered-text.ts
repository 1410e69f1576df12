// Finds text and underlines where the page really draws them, in pixels. `drawn` and `pieces` run in the page: they may use nothing from
// outside themselves.

/** A rectangle of the page, as the browser measures it. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The few parts of the browser's document that are used here; the project has no DOM types, as nothing of it runs in a page. */
interface PageNode {
  readonly textContent: string | null;
  readonly nodeName: string;
  readonly parentNode: PageNode | null;
  readonly classList: { contains(name: string): boolean };
  readonly ownerDocument: {
    createTreeWalker(root: PageNode, what: number): { nextNode(): PageNode | null };
    createRange(): {
      setStart(node: PageNode, offset: number): void;
      setEnd(node: PageNode, offset: number): void;
      getBoundingClientRect(): Box;
    };
  };
  getBoundingClientRect(): Box;
}

/** Something that is drawn: a line of text with its characters, or an underline, which has none. */
export interface Drawn {
  readonly isLine: boolean;
  readonly box: Box;
  readonly characters: readonly { readonly character: string; readonly box: Box }[];
}

/** The texts within the given elements, each piece by itself: a label and what stands behind it are no sentence. */
export function pieces(elements: readonly unknown[]): string[] {
  const SHOW_TEXT = 4;
  return elements.flatMap((element) => {
    const walker = (element as PageNode).ownerDocument.createTreeWalker(element as PageNode, SHOW_TEXT);
    const found: string[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentNode?.nodeName !== 'STYLE') found.push(node.textContent ?? '');
    }
    return found;
  });
}

/** What is drawn for the given elements: all at one moment, since the editor may move lines in the next. */
export function drawn(elements: readonly unknown[]): Drawn[] {
  const SHOW_TEXT = 4;
  const plain = ({ left, right, top, bottom }: Box): Box => ({ left, right, top, bottom });
  const charactersIn = (element: PageNode) => {
    const characters: { character: string; box: Box }[] = [];
    const walker = element.ownerDocument.createTreeWalker(element, SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent ?? '';
      for (let offset = 0; offset < text.length; offset += 1) {
        const range = element.ownerDocument.createRange();
        range.setStart(node, offset);
        range.setEnd(node, offset + 1);
        // The editor draws a space as a no-break space.
        const character = text.charAt(offset).replace('\u00a0', ' ');
        characters.push({ character, box: plain(range.getBoundingClientRect()) });
      }
    }
    return characters;
  };
  return (elements as readonly PageNode[]).map((element) => {
    const isLine = element.classList.contains('view-line');
    return { isLine, box: plain(element.getBoundingClientRect()), characters: charactersIn(element) };
  });
}

export function middleOf(box: Box): { x: number; y: number } {
  return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
}

/** The text above each underline, as far as the underline goes. */
export function textAbove(things: readonly Drawn[]): string[] {
  const characters = things.flatMap((thing) => thing.characters);
  const underlines = things.filter((thing) => !thing.isLine);
  return underlines.map(({ box }) =>
    characters
      .filter(({ box: character }) => {
        const { x, y } = middleOf(character);
        return x > box.left && x < box.right && y > box.top && y < box.bottom;
      })
      .map(({ character }) => character)
      .join(''),
  );
}

/** Where the first occurrence of a text is drawn: the middle of its middle character. */
export function placeOf(text: string, lines: readonly Drawn[]): { x: number; y: number } | undefined {
  const characters = lines.flatMap((line) => line.characters);
  const start = characters
    .map(({ character }) => character)
    .join('')
    .indexOf(text);
  const character = start < 0 ? undefined : characters[start + Math.floor(text.length / 2)];
  return character && middleOf(character.box);
}
