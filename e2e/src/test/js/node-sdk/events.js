'use strict';
// Reads the event log with subscribe, stops, and goes on from the offset where it stopped.
const { call, refused, effect, tell } = require('../lib/story');
const { api, address, newUser } = require('../lib/sdk');

tell(async () => {
  const first = await subscribed('events.subscribe', {});
  const user = await newUser('subscriber');
  const created = await next(first, (e) => e.event?.data.object.user_id === user.user_id);
  first.stop();
  effect('got', { type: created.type, email: created.event.data.object.email === address('subscriber') });

  await api.users.update(user.user_id, { nickname: 'one' });
  await api.users.delete(user.user_id);
  const again = await subscribed('events.subscribe (from an offset)', {
    from: created.offset,
    event_type: ['user.created', 'user.updated', 'user.deleted'],
  });
  const types = [];
  while (types.at(-1) !== 'user.deleted') {
    types.push((await next(again, (e) => e.event?.data.object.user_id === user.user_id)).event.type);
  }
  again.stop();
  effect('got after the offset', types);

  await refused('events.subscribe (not an offset)', () => api.events.subscribe({ from: 'nonsense' }));
});

async function subscribed(name, query) {
  const over = new AbortController();
  const stream = await call(name, () => api.events.subscribe(query, { abortSignal: over.signal }));
  return { events: stream[Symbol.asyncIterator](), stop: () => over.abort() };
}

async function next(subscription, wanted) {
  for (;;) {
    const { value, done } = await subscription.events.next();
    if (done) throw new Error('the subscription ended');
    if (wanted(value)) return value;
  }
}
