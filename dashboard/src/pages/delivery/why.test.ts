import { expect, test } from 'vitest';
import type { Attempt } from '../../api/deliveries';
import { lineOf, around } from './frames';
import { reason, summary } from './why';

const at = (second: number, status: Attempt['status'], message?: string): Attempt => ({
  status,
  timestamp: new Date(second * 1000).toISOString(),
  duration: 300,
  ...(message ? { error_message: message } : {}),
});

test('attempts are summed up with their whole time', () => {
  expect(summary([at(0, 'failed'), at(1, 'failed'), at(3, 'failed'), at(7, 'failed')])).toBe(
    'Failed after 4 attempts in 7.3 s.',
  );
  expect(summary([at(0, 'failed'), at(9, 'retrying')])).toBe(
    'Being delivered again after 1 attempt in 300 ms.',
  );
  expect(summary([])).toBe('Not attempted yet.');
});

test('a status tells who has to act', () => {
  expect(reason(at(0, 'failed', 'HTTP 503')).next).toContain('when it is back');
  expect(reason(at(0, 'failed', 'HTTP 422')).next).toContain('refuses this event');
  expect(reason({ ...at(0, 'failed', 'oops'), action_version: 3 }).next).toContain('Open the action');
});

test('the line is the first of the own code in a stack', () => {
  expect(lineOf('Error: x\n    at helper (node:net:5:1)\n    at handler (action.js:12:9)')).toBe(12);
  expect(lineOf('Error: x\n    at node:net:5:1')).toBeUndefined();
  expect(around('a\nb\nc\nd', 1, 1)).toEqual([
    { number: 1, text: 'a' },
    { number: 2, text: 'b' },
  ]);
});
