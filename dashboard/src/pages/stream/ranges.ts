/** How far back the counts of a stream are shown. */
export const RANGES = [
  { id: '1h', name: '1 h' },
  { id: '24h', name: '24 h' },
  { id: '14d', name: '14 d' },
  { id: '30d', name: '30 d' },
] as const;
export type Range = (typeof RANGES)[number]['id'];

const HOUR_MS = 3_600_000;

const SPANS: Record<Range, { back: number; bucket: string }> = {
  '1h': { back: HOUR_MS, bucket: '1m' },
  '24h': { back: 24 * HOUR_MS, bucket: '1h' },
  '14d': { back: 14 * 24 * HOUR_MS, bucket: '1d' },
  '30d': { back: 30 * 24 * HOUR_MS, bucket: '1d' },
};

/** The query for a range that ends now. */
export function queryOf(range: Range, now: number): { date_from: string; bucket: string } {
  const { back, bucket } = SPANS[range];
  return { date_from: new Date(now - back).toISOString(), bucket };
}
