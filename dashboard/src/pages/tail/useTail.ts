import { useEffect, useRef, useState } from 'react';
import type { Frame } from '../../live/live';
import { useLive } from '../../live/useLive';
import { added, type Buffer, empty } from './buffer';

/** How often rows on the screen change at most. */
const PAINT_MS = 250;

export interface Tail<T> {
  buffer: Buffer<T>;
  paused: boolean;
  /** Came while paused, and shown on going on. */
  waiting: number;
  /** How many the connection itself had to leave out. */
  missed: number;
  pause: (paused: boolean) => void;
  clear: () => void;
}

/** A live topic in a bounded buffer; what comes while paused waits beside it. */
export function useTail<T>(topic: 'events' | 'executions', read: (data: unknown) => T[]): Tail<T> {
  const [buffer, setBuffer] = useState<Buffer<T>>(empty);
  const [paused, setPaused] = useState(false);
  const [waiting, setWaiting] = useState(0);
  const [missed, setMissed] = useState(0);
  const came = useRef<T[]>([]);
  useLive(topic, (frame: Frame, data) => {
    if (frame === 'dropped') setMissed((old) => old + ((data as { count: number | null }).count ?? 0));
    else came.current.push(...read(data));
  });
  useEffect(() => {
    const timer = window.setInterval(() => {
      if (came.current.length === 0) return;
      if (paused) {
        setWaiting(came.current.length);
        return;
      }
      const next = came.current;
      came.current = [];
      setWaiting(0);
      setBuffer((old) => added(old, next));
    }, PAINT_MS);
    return () => window.clearInterval(timer);
  }, [paused]);
  return {
    buffer,
    paused,
    waiting: paused ? waiting : 0,
    missed,
    pause: setPaused,
    clear: () => setBuffer(empty),
  };
}
