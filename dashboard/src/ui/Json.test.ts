import { expect, test } from 'vitest';
import { changedLines } from './Json';

test('only the lines whose value is another are marked', () => {
  const before = { a: 1, deep: { b: 'x', c: 'y' }, list: [1, 2] };
  const now = { a: 1, deep: { b: 'z', c: 'y' }, list: [1, 3], more: true };
  const lines = JSON.stringify(now, null, 2).split('\n');
  expect([...changedLines(now, before)].map((line) => lines[line]?.trim())).toEqual([
    '"b": "z",',
    '3',
    '"more": true',
  ]);
});

test('an empty object or list is one line', () => {
  expect([...changedLines({ e: {}, l: [], a: 2 }, { e: {}, l: [], a: 1 })]).toEqual([3]);
});
