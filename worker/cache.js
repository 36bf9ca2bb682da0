'use strict';
// api.cache: a replica of the tenant's cache that can be read without waiting. The truth is kept by the server; each
// change is applied here at once and sent there, and what the server pushes back replaces what we have.

const ENTRIES_MAX = 20;
const KEY_BYTES_MAX = 64;
const VALUE_BYTES_MAX = 4 * 1024;
const TOTAL_BYTES_MAX = 8 * 1024;
const LIFE_MS_DEFAULT = 15 * 60 * 1000;
const LIFE_MS_MAX = 24 * 60 * 60 * 1000;
const CHANGES_PER_RUN_MAX = 100;
const KEYS_TOLD_MAX = 20;

const now = Date.now;
const size = (text) => Buffer.byteLength(text, 'utf8');
const error = (code) => ({ type: 'error', code });

class CacheReplica {
  #records = new Map();
  #unanswered = new Map();
  #send;

  /** @param send called with each change: {key, value?, expires_at?} */
  constructor(send) {
    this.#send = send;
  }

  /** What the server says. A foreign change is passed over while one of our own to that key is under way. */
  pushed({ key, value, expires_at, own }) {
    const waiting = this.#unanswered.get(key) ?? 0;
    if (own && waiting > 1) {
      this.#unanswered.set(key, waiting - 1);
      return;
    }
    if (own) {
      this.#unanswered.delete(key);
    } else if (waiting > 0) {
      return;
    }
    if (value === undefined) {
      this.#records.delete(key);
    } else {
      this.#records.set(key, { value, expires_at });
    }
  }

  /** The three functions a run gets; none of them throws or waits. */
  api(run) {
    return {
      get: (key) => {
        used(run, 'reads', key);
        return this.#get(key);
      },
      set: (key, value, options) => this.#set(run, key, value, options),
      delete: (key) => this.#delete(run, key),
    };
  }

  #get(key) {
    const record = this.#records.get(key);
    if (record === undefined || record.expires_at <= now()) {
      return undefined;
    }
    return { value: record.value, expires_at: record.expires_at };
  }

  #set(run, key, value, options) {
    if (run.ended || typeof key !== 'string' || typeof value !== 'string') {
      return error('FailedToSetCacheRecord');
    }
    if (size(key) > KEY_BYTES_MAX) {
      return error('CacheKeySizeExceeded');
    }
    if (size(value) > VALUE_BYTES_MAX) {
      return error('CacheValueSizeExceeded');
    }
    const expiry = expiryOf(options);
    if (expiry.type === 'error') {
      return expiry;
    }
    if (run.changes >= CHANGES_PER_RUN_MAX) {
      return error('MaxSideEffectsExceeded');
    }
    if (!this.#fits(key, value)) {
      return error('CacheSizeExceeded');
    }
    run.changes++;
    used(run, 'writes', key);
    const record = { value, expires_at: expiry.at };
    this.#records.set(key, record);
    this.#tell({ key, ...record });
    return { type: 'success', record: { ...record } };
  }

  #delete(run, key) {
    if (run.ended || typeof key !== 'string') {
      return error('FailedToDeleteCacheRecord');
    }
    if (this.#get(key) === undefined) {
      return error('CacheKeyDoesNotExist');
    }
    if (run.changes >= CHANGES_PER_RUN_MAX) {
      return error('MaxSideEffectsExceeded');
    }
    run.changes++;
    used(run, 'deletes', key);
    this.#records.delete(key);
    this.#tell({ key });
    return { type: 'success' };
  }

  #tell(change) {
    this.#unanswered.set(change.key, (this.#unanswered.get(change.key) ?? 0) + 1);
    this.#send(change);
  }

  #fits(key, value) {
    const time = now();
    let entries = 1;
    let bytes = size(key) + size(value);
    for (const [other, record] of this.#records) {
      if (record.expires_at <= time) {
        this.#records.delete(other);
      } else if (other !== key) {
        entries++;
        bytes += size(other) + size(record.value);
      }
    }
    return entries <= ENTRIES_MAX && bytes <= TOTAL_BYTES_MAX;
  }
}

/** Counts it for the run's record. */
function used(run, how, key) {
  run.cached ??= { reads: 0, writes: 0, deletes: 0, keys: new Set() };
  run.cached[how]++;
  if (typeof key === 'string' && run.cached.keys.size < KEYS_TOLD_MAX) {
    run.cached.keys.add(key.slice(0, KEY_BYTES_MAX));
  }
}

/** When a record set now ends: the earlier of ttl and expires_at, at most a day ahead. */
function expiryOf(options) {
  const { ttl, expires_at } = options ?? {};
  for (const number of [ttl, expires_at]) {
    if (number !== undefined && number !== null && !Number.isFinite(number)) {
      return error('InvalidExpiry');
    }
  }
  const time = now();
  const ends = [time + LIFE_MS_MAX];
  if (ttl !== undefined && ttl !== null) {
    ends.push(time + ttl);
  }
  if (expires_at !== undefined && expires_at !== null) {
    ends.push(expires_at);
  }
  if (ends.length === 1) {
    ends.push(time + LIFE_MS_DEFAULT);
  }
  const at = Math.floor(Math.min(...ends));
  return at <= time ? error('ItemAlreadyExpired') : { type: 'success', at };
}

module.exports = { CacheReplica };
