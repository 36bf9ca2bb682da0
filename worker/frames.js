'use strict';
// Frames between the server and a worker: [u32 length][u8 type][u32 id][payload], big-endian; the length counts
// what follows it. Both sides check it before they allocate. Types are shared with Frame.java.

const HEADER_BYTES = 9;
const FRAME_BYTES_MAX = 4 * 1024 * 1024;
const GATHER_BYTES = 64 * 1024;

const Type = Object.freeze({
  LOAD: 1, // to the worker: {code, file, packages?, bundle?, secrets, modules: [{name, code, file, the same}]}
  LOADED: 2,
  LOAD_ERROR: 3, // {name, message, stack, file?, line?}
  INVOKE: 4, // to the worker: the event's JSON text as it is
  CANCEL: 5, // to the worker: nobody waits for this run any more
  RESULT: 6, // empty when the handler's promise was resolved, else {name, message, stack}
  LOG: 7, // a level (d, i, l, w, e) and the text a run wrote, or c and how it used the cache; id 0: text of no run
  CACHE: 8, // {key, value?, expires_at?, own?}: the key is now this, or gone
  PING: 9, // to the worker
  PONG: 10, // how busy the event loop was since the last one, in percent
  EXIT: 11, // the run that is about to end the process: {call}
  CHECK: 12, // to the worker: {code, file, modules}; compile, do not run
  CUT: 13, // to the worker: {code, rule}; the connection of this id is no more
  BUNDLE: 14, // to the worker, before LOAD: packages as one file, which LOAD names by its number
});

/** Splits a byte stream into frames: on(type, id, start, end, bytes) is called for each, bytes valid during the call. */
class FrameReader {
  #rest = null;
  #on;

  constructor(on) {
    this.#on = on;
  }

  push(chunk) {
    let bytes = chunk;
    if (this.#rest !== null) {
      bytes = Buffer.concat([this.#rest, chunk]);
      this.#rest = null;
    }
    let at = 0;
    while (bytes.length - at >= HEADER_BYTES) {
      const length = bytes.readUInt32BE(at);
      if (length < HEADER_BYTES - 4 || length > FRAME_BYTES_MAX) {
        throw new Error(`frame of ${length} bytes`);
      }
      const end = at + 4 + length;
      if (end > bytes.length) {
        break;
      }
      this.#on(bytes[at + 4], bytes.readUInt32BE(at + 5), at + HEADER_BYTES, end, bytes);
      at = end;
    }
    if (at < bytes.length) {
      this.#rest = Buffer.from(bytes.subarray(at));
    }
  }
}

/** Gathers frames and writes them once per turn of the event loop. */
class FrameWriter {
  #socket;
  #bytes = Buffer.allocUnsafeSlow(GATHER_BYTES);
  #used = 0;
  #planned = false;

  constructor(socket) {
    this.#socket = socket;
  }

  add(type, id, text) {
    const room = text === undefined ? 0 : text.length * 3;
    if (this.#used + HEADER_BYTES + room > this.#bytes.length) {
      this.flush();
      if (HEADER_BYTES + room > this.#bytes.length) {
        this.#socket.write(frame(type, id, text));
        return;
      }
    }
    const length = room === 0 ? 0 : this.#bytes.utf8Write(text, this.#used + HEADER_BYTES);
    writeHeader(this.#bytes, this.#used, type, id, length);
    this.#used += HEADER_BYTES + length;
    if (!this.#planned) {
      this.#planned = true;
      setImmediate(this.#turn);
    }
  }

  /** Writes at once, for what must not wait for the loop: it may be blocked, or the process about to end. */
  flush() {
    if (this.#used > 0) {
      this.#socket.write(Buffer.from(this.#bytes.subarray(0, this.#used)));
      this.#used = 0;
    }
  }

  #turn = () => {
    this.#planned = false;
    this.flush();
  };
}

function frame(type, id, text) {
  const payload = Buffer.from(text ?? '', 'utf8');
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
  writeHeader(bytes, 0, type, id, payload.length);
  payload.copy(bytes, HEADER_BYTES);
  return bytes;
}

function writeHeader(bytes, at, type, id, payloadLength) {
  bytes.writeUInt32BE(HEADER_BYTES - 4 + payloadLength, at);
  bytes[at + 4] = type;
  bytes.writeUInt32BE(id, at + 5);
}

module.exports = { Type, FrameReader, FrameWriter };
