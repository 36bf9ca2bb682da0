/** Rows that came last, newest first; the oldest are let go, and counted. */
export interface Buffer<T> {
  rows: readonly T[];
  dropped: number;
}

export const ROWS_MAX = 10_000;
export const empty = { rows: [], dropped: 0 };

/** @param next in the order in which it came */
export function added<T>(buffer: Buffer<T>, next: readonly T[], max = ROWS_MAX): Buffer<T> {
  const rows = [...next].reverse().concat(buffer.rows);
  const over = Math.max(0, rows.length - max);
  return { rows: over > 0 ? rows.slice(0, max) : rows, dropped: buffer.dropped + over };
}
