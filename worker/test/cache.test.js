'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { CacheReplica } = require('../cache.js');

const later = () => Date.now() + 60_000;

test('a foreign change that came before the answer to our own is passed over, one after it is taken', () => {
  const sent = [];
  const replica = new CacheReplica((change) => sent.push(change));
  const cache = replica.api({ ended: false, changes: 0 });
  cache.set('k', 'ours');
  cache.set('k', 'ours again');
  replica.pushed({ key: 'k', value: 'theirs, earlier', expires_at: later(), own: false });
  assert.equal(cache.get('k').value, 'ours again');
  replica.pushed({ key: 'k', ...sent[0], own: true });
  assert.equal(cache.get('k').value, 'ours again');
  replica.pushed({ key: 'k', ...sent[1], own: true });
  assert.equal(cache.get('k').value, 'ours again');
  replica.pushed({ key: 'k', value: 'theirs, later', expires_at: later(), own: false });
  assert.equal(cache.get('k').value, 'theirs, later');
});

test('what the server did not take is undone', () => {
  const replica = new CacheReplica(() => {});
  const cache = replica.api({ ended: false, changes: 0 });
  cache.set('k', 'ours');
  replica.pushed({ key: 'k', own: true });
  assert.equal(cache.get('k'), undefined);
});

test('a run that has ended changes nothing any more', () => {
  const cache = new CacheReplica(() => assert.fail('sent')).api({ ended: true, changes: 0 });
  assert.deepEqual(cache.set('k', 'v'), { type: 'error', code: 'FailedToSetCacheRecord' });
  assert.deepEqual(cache.delete('k'), { type: 'error', code: 'FailedToDeleteCacheRecord' });
});
