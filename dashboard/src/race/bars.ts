/** What the drawing of a race is made of, as numbers: no drawing here. */

/** Heights of bars, 0 to 1, on a scale of their own; what is not zero stays visible. */
export function heights(counts: readonly number[], visible: number): number[] {
  const most = Math.max(...counts, 0);
  return counts.map((count) => (count === 0 ? 0 : Math.max(visible, count / most)));
}

/** How many piles of water stand before the gate: none when nothing waits, one more with every tenfold. */
export function piles(waiting: number): number {
  return waiting <= 0 ? 0 : Math.min(5, 1 + Math.floor(Math.log10(waiting)));
}

export function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}

/** In which bar a moment lies; undefined where it is outside. */
export function barOf(time: string, from: string, bars: number, seconds: number): number | undefined {
  const bar = Math.floor((Date.parse(time) - Date.parse(from)) / 1000 / seconds);
  return bar >= 0 && bar < bars ? bar : undefined;
}
