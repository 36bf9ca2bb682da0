import { useSyncExternalStore } from 'react';
import { Button } from './Button';
import s from './toast.module.css';

interface Toast {
  text: string;
  undo: (() => void) | undefined;
}
const SHOWN_MS = 8_000;
let toast: Toast | undefined;
let timer: number | undefined;
const watchers = new Set<() => void>();

/** Says at the page's foot what was done, and how to undo it. */
export function say(text: string, undo?: () => void): void {
  show({ text, undo });
  window.clearTimeout(timer);
  timer = window.setTimeout(() => show(undefined), SHOWN_MS);
}

function show(next: Toast | undefined): void {
  toast = next;
  watchers.forEach((watcher) => watcher());
}

export function Toasts() {
  const shown = useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => toast,
  );
  return (
    <div className={s['place']} role="status">
      {shown && (
        <div className={s['toast']}>
          <span>{shown.text}</span>
          {shown.undo && (
            <Button
              onClick={() => {
                shown.undo?.();
                show(undefined);
              }}
            >
              Undo
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
