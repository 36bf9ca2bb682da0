import { expect, test } from 'vitest';
import type { Action } from '../../api/actions';
import { changes, errorLine, keep, kept, workOf } from './draft';

const action: Action = {
  id: 'a',
  name: 'a',
  status: 'built',
  code: 'old',
  runtime: 'node22',
  dependencies: [{ name: 'pg', version: '8.0.0' }],
  secrets: [{ name: 'KEY', updated_at: '2026-01-01T00:00:00Z' }],
  all_changes_deployed: true,
  created_at: '',
  updated_at: '',
};

test('only what differs from what is stored is a change', () => {
  const work = workOf(action);
  expect(changes(work, action)).toBe(0);
  expect(changes({ ...work, code: 'new', secrets: [{ name: 'KEY', value: 'x' }] }, action)).toBe(2);
});

test('unsaved code stays in the browser until it is saved', () => {
  keep('a', 'typed');
  expect(kept('a')).toBe('typed');
  keep('a', undefined);
  expect(kept('a')).toBeUndefined();
});

test('an error stands on its line', () => {
  expect(errorLine('at handler (action.js:12:9)')).toBe(12);
  expect(errorLine('SyntaxError on line 3: x')).toBe(3);
  expect(errorLine('no idea')).toBeUndefined();
});
