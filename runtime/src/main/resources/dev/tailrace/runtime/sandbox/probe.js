'use strict';
// Tries from the inside what no action may do, and tells over the socket it was given what was stopped.
// Started as: node probe.js SOCKET CANARY SERVER-PID PORT

const fs = require('node:fs');
const net = require('node:net');
const { spawnSync } = require('node:child_process');

const CONNECT_MS = 2000;
const [, , socket, canary, server, port] = process.argv;

/** @returns 'stopped' where the call throws or answers false */
function tried(call) {
  try {
    return call() === false ? 'stopped' : 'open';
  } catch {
    return 'stopped';
  }
}

function signal() {
  if (Number(server) <= process.pid && process.pid < 10) {
    return false; // a number of our own namespace
  }
  process.kill(Number(server), 0);
  return true;
}

function unfiltered() {
  return !/^Seccomp:\s*2$/m.test(fs.readFileSync('/proc/self/status', 'utf8'));
}

function connect() {
  return new Promise((resolve) => {
    const to = net.connect(Number(port), '127.0.0.1');
    const end = (how) => {
      to.destroy();
      resolve(how);
    };
    to.on('connect', () => end('open'));
    to.on('error', () => end('stopped'));
    setTimeout(end, CONNECT_MS, 'stopped').unref();
  });
}

async function main() {
  const report = {
    files: tried(() => fs.readFileSync(canary)),
    environment: Object.keys(process.env).some((name) => name !== 'HOME' && name !== 'PWD') ? 'open' : 'stopped',
    first_environment: tried(() => fs.readFileSync('/proc/1/environ').length > 0),
    settings: tried(() => fs.openSync('/proc/sys/kernel/hostname', 'r+')),
    spawn: tried(() => spawnSync(process.execPath, ['-e', '0']).error === undefined),
    signal: tried(signal),
    connect: await connect(),
    root: tried(() => fs.writeFileSync('/tailrace-was-here', '')),
    unfiltered: tried(unfiltered),
  };
  const to = net.connect(socket);
  to.on('close', () => process.exit());
  to.write(`${JSON.stringify(report)}\n`);
}

main();
