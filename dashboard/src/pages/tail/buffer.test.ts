import { expect, test } from 'vitest';
import { added, type Buffer } from './buffer';

test('the newest stands first, and beyond the bound the oldest goes and is counted', () => {
  const start: Buffer<number> = { rows: [], dropped: 0 };
  const two = added(start, [1, 2], 3);
  expect(two).toEqual({ rows: [2, 1], dropped: 0 });
  expect(added(two, [3, 4], 3)).toEqual({ rows: [4, 3, 2], dropped: 1 });
});
