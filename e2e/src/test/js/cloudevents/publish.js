'use strict';
// npm cloudevents as a producer in its three modes; a webhook shows what was accepted.
const { SETTINGS, call, refused, effect, tell, inbox, arrivals, token, besides } = require('../lib/story');
const { CloudEvent, HTTP, Mode, emitterFor } = require('cloudevents');

tell(async () => {
  const bearer = await token();
  const stream = await besides('POST', '/api/v2/event-streams', bearer, {
    name: 'cloudevents',
    subscriptions: [{ event_type: 'user.updated' }],
    destination: {
      type: 'webhook',
      configuration: { webhook_endpoint: inbox('cloudevents'), webhook_authorization: { method: 'bearer', token: 't' } },
    },
  });

  // The library makes headers and body; sending is left to whoever uses it.
  const send = (message) => post({ ...message.headers, authorization: `Bearer ${bearer}` }, message.body);

  await call('binary', () => emitterFor(send, { mode: Mode.BINARY })(event('binary')));
  await call('structured', () => emitterFor(send, { mode: Mode.STRUCTURED })(event('structured')));
  await call('batch', () =>
    // The library has no serializer for batches: an array of its events with the type of a batch, as the HTTP binding says.
    send({
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify([event('batch 1'), event('batch 2')]),
    }),
  );
  await refused('structured (unknown type)', () => send(HTTP.structured(event('x').cloneWith({ type: 'no.such.type' }))));

  const bodies = (await arrivals('cloudevents', 4)).map((c) => c.body);
  for (const body of bodies.sort((a, b) => (a.data.object.nickname < b.data.object.nickname ? -1 : 1))) {
    effect('delivered', { id: body.id, source: body.source, type: body.type, nickname: body.data.object.nickname });
  }
  await besides('DELETE', `/api/v2/event-streams/${stream.id}`, bearer);
});

function event(mode) {
  return new CloudEvent({
    id: `cloudevents-${mode}`,
    source: 'urn:example:producer',
    type: 'user.updated',
    data: { object: { user_id: 'auth0|cloudevents', nickname: mode } },
  });
}

async function post(headers, body) {
  const answer = await fetch(`https://${SETTINGS.DOMAIN}/api/v2/events`, { method: 'POST', headers, body });
  if (!answer.ok) {
    const problem = await answer.json();
    throw Object.assign(new Error(problem.message), { statusCode: answer.status });
  }
}
