'use strict';
// process.stdout and process.stderr, and with them console.*: what is written belongs to the run that wrote it.
// Levels: d(ebug), i(nfo), l(og), w(arn), e(rror); the console's method says it, else the stream.

const { Writable } = require('node:stream');
const { StringDecoder } = require('node:string_decoder');

let spoken; // level of the console's method that is writing now

/** Stands in for both streams; say(text, level) gets each piece on the writer's own async context. */
function capture(say) {
  for (const method of ['debug', 'info', 'warn', 'error']) {
    const write = console[method].bind(console);
    console[method] = (...values) => {
      const before = spoken;
      spoken = method[0];
      try {
        write(...values);
      } finally {
        spoken = before;
      }
    };
  }
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
    this.#say(text, spoken ?? (this.fd === 2 ? 'e' : 'l'));
    if (typeof then === 'function') {
      process.nextTick(then);
    }
    return true;
  }

  _write(chunk, _encoding, done) {
    this.#say(String(chunk), this.fd === 2 ? 'e' : 'l');
    done();
  }
}

module.exports = { capture };
