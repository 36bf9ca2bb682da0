'use strict';
// What a thrown thing is told as: {name, message, stack}, bounded, without the worker's own frames.

const { inspect } = require('node:util');

const NAME_CHARS_MAX = 200;
const MESSAGE_CHARS_MAX = 4 * 1024;
const STACK_CHARS_MAX = 16 * 1024;
const CAUSES_MAX = 5;

/** Never throws, whatever was thrown. */
function describe(thrown) {
  try {
    if (typeof thrown !== 'object' || thrown === null) {
      const message = typeof thrown === 'string' ? thrown : inspect(thrown);
      return { name: 'Error', message: cut(message, MESSAGE_CHARS_MAX), stack: '' };
    }
    const named = typeof thrown.name === 'string' && thrown.name !== '' ? thrown.name : 'Error';
    const said = typeof thrown.message === 'string' ? thrown.message : inspect(thrown, { depth: 2 });
    return {
      name: cut(named, NAME_CHARS_MAX),
      message: cut(said, MESSAGE_CHARS_MAX),
      stack: cut(stackOf(thrown), STACK_CHARS_MAX),
    };
  } catch {
    return { name: 'Error', message: 'the action threw something that cannot be shown', stack: '' };
  }
}

function stackOf(thrown) {
  const parts = [];
  let at = thrown;
  for (let i = 0; i <= CAUSES_MAX && typeof at === 'object' && at !== null; i++) {
    const text = typeof at.stack === 'string' ? ownFramesOff(at.stack) : inspect(at, { depth: 0 });
    parts.push(i === 0 ? text : `[cause]: ${text}`);
    at = at.cause;
  }
  return parts.join('\n');
}

function ownFramesOff(stack) {
  return stack
    .split('\n')
    .filter((line) => !line.includes(__dirname) && !line.includes('node:internal/async_local_storage'))
    .join('\n');
}

function cut(text, max) {
  return text.length <= max ? text : text.slice(0, max) + '…';
}

module.exports = { describe };
