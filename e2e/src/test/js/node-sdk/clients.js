'use strict';
// A second application with fewer scopes is made, works, and is refused what it may not do.
const { SETTINGS, call, refused, effect, tell } = require('../lib/story');
const { api, loggedIn, named, all } = require('../lib/sdk');

tell(async () => {
  const client = await call(
    'clients.create',
    () => api.clients.create({ name: named('reader'), app_type: 'non_interactive', grant_types: ['client_credentials'] }),
    (c) => ({ name: c.name === named('reader'), secret: c.client_secret.length }),
  );
  const id = client.client_id;
  await refused('(the new client, without a grant)', () => loggedIn(id, client.client_secret).users.list());

  const grant = await call(
    'clientGrants.create',
    () => api.clientGrants.create({ client_id: id, audience: `https://${SETTINGS.DOMAIN}/api/v2/`, scope: ['read:users'] }),
    (g) => g.scope,
  );
  const reader = loggedIn(id, client.client_secret);
  effect('the new client may read users', Array.isArray((await reader.users.list()).data));
  await refused('(the new client) actions.list', () => reader.actions.list());
  await refused('(the new client) users.delete', () => reader.users.delete('auth0|0'));

  await call('clientGrants.list', async () => all(await api.clientGrants.list({ client_id: id })), (list) => list.map((g) => g.scope));
  await call('clientGrants.update', () => api.clientGrants.update(grant.id, { scope: ['read:users', 'read:actions'] }), (g) => g.scope);
  effect('after a new login it may list actions', Array.isArray((await loggedIn(id, client.client_secret).actions.list()).data));

  await call('clients.get', () => api.clients.get(id), (c) => c.client_id === id);
  await call('clients.update', () => api.clients.update(id, { description: 'reads' }), (c) => c.description);
  await call('clients.list', async () => all(await api.clients.list({ per_page: 1 })), (list) => list.filter((c) => c.client_id === id).length);
  const rotated = await call('clients.rotateSecret', () => api.clients.rotateSecret(id), (c) => c.client_secret !== client.client_secret);
  await refused('(the old secret)', () => loggedIn(id, client.client_secret).users.list());
  effect('the new secret works', Array.isArray((await loggedIn(id, rotated.client_secret).users.list()).data));

  await call('clientGrants.delete', () => api.clientGrants.delete(grant.id));
  await call('clients.delete', () => api.clients.delete(id));
  await refused('clients.get (deleted)', () => api.clients.get(id));
});
