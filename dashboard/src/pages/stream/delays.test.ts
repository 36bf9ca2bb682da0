import { expect, test } from 'vitest';
import { readDelays } from './delays';

test('waits are read as people write them, and none is none', () => {
  expect(readDelays('1, 2 4')).toEqual({ delays: [1, 2, 4] });
  expect(readDelays('')).toEqual({ delays: [] });
});

test('what is no wait is said', () => {
  expect(readDelays('1, two').wrong).toContain('number of seconds');
  expect(readDelays('0.01').wrong).toContain('number of seconds');
  expect(readDelays(Array(21).fill('1').join(' ')).wrong).toContain('At most 20');
});
