'use strict';
// process.stdout and process.stderr, and with them console.*: what is written belongs to the run that wrote it.

const { Writable } = require('node:stream');
const { StringDecoder } = require('node:string_decoder');

/** Stands in for both streams; say(text) gets each piece on the writer's own async context. */
function capture(say) {
  for (const [name, fd] of [['stdout', 1], ['stderr', 2]]) {
    const stream = new Captured(say, fd);
    Object.defineProperty(process, name, { configurable: true, enumerable: true, get: () => stream });
  }
}

class Captured extends Writable {
  #say;
  #decoder = new StringDecoder('utf8');
  isTTY = false;

  constructor(say, fd) {
    super();
    this.#say = say;
    this.fd = fd;
  }

  write(chunk, encoding, done) {
    const then = typeof encoding === 'function' ? encoding : done;
    const text =
      typeof chunk === 'string' ? chunk : chunk instanceof Uint8Array ? this.#decoder.write(chunk) : String(chunk);
    this.#say(text);
    if (typeof then === 'function') {
      process.nextTick(then);
    }
    return true;
  }

  _write(chunk, _encoding, done) {
    this.#say(String(chunk));
    done();
  }
}

module.exports = { capture };
