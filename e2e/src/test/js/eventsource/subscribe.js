'use strict';
// npm eventsource with an Authorization header; its connection is cut, and it goes on by Last-Event-ID.
const { SETTINGS, call, effect, until, tell, token, besides } = require('../lib/story');
const { wire } = require('../lib/wire');
const library = require(SETTINGS.CLIENT);

const OPENERS = {
  // Version 2 takes headers as an option of its own.
  'eventsource-2': (url, headers) => new library(url, { headers }),
  // Version 4 leaves them to the fetch it is given.
  'eventsource-4': (url, headers) =>
    new library.EventSource(url, {
      fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, ...headers } }),
    }),
};

tell(async () => {
  const bearer = await token();
  const { domain, cut } = await wire();
  const url = `https://${domain}/api/v2/events?event_type=user.created&event_type=user.deleted`;
  const got = [];
  let opened = 0;

  const source = await call('open', async () => {
    const one = OPENERS[SETTINGS.CLIENT](url, { authorization: `Bearer ${bearer}` });
    one.addEventListener('open', () => opened++);
    for (const type of ['user.created', 'user.updated', 'user.deleted']) {
      one.addEventListener(type, (message) => {
        const { object } = JSON.parse(message.data).event.data;
        got.push({ type, user: object.user_id, resumable: message.lastEventId === JSON.parse(message.data).offset });
      });
    }
    await until('it is open', () => opened === 1);
    return one;
  });

  const user = await besides('POST', '/api/v2/users', bearer, {
    connection: 'Username-Password-Authentication',
    email: `${SETTINGS.CLIENT}@example.com`,
    password: 'correct horse battery',
  });
  const mine = () => got.filter((e) => e.user === user.user_id).map(({ type, resumable }) => ({ type, resumable }));
  await until('the user was seen', () => mine().length === 1);
  effect('got', mine());

  await call('reconnect with Last-Event-ID', async () => {
    cut();
    await besides('PATCH', `/api/v2/users/${encodeURIComponent(user.user_id)}`, bearer, { nickname: 'not asked for' });
    await besides('DELETE', `/api/v2/users/${encodeURIComponent(user.user_id)}`, bearer);
    await until('it is open again', () => opened === 2);
    await until('what happened meanwhile', () => mine().length === 2);
  });
  effect('got after the cut, nothing twice', mine());
  source.close();
});
