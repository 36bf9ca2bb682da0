'use strict';
// Runs the action in plain Node: node --test test/*.test.js
const assert = require('node:assert/strict');
const { createServer } = require('node:http');
const { once } = require('node:events');
const { test } = require('node:test');
const { onExecuteEventStream } = require('../actions/NAME/code.js');
const data = require('../events/user.created.json');

/** An event as the action gets it. */
function event(secrets) {
  const message = { specversion: '1.0', id: 'evt_1', source: 'urn:test', type: 'user.created', time: new Date().toISOString(), data };
  return { message, secrets };
}

/** A receiver that answers everything with one status, and what it got. */
async function receiver(status) {
  const got = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    got.push(JSON.parse(body));
    response.writeHead(status).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { got, url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

test('tells the endpoint whom to welcome', async () => {
  const endpoint = await receiver(202);
  await onExecuteEventStream(event({ ENDPOINT: endpoint.url }), {});
  endpoint.close();
  assert.deepEqual(endpoint.got, [{ to: 'ada@example.com', template: 'welcome' }]);
});

test('throws when the endpoint fails, so that the delivery is tried again', async () => {
  const endpoint = await receiver(503);
  await assert.rejects(onExecuteEventStream(event({ ENDPOINT: endpoint.url }), {}), /503/);
  endpoint.close();
});
