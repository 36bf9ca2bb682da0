import { useEffect, useRef } from 'react';
import { useTheme } from '../app/theme';
import { declare, monaco, paint } from './monaco';
import s from './CodeEditor.module.css';

export interface Mark {
  line: number;
  message: string;
}

interface Props {
  /** One model for each, so that undo stays with its action. */
  id: string;
  value: string;
  onChange: (code: string) => void;
  types: string;
  marks: readonly Mark[];
  keys: { save: () => void; test: () => void; deploy: () => void };
  readOnly: boolean;
}

const OPTIONS: monaco.editor.IStandaloneEditorConstructionOptions = {
  automaticLayout: true,
  minimap: { enabled: false },
  fontFamily: 'Atkinson Hyperlegible Mono Variable, ui-monospace, monospace',
  fontSize: 13,
  lineHeight: 20,
  tabSize: 2,
  scrollBeyondLastLine: false,
  fixedOverflowWidgets: true,
  'semanticHighlighting.enabled': true,
  ariaLabel: 'Code of the action. Escape, then Tab leaves the editor.',
};

export default function CodeEditor({ id, value, onChange, types, marks, keys, readOnly }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(null);
  const latest = useRef({ onChange, keys });
  useEffect(() => {
    latest.current = { onChange, keys };
  });
  const first = useRef(value);
  useEffect(() => {
    if (!place.current) return;
    const uri = monaco.Uri.parse(`file:///${id}.js`);
    const model = monaco.editor.getModel(uri) ?? monaco.editor.createModel(first.current, 'javascript', uri);
    const made = monaco.editor.create(place.current, { ...OPTIONS, model });
    editor.current = made;
    model.onDidChangeContent(() => latest.current.onChange(model.getValue()));
    addKeys(made, () => latest.current.keys);
    return () => {
      made.dispose();
      model.dispose();
    };
  }, [id]);
  useEffect(() => {
    first.current = value;
    const model = editor.current?.getModel();
    if (model && model.getValue() !== value) model.setValue(value);
  }, [value]);
  useEffect(() => editor.current?.updateOptions({ readOnly }), [readOnly]);
  useEffect(() => declare(types), [types]);
  const theme = useTheme();
  useEffect(paint, [theme]);
  useEffect(() => {
    const model = editor.current?.getModel();
    if (model) monaco.editor.setModelMarkers(model, 'tailrace', marks.map(marker));
  }, [marks]);
  return <div ref={place} className={s['editor']} />;
}

function marker({ line, message }: Mark): monaco.editor.IMarkerData {
  return {
    severity: monaco.MarkerSeverity.Error,
    message,
    startLineNumber: line,
    endLineNumber: line,
    startColumn: 1,
    endColumn: 1_000,
  };
}

/** The page's keys work in the editor, and Escape followed by Tab leaves it. */
function addKeys(editor: monaco.editor.IStandaloneCodeEditor, keys: () => Props['keys']): void {
  const { KeyMod, KeyCode } = monaco;
  editor.addCommand(KeyMod.CtrlCmd | KeyCode.KeyS, () => keys().save());
  editor.addCommand(KeyMod.CtrlCmd | KeyCode.Enter, () => keys().test());
  editor.addCommand(KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.Enter, () => keys().deploy());
  let leaving = false;
  editor.onKeyDown((event) => {
    if (event.keyCode === KeyCode.Escape) leaving = true;
    else if (event.keyCode === KeyCode.Tab && leaving) {
      leaving = false;
      editor.updateOptions({ tabFocusMode: true });
      window.setTimeout(() => editor.updateOptions({ tabFocusMode: false }), 0);
    } else if (event.keyCode !== KeyCode.Shift) leaving = false;
  });
}
