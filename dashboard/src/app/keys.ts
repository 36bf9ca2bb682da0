import { useEffect } from 'react';

/** Keys of the whole dashboard; a page adds its own with `useKeys`. */
export const GO: Record<string, { to: string; name: string }> = {
  o: { to: '/', name: 'Overview' },
  s: { to: '/streams', name: 'Streams' },
  d: { to: '/deliveries', name: 'Deliveries' },
  a: { to: '/actions', name: 'Actions' },
  t: { to: '/tail', name: 'Tail' },
  u: { to: '/users', name: 'Users' },
  c: { to: '/catalogue', name: 'Catalogue' },
};

const KEY = 'tailrace.keys';
export const keysAreOn = (): boolean => localStorage.getItem(KEY) !== 'off';
export function switchKeys(on: boolean): void {
  localStorage.setItem(KEY, on ? 'on' : 'off');
}

/** Whether a key belongs to what has the focus: somebody types, or a dialog or the editor is open. */
export function isTaken(event: KeyboardEvent): boolean {
  const target = event.target;
  if (event.defaultPrevented || event.altKey || !(target instanceof HTMLElement)) return true;
  return (
    target.isContentEditable ||
    target.closest(
      'input, textarea, select, [role="dialog"], [role="menu"], [role="listbox"], .monaco-editor',
    ) !== null
  );
}

/** Calls what is named by single keys: `{ r: redeliver }`. Off while typing, and where somebody switched keys off. */
export function useKeys(keys: Record<string, (event: KeyboardEvent) => void>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!keysAreOn() || event.ctrlKey || event.metaKey || isTaken(event)) return;
      const act = keys[event.key];
      if (!act) return;
      event.preventDefault();
      act(event);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  });
}
