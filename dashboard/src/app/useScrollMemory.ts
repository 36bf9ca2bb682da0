import { useEffect, useLayoutEffect, useRef } from 'react';
import { useLocation } from 'wouter';

const TRIES = 20;

/** Back and forward return to where the page was; a new page begins at its top. */
export function useScrollMemory(): void {
  const [location] = useLocation();
  const places = useRef(new Map<string, number>());
  const wentBack = useRef(false);
  useEffect(() => {
    history.scrollRestoration = 'manual';
    const back = () => {
      wentBack.current = true;
    };
    window.addEventListener('popstate', back);
    return () => window.removeEventListener('popstate', back);
  }, []);
  useLayoutEffect(() => {
    const known = places.current;
    const goal = wentBack.current ? (known.get(location) ?? 0) : 0;
    wentBack.current = false;
    // A list takes a moment until it is as long as it was.
    let tries = 0;
    let frame = 0;
    const settle = () => {
      window.scrollTo(0, goal);
      if (Math.abs(window.scrollY - goal) > 1 && tries++ < TRIES) frame = requestAnimationFrame(settle);
    };
    settle();
    const keep = () => known.set(location, window.scrollY);
    window.addEventListener('scroll', keep, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('scroll', keep);
    };
  }, [location]);
}
