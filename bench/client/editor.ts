// As much of VS Code as the extension needs to be loaded and to hand out rows: what it asks for in vain is a thing that takes
// every call and says nothing. Only measurements use it: what the extension does in an editor is tested in a real one.
import { readFileSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { root } from '../../scripts/root.ts';

/** Whatever it is asked for, it is a function, a class and an object of such. */
function anything(): unknown {
  const known = new Map<string | symbol, unknown>();
  return new Proxy(function nothing() {}, {
    get(_target, name) {
      if (name === Symbol.toPrimitive) return () => 0;
      if (name === Symbol.iterator) return function* none() {};
      if (name === 'then') return undefined;
      // (a class that extends it needs a prototype)
      if (name === 'prototype') return {};
      if (!known.has(name)) known.set(name, anything());
      return known.get(name);
    },
    apply: () => anything(),
    construct: () => anything() as object,
  });
}

class EventEmitter<Value> {
  readonly #listeners = new Set<(value: Value) => void>();
  readonly event = (listener: (value: Value) => void) => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };
  fire(value: Value): void {
    for (const listener of this.#listeners) listener(value);
  }
  dispose(): void {
    this.#listeners.clear();
  }
}

class TreeItem {
  readonly label: string;
  readonly collapsibleState: number;
  constructor(label: string, collapsibleState: number) {
    this.label = label;
    this.collapsibleState = collapsibleState;
  }
}

class Position {
  readonly line: number;
  readonly character: number;
  constructor(line: number, character: number) {
    this.line = line;
    this.character = character;
  }
}

class Range {
  readonly start: Position;
  readonly end: Position;
  constructor(start: Position, end: Position) {
    this.start = start;
    this.end = end;
  }
}

class ThemeColor {
  readonly id: string;
  constructor(id: string) {
    this.id = id;
  }
}

class ThemeIcon {
  readonly id: string;
  readonly color: ThemeColor | undefined;
  constructor(id: string, color?: ThemeColor) {
    this.id = id;
    this.color = color;
  }
}

const Uri = { file: (path: string) => ({ scheme: 'file', path, fsPath: path }) };

/** Node has these since 22.15; its types here are those of the oldest Node that the project runs on. */
type Hooks = {
  resolve(specifier: string, context: object, next: (specifier: string) => object): object;
  load(url: string, context: Load, next: (url: string, context: Load) => object): object;
};
type Load = { readonly conditions: readonly string[]; readonly format?: string };
const registerHooks = Reflect.get(module, 'registerHooks') as (hooks: Hooks) => void;

const real = {
  EventEmitter,
  TreeItem,
  Position,
  Range,
  ThemeColor,
  ThemeIcon,
  Uri,
  TreeItemCollapsibleState: { None: 0, Collapsed: 1, Expanded: 2 },
  TreeItemCheckboxState: { Unchecked: 0, Checked: 1 },
};

/** All that VS Code has, by the names in its types. */
function editorOf(): object {
  const types = readFileSync(join(root, 'node_modules/@types/vscode/index.d.ts'), 'utf8');
  const names = types.matchAll(/^\texport (?:class|enum|namespace|const|function) (\w+)/gm);
  return { ...Object.fromEntries([...names].map(([, name]) => [name, anything()])), ...real };
}

/** From here on, `vscode` is this, for `require` and for `import`. */
export function standInForEditor(): void {
  const editor = editorOf();
  Reflect.set(globalThis, 'vikiBenchEditor', editor);
  const exported = Object.keys(editor)
    .map((name) => `export const ${name} = globalThis.vikiBenchEditor.${name};`)
    .join('\n');
  registerHooks({
    resolve: (specifier, _context, next) =>
      specifier === 'vscode' ? { url: 'viki-bench:vscode', shortCircuit: true } : next(specifier),
    load(url, context, next) {
      if (url !== 'viki-bench:vscode') return next(url, context);
      const isRequired = context.conditions.includes('require') || context.format === 'commonjs';
      const source = isRequired ? 'module.exports = globalThis.vikiBenchEditor;' : exported;
      return { format: isRequired ? 'commonjs' : 'module', source, shortCircuit: true };
    },
  });
}
