'use strict';
// A limit to compare with: the least a Node server must do to accept an event durably. It parses the body, writes it to
// a file with everything else that waits, and answers 202 after fdatasync. usage: node group-commit-server.js FILE

const fs = require('node:fs');
const http = require('node:http');

const file = fs.openSync(process.argv[2], 'a');
let waiting = [];
let busy = false;

function commit() {
  if (busy || waiting.length === 0) {
    return;
  }
  busy = true;
  const group = waiting;
  waiting = [];
  fs.writev(file, group.map((entry) => entry.body), (written) => {
    fs.fdatasync(file, (synced) => {
      const status = written || synced ? 503 : 202;
      for (const { response } of group) {
        response.writeHead(status, { 'Content-Length': 0 });
        response.end();
      }
      busy = false;
      commit();
    });
  });
}

const server = http.createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const body = parts.length === 1 ? parts[0] : Buffer.concat(parts);
    const event = JSON.parse(body.toString('utf8'));
    if (typeof event.id !== 'string') {
      response.writeHead(400, { 'Content-Length': 0 });
      response.end();
      return;
    }
    waiting.push({ body, response });
    commit();
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
