import { expect, test } from 'vitest';
import { merged, type Overview, type StreamRow, type StreamState } from './overview';

const row = (id: string, state: StreamState): StreamRow => ({
  id,
  name: id,
  status: 'enabled',
  destination: 'webhook',
  state,
  position: 0,
  end: 0,
  lag: { events: 0, more: false },
  pending: 0,
  failed: 0,
  outstanding: 0,
  consecutive_failures: 0,
  missed: 0,
  outcomes: { from: '', delivered: [], failed: [] },
});
const overview = (streams: StreamRow[], more: Partial<Overview> = {}): Overview => ({
  at: '',
  version: '',
  isolation: { level: 'L4', text: '' },
  disk: { free_bytes: 1, total_bytes: 2 },
  workers: { processes: 0, max: 1 },
  streams,
  more_streams: false,
  marks: [],
  ...more,
});

test('a change is laid over what was known, trouble first, and what is gone goes', () => {
  const known = overview([row('a', 'flowing'), row('b', 'flowing'), row('c', 'idle')]);
  const next = overview([row('b', 'failing')], { full: false, removed: ['c'] });
  expect(merged(known, next).streams.map(({ id, state }) => `${id} ${state}`)).toEqual([
    'b failing',
    'a flowing',
  ]);
});

test('a full one replaces everything', () => {
  const known = overview([row('a', 'flowing')]);
  expect(merged(known, overview([row('b', 'idle')], { full: true })).streams.map(({ id }) => id)).toEqual([
    'b',
  ]);
});
