const DELAYS_MAX = 20;
const SECONDS_MIN = 0.1;
const SECONDS_MAX = 86_400;

/** `1, 2, 4` as numbers of seconds; an empty text is no retries. */
export function readDelays(text: string): { delays: number[]; wrong?: string } {
  const delays = text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(Number);
  if (delays.some((delay) => !(delay >= SECONDS_MIN && delay <= SECONDS_MAX))) {
    return { delays: [], wrong: `Each wait is a number of seconds, from ${SECONDS_MIN} to ${SECONDS_MAX}.` };
  }
  if (delays.length > DELAYS_MAX) return { delays, wrong: `At most ${DELAYS_MAX} waits.` };
  return { delays };
}
