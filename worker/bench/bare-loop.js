'use strict';
// A limit to compare with: what one Node loop does when it only parses an event of 1 KB and calls a handler that does
// nothing. usage: node bare-loop.js [events]; prints one line of JSON.

const events = Number.parseInt(process.argv[2] ?? '200000', 10);
const REPETITIONS = 3; // the last one counts: the first ones run before the code is compiled

const text = JSON.stringify({
  specversion: '1.0',
  id: 'evt_00000000000000000000',
  source: 'urn:auth0:tailrace.local',
  type: 'user.created',
  time: '2026-01-01T00:00:00.000Z',
  data: { object: { user_id: 'auth0|1', email: 'ann@example.com', user_metadata: { note: 'x'.repeat(770) } } },
  a0tenant: 'tailrace',
});
const bytes = Buffer.from(text);
const handler = async (_event, _api) => {};

async function once() {
  const start = process.hrtime.bigint();
  for (let i = 0; i < events; i++) {
    await handler({ message: JSON.parse(bytes.utf8Slice(0, bytes.length)), secrets: {}, configuration: {} }, {});
  }
  return events / (Number(process.hrtime.bigint() - start) / 1e9);
}

(async () => {
  let perSecond = 0;
  for (let i = 0; i < REPETITIONS; i++) {
    perSecond = await once();
  }
  console.log(
    JSON.stringify({ limit: 'bare-node-loop', events, bytes: bytes.length, events_per_second: Math.round(perSecond) }),
  );
})();
