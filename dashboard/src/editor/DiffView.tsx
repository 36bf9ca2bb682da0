import { useEffect, useRef } from 'react';
import { useTheme } from '../app/theme';
import { monaco, paint } from './monaco';
import s from './CodeEditor.module.css';

/** Two texts side by side, or under each other where it is narrow. */
export default function DiffView({ before, after, label }: { before: string; after: string; label: string }) {
  const place = useRef<HTMLDivElement>(null);
  const theme = useTheme();
  useEffect(paint, [theme]);
  useEffect(() => {
    if (!place.current) return;
    const editor = monaco.editor.createDiffEditor(place.current, {
      automaticLayout: true,
      readOnly: true,
      minimap: { enabled: false },
      fontSize: 13,
      useInlineViewWhenSpaceIsLimited: true,
      scrollBeyondLastLine: false,
      originalAriaLabel: `${label}, before`,
      modifiedAriaLabel: `${label}, after`,
    });
    const original = monaco.editor.createModel(before, 'text/plain');
    const modified = monaco.editor.createModel(after, 'text/plain');
    editor.setModel({ original, modified });
    return () => {
      editor.dispose();
      original.dispose();
      modified.dispose();
    };
  }, [before, after, label]);
  return <div ref={place} className={s['editor']} />;
}
