'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { Type, FrameReader, FrameWriter } = require('../frames.js');

function written(...frames) {
  const chunks = [];
  const writer = new FrameWriter({ write: (bytes) => chunks.push(bytes) });
  frames.forEach(([type, id, text]) => writer.add(type, id, text));
  writer.flush();
  return chunks;
}

test('frames are gathered and read back however the stream is cut', () => {
  const chunks = written([Type.LOG, 7, 'grüß'], [Type.RESULT, 8], [Type.LOG, 9, 'x'.repeat(40_000)]);
  const bytes = Buffer.concat(chunks);
  for (const size of [1, 3, 9, 1000, bytes.length]) {
    const read = [];
    const reader = new FrameReader((type, id, start, end, from) => read.push([type, id, from.utf8Slice(start, end)]));
    for (let at = 0; at < bytes.length; at += size) {
      reader.push(bytes.subarray(at, at + size));
    }
    assert.deepEqual(read, [[Type.LOG, 7, 'grüß'], [Type.RESULT, 8, ''], [Type.LOG, 9, 'x'.repeat(40_000)]]);
  }
});

test('small frames of one turn are one write', () => {
  assert.equal(written(...Array.from({ length: 1000 }, (_, i) => [Type.RESULT, i])).length, 1);
});

test('a length out of bounds is refused before anything is allocated', () => {
  for (const length of [0, 4, 4 * 1024 * 1024 + 1, 0xffffffff]) {
    const bytes = Buffer.alloc(9);
    bytes.writeUInt32BE(length, 0);
    assert.throws(() => new FrameReader(() => assert.fail('read')).push(bytes), /frame of/);
  }
});
