import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { say } from '../ui/toast';
import { GO, isTaken, keysAreOn } from './keys';
import { nextTimeStyle } from './times';

/** How long `g` waits for its second key. */
const CHORD_MS = 1_500;

/** The keys that work on every page: `g` and a letter, `/`, `u`, `?`, `Ctrl+K`. */
export function useGoKeys({ onHelp, onPalette }: { onHelp: () => void; onPalette: () => void }): void {
  const [, navigate] = useLocation();
  const began = useRef(0);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        onPalette();
        return;
      }
      if (!keysAreOn() || event.ctrlKey || event.metaKey || isTaken(event)) return;
      const chord = Date.now() - began.current < CHORD_MS;
      began.current = event.key === 'g' ? Date.now() : 0;
      const place = chord ? GO[event.key] : undefined;
      if (place) navigate(place.to);
      else if (chord) return;
      else if (event.key === '?') onHelp();
      else if (event.key === '/') document.querySelector<HTMLElement>('[data-filter]')?.focus();
      else if (event.key === 'u')
        say(`Times: ${{ ago: 'how long ago', local: 'local', utc: 'UTC' }[nextTimeStyle()]}`);
      else return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  });
}
