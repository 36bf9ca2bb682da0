import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { concerns, Live } from './live';

class FakeSource extends EventTarget {
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  closed = false;
  constructor(readonly url: string) {
    super();
  }
  close() {
    this.closed = true;
  }
  say(frame: string, data: unknown, lastEventId = '') {
    this.dispatchEvent(new MessageEvent(frame, { data: JSON.stringify(data), lastEventId }));
  }
}

let made: FakeSource[];
let live: Live;
beforeEach(() => {
  vi.useFakeTimers();
  made = [];
  live = new Live((url) => {
    const source = new FakeSource(url);
    made.push(source);
    return source as unknown as EventSource;
  });
});
afterEach(() => {
  vi.useRealTimers();
});
const settled = () => vi.advanceTimersByTimeAsync(0);

test('two listeners share one connection', async () => {
  live.on('events', () => undefined);
  live.on('overview', () => undefined);
  await settled();
  expect(made.map(({ url }) => url)).toEqual(['/ui/live?topics=events%2Coverview']);
});

test('a broken connection is made again after the last event it brought', async () => {
  const heard: unknown[] = [];
  live.on('events', (_, data) => heard.push(data));
  await settled();
  made[0]?.say('events', { events: [1] }, 'cursor-1');
  made[0]?.onerror?.();
  expect(live.health.state).toBe('waiting');
  await vi.advanceTimersByTimeAsync(500);
  expect(made[1]?.url).toBe('/ui/live?topics=events&from=cursor-1');
  expect(heard).toEqual([{ events: [1] }]);
});

test('with nobody listening the connection is closed', async () => {
  const leave = live.on('events', () => undefined);
  await settled();
  leave();
  await settled();
  expect(made[0]?.closed).toBe(true);
  expect(made).toHaveLength(1);
});

test('a frame reaches who asked for it', () => {
  expect(concerns('stream:est_1', 'stream', { id: 'est_1' })).toBe(true);
  expect(concerns('stream:est_2', 'stream', { id: 'est_1' })).toBe(false);
  expect(concerns('delivery:est_1/evt_1', 'delivery', { event_stream_id: 'est_1', event_id: 'evt_1' })).toBe(
    true,
  );
  expect(concerns('events', 'dropped', { topic: 'executions' })).toBe(false);
});
