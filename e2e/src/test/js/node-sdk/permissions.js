'use strict';
// A resource server and its permissions, of roles and users; who has a role; an organization's client grant; settings.
const { SETTINGS, call, refused, effect, tell } = require('../lib/story');
const { api, named, newUser, all } = require('../lib/sdk');

tell(async () => {
  const identifier = `https://${named('shop')}.example.com/`;
  const server = await call(
    'resourceServers.create',
    () =>
      api.resourceServers.create({
        identifier,
        name: named('shop'),
        scopes: [
          { value: 'read:orders', description: 'Read orders' },
          { value: 'create:orders', description: 'Order' },
        ],
      }),
    (s) => s.scopes.map((scope) => scope.value),
  );
  await refused('resourceServers.create (taken)', () => api.resourceServers.create({ identifier, name: 'again' }));
  await call('resourceServers.get', () => api.resourceServers.get(server.id), (s) => s.identifier === identifier);
  await call('resourceServers.update', () => api.resourceServers.update(server.id, { token_lifetime: 600 }), (s) => s.token_lifetime);
  await call('resourceServers.list', async () => all(await api.resourceServers.list()), (list) =>
    list.filter((s) => s.id === server.id).length,
  );

  const permission = (name) => ({ resource_server_identifier: identifier, permission_name: name });
  const role = await api.roles.create({ name: named('clerk') });
  await call('roles.permissions.add', () => api.roles.permissions.add(role.id, { permissions: [permission('read:orders')] }));
  await call('roles.permissions.list', async () => all(await api.roles.permissions.list(role.id)), (list) =>
    list.map((p) => ({ name: p.permission_name, server: p.resource_server_name === named('shop') })),
  );
  await refused('roles.permissions.add (unknown)', () => api.roles.permissions.add(role.id, { permissions: [permission('burn:orders')] }));

  const user = await newUser('clerk');
  await call('roles.users.assign', () => api.roles.users.assign(role.id, { users: [user.user_id] }));
  await call('roles.users.list', async () => all(await api.roles.users.list(role.id)), (list) => list.map((u) => u.user_id === user.user_id));
  effect('the user has the role', (await all(await api.users.roles.list(user.user_id))).map((r) => r.id === role.id));
  await call('users.permissions.create', () => api.users.permissions.create(user.user_id, { permissions: [permission('create:orders')] }));
  await call('users.permissions.list', async () => all(await api.users.permissions.list(user.user_id)), (list) =>
    list.map((p) => p.permission_name),
  );
  await call('users.permissions.delete', () => api.users.permissions.delete(user.user_id, { permissions: [permission('create:orders')] }));
  effect('and that permission no more', (await all(await api.users.permissions.list(user.user_id))).length);
  await call('roles.permissions.delete', () => api.roles.permissions.delete(role.id, { permissions: [permission('read:orders')] }));

  const organization = await api.organizations.create({ name: named('branch') });
  const client = await api.clients.create({
    name: named('till'),
    app_type: 'non_interactive',
    grant_types: ['client_credentials'],
    organization_usage: 'allow',
  });
  const grant = await api.clientGrants.create({
    client_id: client.client_id,
    audience: identifier,
    scope: ['read:orders'],
    organization_usage: 'allow',
  });
  await call('clientGrants.get', () => api.clientGrants.get(grant.id), (g) => g.id === grant.id);
  const grants = api.organizations.clientGrants;
  await call('organizations.clientGrants.create', () => grants.create(organization.id, { grant_id: grant.id }), (g) => g.id === grant.id);
  await call('organizations.clientGrants.list', async () => all(await grants.list(organization.id)), (list) =>
    list.map((g) => g.id === grant.id),
  );
  await call('organizations.clientGrants.delete', () => grants.delete(organization.id, grant.id));
  effect('the organization has no grant', (await all(await grants.list(organization.id))).length);

  const before = await call('tenants.settings.get', () => api.tenants.settings.get(), (s) => typeof s);
  await call('tenants.settings.update', () => api.tenants.settings.update({ friendly_name: SETTINGS.CLIENT }), (s) => s.friendly_name);
  effect('the settings keep it', (await api.tenants.settings.get()).friendly_name);
  await api.tenants.settings.update({ friendly_name: before.friendly_name ?? '' });

  await api.organizations.delete(organization.id);
  await api.clients.delete(client.client_id);
  await call('resourceServers.delete', () => api.resourceServers.delete(server.id));
  await refused('resourceServers.get (deleted)', () => api.resourceServers.get(server.id));
  await api.roles.delete(role.id);
  await api.users.delete(user.user_id);
});
