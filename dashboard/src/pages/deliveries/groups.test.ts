import { expect, test } from 'vitest';
import type { Delivery } from '../../api/deliveries';
import { fingerprint, grouped } from './groups';

const failed = (id: string, message: string, timestamp: string): Delivery => ({
  id,
  event_stream_id: 'est_1',
  event_type: 'user.created',
  status: 'failed',
  attempts: [{ status: 'failed', timestamp, error_message: message }],
  event: { id, source: 's', type: 'user.created', time: timestamp },
});

test('messages that differ in ids and addresses alone are one cause', () => {
  const one = fingerprint('no contact for auth0|65001 at ada@example.com');
  expect(one).toBe(fingerprint('no contact for auth0|77aa at bo@example.org'));
  expect(fingerprint('HTTP 503')).not.toBe(fingerprint('HTTP 500'));
});

test('the largest group comes first, with its first and last time', () => {
  const groups = grouped([
    failed('1', 'HTTP 500', '2026-01-01T00:00:00Z'),
    failed('2', 'HTTP 503', '2026-01-01T00:00:02Z'),
    failed('3', 'HTTP 503', '2026-01-01T00:00:01Z'),
  ]);
  expect(groups.map(({ cause, deliveries }) => `${deliveries.length} ${cause}`)).toEqual([
    '2 HTTP 503',
    '1 HTTP 500',
  ]);
  expect([groups[0]?.first, groups[0]?.last]).toEqual(['2026-01-01T00:00:01Z', '2026-01-01T00:00:02Z']);
});
