'use strict';
// The life of a user, seen in answers and in the events that a subscriber of the log gets.
const { call, refused, tell } = require('../lib/story');
const { api, address, newUser, all } = require('../lib/sdk');

tell(async () => {
  const user = await call('users.create', () => newUser('user'), (u) => ({
    email: u.email === address('user'),
    identities: u.identities.map((i) => i.connection),
    password: JSON.stringify(u).includes('horse'),
  }));
  const id = user.user_id;
  await refused('users.create (taken)', () => newUser('user'));

  await call('users.update', () => api.users.update(id, { user_metadata: { plan: 'gold', seats: 3 } }), (u) => u.user_metadata);
  await call('users.update (merges metadata)', () => api.users.update(id, { user_metadata: { seats: null } }), (u) => u.user_metadata);
  await call('users.get', () => api.users.get(id), (u) => u.user_metadata);
  await call('users.listUsersByEmail', () => api.users.listUsersByEmail({ email: address('user') }), (list) =>
    list.map((u) => u.user_id === id),
  );

  const others = [];
  for (const name of ['list-a', 'list-b', 'list-c']) others.push(await newUser(name));
  await call(
    'users.list',
    async () => all(await api.users.list({ per_page: 2 })),
    (list) => [user, ...others].every((u) => list.filter((v) => v.user_id === u.user_id).length === 1),
  );
  await call('users.list (by q)', async () => all(await api.users.list({ q: `email:"${address('list-b')}"` })), (list) =>
    list.map((u) => u.email === address('list-b')),
  );

  const [, , second] = others;
  const [identity] = second.identities;
  await call(
    'users.identities.link',
    () => api.users.identities.link(id, { provider: 'auth0', user_id: identity.user_id }),
    (list) => list.map((i) => i.user_id === identity.user_id),
  );
  await refused('users.get (linked to another)', () => api.users.get(second.user_id));
  await call('users.identities.delete', () => api.users.identities.delete(id, 'auth0', identity.user_id), (list) => list.length);
  await call('users.get (unlinked again)', () => api.users.get(second.user_id), (u) => u.email === address('list-c'));

  for (const one of [user, ...others]) await call('users.delete', () => api.users.delete(one.user_id));
  await call('users.delete (again)', () => api.users.delete(id));
  await refused('users.get (deleted)', () => api.users.get(id));
});
