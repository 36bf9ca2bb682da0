import { createServer } from 'node:http';
import { api, named } from './browser.js';

/** A receiver on this machine that answers with `status` and keeps what it got. */
export async function receiver() {
  const got = [];
  const state = { status: 204 };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      got.push(JSON.parse(body));
      response.writeHead(state.status).end();
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    got,
    answer: (status) => (state.status = status),
    close: () => server.close(),
  };
}

export const webhook = (url, name = named('hook')) =>
  api('POST', 'event-streams', {
    name,
    subscriptions: [{ event_type: 'user.created' }],
    destination: {
      type: 'webhook',
      configuration: { webhook_endpoint: url, webhook_authorization: { method: 'bearer', token: 'story' } },
    },
  });

export const action = async (code, name = named('action')) => {
  const made = await api('POST', 'actions/actions', {
    name,
    supported_triggers: [{ id: 'event-stream', version: 'v1' }],
    code,
    deploy: true,
  });
  const stream = await api('POST', 'event-streams', {
    name,
    subscriptions: [{ event_type: 'user.created' }],
    destination: { type: 'action', configuration: { action_id: made.id } },
  });
  return { action: made, stream };
};

export const user = () =>
  api('POST', 'users', {
    connection: 'Username-Password-Authentication',
    email: `${named('mira')}@example.test`,
    password: 'correct horse 1',
  });

/** Waits until something is so; fails with `what` after `ms`. */
export async function until(what, so, ms = 20_000) {
  const end = Date.now() + ms;
  for (;;) {
    const value = await so();
    if (value) return value;
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The delivery of this stream with this status, as soon as there is one. */
export const delivery = (stream, status) =>
  until(`a ${status} delivery`, async () => {
    const { deliveries } = await api('GET', `event-streams/${stream.id}/deliveries?statuses=${status}`);
    return deliveries[0];
  });
