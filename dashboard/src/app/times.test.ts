import { expect, test } from 'vitest';
import { ago, span } from './times';

test('a time is told in its largest fitting unit', () => {
  expect([1, 119, 120, 7_199, 7_200, 172_800].map(span)).toEqual([
    '1 s',
    '119 s',
    '2 min',
    '120 min',
    '2 h',
    '2 d',
  ]);
});

test('what is just now, past and to come are told apart', () => {
  expect(ago(1_000_000, 1_000_900)).toBe('now');
  expect(ago(1_000_000, 1_014_000)).toBe('14 s ago');
  expect(ago(1_014_000, 1_000_000)).toBe('in 14 s');
});
