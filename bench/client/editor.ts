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

/** These, and anything else that is asked for. */
export const parts = (known: object): object =>
  new Proxy(known, { get: (target, name) => Reflect.get(target, name) ?? anything() });

export class EventEmitter<Value> {
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

/** A class that keeps what it is made of under these names, and does nothing with it. */
const keeping = (...names: readonly string[]) =>
  class {
    constructor(...values: readonly unknown[]) {
      for (const [index, name] of names.entries()) Reflect.set(this, name, values[index]);
    }
  };

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
  TreeItem: keeping('label', 'collapsibleState'),
  Position: keeping('line', 'character'),
  Range: keeping('start', 'end'),
  ThemeColor: keeping('id'),
  ThemeIcon: keeping('id', 'color'),
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

/** From here on, `vscode` is this, for `require` and for `import`; `more` are parts that do something. */
export function standInForEditor(more: object = {}): void {
  const editor = { ...editorOf(), ...more };
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
