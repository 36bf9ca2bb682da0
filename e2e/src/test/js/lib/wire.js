'use strict';
// A wire between a client and the server that can be cut: every connection through it ends, new ones are taken.
const net = require('node:net');
const { SETTINGS } = require('./story');

/** Resolves to `{domain, cut}`; TLS passes through untouched. */
function wire() {
  const [, port] = SETTINGS.DOMAIN.split(':');
  const ends = new Set();
  const server = net.createServer((near) => {
    const far = net.connect(Number(port), 'localhost');
    for (const end of [near, far]) {
      ends.add(end);
      end.on('error', () => {});
      end.on('close', () => ends.delete(end));
    }
    near.pipe(far).pipe(near);
  });
  const cut = () => ends.forEach((end) => end.destroy());
  return new Promise((resolve) => {
    server.listen(0, 'localhost', () => resolve({ domain: `localhost:${server.address().port}`, cut }));
  });
}

module.exports = { wire };
