import { expect, test } from 'vitest';
import { barOf, heights, piles } from './bars';

test('three failures beside none stay visible, and the most is full height', () => {
  expect(heights([0, 1, 4000], 0.1)).toEqual([0, 0.1, 1]);
  expect(heights([0, 0], 0.1)).toEqual([0, 0]);
});

test('water piles up before the gate with every tenfold, and only when something waits', () => {
  expect([0, 1, 9, 10, 1_204, 10_000_000].map(piles)).toEqual([0, 1, 1, 2, 4, 5]);
});

test('a mark stands at the minute in which it happened, or nowhere', () => {
  const from = '2026-11-23T07:00:00Z';
  expect(barOf('2026-11-23T07:01:59Z', from, 60, 60)).toBe(1);
  expect(barOf('2026-11-23T06:59:59Z', from, 60, 60)).toBeUndefined();
  expect(barOf('2026-11-23T08:00:00Z', from, 60, 60)).toBeUndefined();
});
