import { useEffect, useRef, useSyncExternalStore } from 'react';
import { type Frame, type Health, Live } from './live';

export const live = new Live();

/** Listens to a topic while the part is on the page; an empty topic listens to nothing. */
export function useLive(topic: string, listener: (frame: Frame, data: unknown) => void): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(
    () => (topic ? live.on(topic, (frame, data) => latest.current(frame, data)) : undefined),
    [topic],
  );
}

export function useLiveHealth(): Health {
  return useSyncExternalStore(
    (changed) => live.watch(changed),
    () => live.health,
  );
}
