// The editor versions that the ring runs, and every pinned version it fetches; nothing else of the ring names one.

/** One VS Code: the real one for @vscode/test-electron, and the npm packages that carry the same server and web workbench. */
export interface EditorVersion {
  readonly label: 'oldest' | 'newest';
  readonly vscode: string;
  readonly codeServer: string;
  /** Each VS Code server runs on the Node major that it was built for. */
  readonly node: string;
  /** From some version on, the server ignores a test suite in the page's address unless this flag is given. */
  readonly suiteFlags: readonly string[];
}

/** `engines.vscode` of package.json promises the oldest of these (`run.ts` refuses to start when the two differ). */
export const editorVersions: readonly EditorVersion[] = [
  { label: 'oldest', vscode: '1.100.3', codeServer: '4.100.3', node: '20.20.2', suiteFlags: [] },
  {
    label: 'newest',
    vscode: '1.139.1',
    codeServer: '4.139.1',
    node: '24.21.0',
    suiteFlags: ['--enable-smoke-test-driver'],
  },
];

/** An older server expects ripgrep from a download that the ring doesn't make; this package carries the program itself. */
export const ripgrepPackage = { name: '@vscode/ripgrep-universal', version: '1.18.0' } as const;
