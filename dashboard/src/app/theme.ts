import { useSyncExternalStore } from 'react';

/** The system's, or one of the two by choice. */
export type Theme = 'system' | 'light' | 'dark';
const THEMES: Theme[] = ['system', 'light', 'dark'];
const KEY = 'tailrace.theme';
const watchers = new Set<() => void>();
let theme: Theme = THEMES.find((one) => one === localStorage.getItem(KEY)) ?? 'system';
paint();

export function nextTheme(): void {
  theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  localStorage.setItem(KEY, theme);
  paint();
  watchers.forEach((watcher) => watcher());
}

export function useTheme(): Theme {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => theme,
  );
}

function paint(): void {
  if (theme === 'system') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.dataset['theme'] = theme;
}
