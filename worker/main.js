'use strict';
// A worker: one process that runs one version of one action. Started as: node main.js <socket> <way out>

const net = require('node:net');
const { performance } = require('node:perf_hooks');
const { Type, FrameReader, FrameWriter } = require('./frames.js');
const { CacheReplica } = require('./cache.js');
const { capture } = require('./output.js');
const { compileAll, load, describeLoad } = require('./load.js');
const { Runs } = require('./run.js');
const { Egress } = require('./egress.js');

const READ_BYTES = 256 * 1024;
const LOST = 70; // exit code: the server is gone or spoke nonsense

const leave = process.reallyExit.bind(process);
const utilization = performance.eventLoopUtilization.bind(performance);
let asked = utilization();
const socket = net.connect({
  path: process.argv[2],
  onread: { buffer: Buffer.allocUnsafeSlow(READ_BYTES), callback: received },
});
socket.on('error', () => leave(LOST));
socket.on('close', () => leave(LOST));

const writer = new FrameWriter(socket);
const cache = new CacheReplica((change) => writer.add(Type.CACHE, 0, JSON.stringify(change)));
const runs = new Runs(writer, cache);
const reader = new FrameReader(handle);
const bundles = new Map();
const egress = new Egress(process.argv[3], () => runs.current());

egress.install();

capture((text, level) => runs.say(text, level));
process.on('uncaughtException', (thrown) => runs.blame(thrown));
process.on('unhandledRejection', (thrown) => runs.blame(thrown));
process.reallyExit = (code) => {
  announce(`process.exit(${code ?? ''})`);
  leave(code);
};
const abort = process.abort;
process.abort = () => {
  announce('process.abort()');
  abort.call(process);
};
delete process.env.PWD; // bubblewrap sets it
process.argv = ['node', 'action.js'];
process.execArgv = [];

function received(length, buffer) {
  try {
    reader.push(buffer.subarray(0, length));
  } catch {
    leave(LOST);
  }
  return true;
}

function handle(type, id, start, end, bytes) {
  switch (type) {
    case Type.INVOKE:
      runs.invoke(id, bytes.utf8Slice(start, end));
      break;
    case Type.CANCEL:
      runs.cancel(id);
      break;
    case Type.PING:
      writer.add(Type.PONG, id, busy());
      writer.flush();
      break;
    case Type.CACHE:
      cache.pushed(JSON.parse(bytes.utf8Slice(start, end)));
      break;
    case Type.LOAD:
      loadAction(JSON.parse(bytes.utf8Slice(start, end)));
      break;
    case Type.BUNDLE:
      bundles.set(id, bytes.utf8Slice(start, end));
      break;
    case Type.CUT:
      egress.cut(id, JSON.parse(bytes.utf8Slice(start, end)));
      break;
    case Type.CHECK:
      check(JSON.parse(bytes.utf8Slice(start, end)));
      break;
    default:
      leave(LOST);
  }
}

function loadAction(action) {
  try {
    runs.loaded(load(action, bundles), action.secrets);
    writer.add(Type.LOADED, 0);
  } catch (thrown) {
    const told = describeLoad(thrown, action);
    runs.loadFailed(told);
    writer.add(Type.LOAD_ERROR, 0, JSON.stringify(told));
  }
}

function check(action) {
  try {
    compileAll(action);
    writer.add(Type.LOADED, 0);
  } catch (thrown) {
    writer.add(Type.LOAD_ERROR, 0, JSON.stringify(describeLoad(thrown, action)));
  }
}

/** Share of the time since the last call in which the loop was not idle, in percent. */
function busy() {
  const now = utilization();
  const percent = Math.round(utilization(now, asked).utilization * 100);
  asked = now;
  return String(percent);
}

function announce(call) {
  writer.add(Type.EXIT, runs.current(), call);
  writer.flush();
}
