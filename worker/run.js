'use strict';
// Runs of the handler, many at a time on one event loop.

const { AsyncLocalStorage } = require('node:async_hooks');
const { describe } = require('./errors.js');
const { HANDLER } = require('./load.js');
const { Type } = require('./frames.js');

const OUTPUT_CHARS_MAX = 64 * 1024;
const STRAY_CHARS_MAX = 4 * 1024;
const SLICE_MS = 10;
const TRUNCATED = '\n[output truncated at 64 KB]\n';

class Runs {
  #context = new AsyncLocalStorage();
  #running = new Map();
  #waiting = [];
  #draining = false;
  #writer;
  #cache;
  #handler = undefined;
  #loadError = undefined;
  #secrets = {};

  constructor(writer, cache) {
    this.#writer = writer;
    this.#cache = cache;
  }

  loaded(handler, secrets) {
    this.#handler = handler;
    this.#secrets = secrets;
  }

  /** Every run from now on fails with this. */
  loadFailed(told) {
    this.#loadError = told;
  }

  /** Starts a run soon. Runs are started for some milliseconds per turn, so that pings are heard in between. */
  invoke(id, text) {
    this.#waiting.push({ id, text });
    if (!this.#draining) {
      this.#draining = true;
      this.#drain();
    }
  }

  cancel(id) {
    const run = this.#running.get(id);
    if (run !== undefined) {
      run.ended = true;
      this.#running.delete(id);
    }
    this.#waiting = this.#waiting.filter((w) => w.id !== id);
  }

  /** Text written on the current async context. */
  say(text, level) {
    const run = this.#context.getStore();
    if (run === undefined || run.ended) {
      this.#writer.add(Type.LOG, 0, text.slice(0, STRAY_CHARS_MAX));
      return;
    }
    const room = OUTPUT_CHARS_MAX - run.output;
    if (room <= 0) {
      return;
    }
    run.output += text.length;
    this.#writer.add(Type.LOG, run.id, level + (text.length <= room ? text : text.slice(0, room) + TRUNCATED));
    this.#writer.flush();
  }

  /** An error that nobody caught fails the run it came from; too late for that, it is only told. */
  blame(thrown) {
    const run = this.#context.getStore();
    if (run !== undefined && !run.ended) {
      this.#end(run, describe(thrown));
    } else {
      const told = describe(thrown);
      this.#writer.add(Type.LOG, 0, `after its run ended: ${told.stack || told.message}`.slice(0, STRAY_CHARS_MAX));
    }
  }

  /** The run at whose hands the process is about to end, 0 when unknown. */
  current() {
    return this.#context.getStore()?.id ?? 0;
  }

  #drain = () => {
    const until = performance.now() + SLICE_MS;
    const waiting = this.#waiting;
    let started = 0;
    while (started < waiting.length && waiting === this.#waiting) {
      const { id, text } = waiting[started++];
      const run = { id, ended: false, reason: undefined, changes: 0, output: 0, cached: undefined };
      this.#running.set(id, run);
      this.#context.run(run, this.#start, run, text);
      if ((started & 7) === 0 && performance.now() > until) {
        break;
      }
    }
    if (waiting === this.#waiting) {
      this.#waiting = started === waiting.length ? [] : waiting.slice(started);
    }
    this.#draining = this.#waiting.length > 0;
    if (this.#draining) {
      setImmediate(this.#drain);
    }
  };

  #start = (run, text) => {
    if (this.#loadError !== undefined) {
      this.#end(run, this.#loadError);
      return;
    }
    if (this.#handler === undefined) {
      const message = `handler not exported: the code must set exports.${HANDLER} to a function`;
      this.#end(run, { name: 'Error', message, stack: '' });
      return;
    }
    try {
      const event = { message: JSON.parse(text), secrets: { ...this.#secrets }, configuration: {} };
      const handler = this.#handler;
      const result = handler(event, this.#api(run));
      if (typeof result?.then === 'function') {
        Promise.resolve(result).then(
          () => this.#resolved(run),
          (thrown) => this.#end(run, describe(thrown)),
        );
      } else {
        this.#resolved(run);
      }
    } catch (thrown) {
      this.#end(run, describe(thrown));
    }
  };

  #api(run) {
    return {
      cache: this.#cache.api(run),
      message: {
        fail: (reason) => {
          run.reason ??= { name: 'Error', message: describe(reason ?? 'api.message.fail').message, stack: '' };
        },
      },
    };
  }

  #resolved(run) {
    this.#end(run, run.reason);
  }

  #end(run, error) {
    if (run.ended) {
      return;
    }
    run.ended = true;
    this.#running.delete(run.id);
    if (run.cached !== undefined) {
      this.#writer.add(Type.LOG, run.id, `c${JSON.stringify({ ...run.cached, keys: [...run.cached.keys] })}`);
    }
    this.#writer.add(Type.RESULT, run.id, error === undefined ? undefined : JSON.stringify(error));
  }
}

module.exports = { Runs };
