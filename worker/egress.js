'use strict';
// The way out: every connection and every look-up of the action is asked for at a Unix socket of the server, which
// decides, makes the connection, and passes its bytes. Asking and answering: [u16 length][JSON], big-endian; then one
// byte from here, and from there on the bytes of both sides. Code that undoes this has the network its process has: none
// in a sandbox.

const net = require('node:net');
const dgram = require('node:dgram');
const { syncBuiltinESMExports } = require('node:module');
const { installDns } = require('./egress-dns.js');
const { denied, refusal } = require('./egress-errors.js');

const GO = Buffer.from([1]);
const PORT_MAX = 65_535;

const apply = Reflect.apply;
const connectSocket = net.Socket.prototype.connect;
const adopt = Object.getOwnPropertySymbols(net.Socket.prototype).find((s) => s.description === 'kReinitializeHandle');

/** One way out, through the Unix socket at a path. */
class Egress {
  #path;
  #run;
  #ids = 0;
  #open = new Map();

  /** @param run says which run the calling code belongs to, 0 when none is known */
  constructor(path, run) {
    if (adopt === undefined) {
      throw new Error(`this Node (${process.version}) cannot lead connections through the server`);
    }
    this.#path = path;
    this.#run = run;
  }

  /** From now on nothing else leads out. */
  install() {
    const egress = this;
    net.Socket.prototype.connect = function connect(...args) {
      return egress.#connect(this, args);
    };
    for (const name of ['bind', 'send', 'connect']) {
      dgram.Socket.prototype[name] = function refuse() {
        throw denied('UDP', undefined, 'actions connect by TCP only');
      };
    }
    installDns((wish, answered) => this.#ask(wish, answered));
    syncBuiltinESMExports();
  }

  /** The server has cut a connection off. */
  cut(id, { code, rule }) {
    const entry = this.#open.get(id);
    entry?.socket.destroy(refusal({ code, rule }, entry.wish, 'read'));
  }

  #connect(socket, args) {
    const [options, listener] = Array.isArray(args[0]) ? args[0] : net._normalizeArgs(args);
    if (typeof listener === 'function') {
      socket.once('connect', listener);
    }
    if (socket._parent?.connecting) {
      return socket;
    }
    if (options.path) {
      process.nextTick(() => socket.destroy(denied(options.path, undefined, 'actions connect by TCP only')));
      return socket;
    }
    const port = checkedPort(options.port);
    if (port === 0) {
      process.nextTick(() => socket.destroy(refusal({ code: 'EADDRNOTAVAIL' }, { host: options.host, port }, 'connect')));
      return socket;
    }
    if (socket.destroyed) {
      socket._handle = null;
      socket._peername = null;
    }
    if (!socket._handle) {
      socket._undestroy();
    }
    socket._unrefTimer();
    socket.connecting = true;
    this.#find(socket, { host: String(options.host || 'localhost'), port, family: options.family }, options);
    return socket;
  }

  /** With a look-up of the caller's own the name is its business, and the address it finds is what is asked for. */
  #find(socket, wish, { lookup, hints }) {
    if (typeof lookup !== 'function' || lookup === require('node:dns').lookup || net.isIP(wish.host)) {
      this.#lead(socket, wish);
      return;
    }
    lookup(wish.host, { family: wish.family, hints }, (error, found) => {
      if (error) {
        socket.destroy(error);
      } else if (socket.connecting) {
        const address = Array.isArray(found) ? found[0]?.address : found;
        this.#lead(socket, { ...wish, host: String(address) });
      }
    });
  }

  /** Connects to the server; the socket gets that connection once the server says that it leads out. */
  #lead(socket, wish) {
    const id = ++this.#ids;
    const { host, port } = wish;
    const ask = this.#ask({ ...wish, id, run: this.#run() }, (answer, asked) => {
      if (socket.destroyed || !socket.connecting) {
        asked.destroy();
      } else if (answer.code !== undefined) {
        socket.destroy(refusal(answer, wish, 'connect'));
      } else {
        this.#open.set(id, { socket, wish });
        hand(asked, socket, { host, port, address: answer.addresses[0] });
      }
    });
    socket.once('close', () => {
      this.#open.delete(id);
      ask.destroy();
    });
  }

  /** @param answered (answer, socket) once; after a grant the socket is the caller's */
  #ask(wish, answered) {
    const asked = new net.Socket();
    let bytes = Buffer.alloc(0);
    const answer = (given) => {
      asked.removeAllListeners();
      asked.on('error', () => {});
      answered(given, asked);
      if (given.code !== undefined) {
        asked.destroy();
      }
    };
    asked.on('error', (error) => answer({ code: error.code, rule: "the server's way out is closed" }));
    asked.on('end', () => answer({ code: 'ECONNRESET', rule: "the server's way out was closed" }));
    asked.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (bytes.length >= 2 && bytes.length >= 2 + bytes.readUInt16BE(0)) {
        answer(JSON.parse(bytes.utf8Slice(2)));
      }
    });
    apply(connectSocket, asked, [{ path: this.#path }]);
    asked.write(framed({ ...wish, family: familyOf(wish.family) }));
    return asked;
  }
}

/** Gives the handle of one socket to another that is connecting, as Node itself does when it tries several addresses. */
function hand(from, to, { host, port, address }) {
  const handle = from._handle;
  from.write(GO);
  handle.readStop();
  handle.reading = false;
  from._handle = null;
  to._undestroy = () => {}; // what was written or ended while it was connecting stays so
  to[adopt](handle);
  delete to._undestroy;
  const family = net.isIP(address);
  to._peername = { address, port, family: `IPv${family}` };
  to.connecting = false;
  to._unrefTimer();
  if (!net.isIP(host)) {
    to.emit('lookup', null, address, family, host);
  }
  to.emit('connect');
  to.emit('ready');
  if (!to.destroyed && !to.isPaused()) {
    to.read(0);
  }
}

function framed(wish) {
  const json = Buffer.from(JSON.stringify(wish));
  const head = Buffer.alloc(2);
  head.writeUInt16BE(Math.min(json.length, 0xffff));
  return Buffer.concat([head, json]);
}

function familyOf(family) {
  return family === 4 || family === 'IPv4' ? 4 : family === 6 || family === 'IPv6' ? 6 : 0;
}

function checkedPort(given) {
  const port = typeof given === 'number' || (typeof given === 'string' && given.trim() !== '') ? Number(given) : NaN;
  if (!Number.isInteger(port) || port < 0 || port > PORT_MAX) {
    const error = new RangeError(`Port should be >= 0 and < 65536. Received ${String(given)}.`);
    error.code = 'ERR_SOCKET_BAD_PORT';
    throw error;
  }
  return port;
}

module.exports = { Egress };
