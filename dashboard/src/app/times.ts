import { useSyncExternalStore } from 'react';

/** How times are written: how long ago, on this machine's clock, or in UTC. */
export type TimeStyle = 'ago' | 'local' | 'utc';
const STYLES: TimeStyle[] = ['ago', 'local', 'utc'];
const KEY = 'tailrace.times';

let style: TimeStyle = STYLES.find((one) => one === localStorage.getItem(KEY)) ?? 'ago';
const watchers = new Set<() => void>();
/** Seconds of the one clock all relative times share. */
let second = Math.floor(Date.now() / 1000);
window.setInterval(() => {
  second = Math.floor(Date.now() / 1000);
  if (!document.hidden) tell();
}, 1000);

export function nextTimeStyle(): TimeStyle {
  style = STYLES[(STYLES.indexOf(style) + 1) % STYLES.length] ?? 'ago';
  localStorage.setItem(KEY, style);
  tell();
  return style;
}

export function useTimeStyle(): TimeStyle {
  return useSyncExternalStore(watch, () => style);
}

export function useNow(): number {
  return useSyncExternalStore(watch, () => second) * 1000;
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}
function tell(): void {
  watchers.forEach((watcher) => watcher());
}

/** `14 s ago`, `6 min ago`, `3 h ago`, `12 d ago`. */
export function ago(time: number, now: number): string {
  const seconds = Math.round((now - time) / 1000);
  return seconds < 0 ? `in ${span(-seconds)}` : seconds < 2 ? 'now' : `${span(seconds)} ago`;
}

/** A length of time in its largest fitting unit. */
export function span(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}

const CLOCK: Intl.DateTimeFormatOptions = {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
};
const DAY: Intl.DateTimeFormatOptions = { year: 'numeric', month: '2-digit', day: '2-digit' };

/** `2026-11-23 18:04:11.204`, on this machine's clock. */
export function localTime(date: Date): string {
  const day = new Intl.DateTimeFormat('sv-SE', DAY).format(date);
  return `${day} ${new Intl.DateTimeFormat('sv-SE', CLOCK).format(date)}.${millis(date)}`;
}
export function utcTime(date: Date): string {
  return date.toISOString().replace('T', ' ');
}
/** `18:04:11.204`. */
export function clockTime(date: Date, utc: boolean): string {
  return (utc ? utcTime(date).replace('Z', '') : localTime(date)).slice(11);
}
function millis(date: Date): string {
  return String(date.getMilliseconds()).padStart(3, '0');
}
