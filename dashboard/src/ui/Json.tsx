import { useState } from 'react';
import { Button } from './Button';
import s from './Json.module.css';

/** A value as text, with what differs from another one marked. */
export function Json({ value, before, label }: { value: unknown; before?: unknown; label: string }) {
  const lines = JSON.stringify(value, null, 2).split('\n');
  const changed = before === undefined ? new Set<number>() : changedLines(value, before);
  const [copied, setCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard.writeText(lines.join('\n')).then(() => setCopied(true));
  };
  return (
    <figure className={s['json']}>
      <pre tabIndex={0} aria-label={label}>
        {lines.map((line, number) => (
          <span key={number} className={changed.has(number) ? s['changed'] : undefined}>
            {line}
            {'\n'}
          </span>
        ))}
      </pre>
      <Button kind="quiet" className={s['copy']} onClick={copy}>
        {copied ? 'Copied' : 'Copy'}
      </Button>
    </figure>
  );
}

/** Lines of the value's text in which a leaf is not what it was. */
export function changedLines(value: unknown, before: unknown): Set<number> {
  const changed = new Set<number>();
  let line = 0;
  const walk = (now: unknown, was: unknown, known: boolean): void => {
    if (now === null || typeof now !== 'object') {
      if (!known || now !== was) changed.add(line);
      line += 1;
      return;
    }
    const entries = Object.entries(now);
    line += 1;
    const old = was !== null && typeof was === 'object' ? (was as Record<string, unknown>) : undefined;
    for (const [name, part] of entries) walk(part, old?.[name], old !== undefined && name in old);
    if (entries.length > 0) line += 1;
  };
  walk(value, before, true);
  return changed;
}
