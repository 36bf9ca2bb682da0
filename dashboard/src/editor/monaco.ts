import './nonce';
import * as monaco from 'monaco-editor/editor.js';
import 'monaco-editor/features/register.all.js';
import 'monaco-editor/languages/definitions/javascript/register.js';
import { javascriptDefaults, ScriptTarget } from 'monaco-editor/languages/features/typescript/register.js';
import EditorWorker from 'monaco-editor/editor/editor.worker.js?worker';
import TypeScriptWorker from 'monaco-editor/languages/features/typescript/ts.worker.js?worker';
import { NODE_GLOBALS } from './node-globals';

self.MonacoEnvironment = {
  getWorker: (_id, label) =>
    label === 'javascript' || label === 'typescript' ? new TypeScriptWorker() : new EditorWorker(),
};

javascriptDefaults.setCompilerOptions({
  target: ScriptTarget.ESNext,
  // Without the browser's: its Event is not ours.
  lib: ['es2023'],
  allowJs: true,
  checkJs: true,
  allowNonTsExtensions: true,
});
javascriptDefaults.setDiagnosticsOptions({ noSuggestionDiagnostics: true });
javascriptDefaults.setEagerModelSync(true);

/** What `event` and `api` are: the server's own declarations, for the types a stream subscribes to. */
export function declare(types: string): void {
  javascriptDefaults.setExtraLibs([
    { content: NODE_GLOBALS, filePath: 'ts:node.d.ts' },
    { content: types, filePath: 'ts:events.d.ts' },
  ]);
}

const COLOURS = {
  light: { base: 'vs', background: '#ffffff', foreground: '#16211f', line: '#e9ede8', number: '#52605c' },
  dark: { base: 'vs-dark', background: '#151e1d', foreground: '#e3ebe8', line: '#0a100f', number: '#9caba7' },
} as const;

for (const [name, of] of Object.entries(COLOURS)) {
  monaco.editor.defineTheme(`tailrace-${name}`, {
    base: of.base,
    inherit: true,
    rules: [],
    colors: {
      'editor.background': of.background,
      'editor.foreground': of.foreground,
      'editor.lineHighlightBackground': of.line,
      'editorLineNumber.foreground': of.number,
    },
  });
}

/** The editor's colours follow the page's. */
export function paint(): void {
  const dark = getComputedStyle(document.documentElement).colorScheme === 'dark';
  const system =
    !document.documentElement.dataset['theme'] && matchMedia('(prefers-color-scheme: dark)').matches;
  monaco.editor.setTheme(dark || system ? 'tailrace-dark' : 'tailrace-light');
}

export { monaco };
