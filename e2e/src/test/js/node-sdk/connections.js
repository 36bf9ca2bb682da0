'use strict';
// A connection with its applications, fed by SCIM: its users and groups, and what groups may do here and in an organization.
const { SETTINGS, call, refused, effect, tell, until, token, besides } = require('../lib/story');
const { api, named, all } = require('../lib/sdk');

tell(async () => {
  const name = named('people');
  const connection = await call(
    'connections.create',
    () => api.connections.create({ name, strategy: 'oidc', options: { client_id: 'abc', client_secret: 'hidden' } }),
    (c) => ({ name: c.name === name, strategy: c.strategy, revealed: JSON.stringify(c).includes('hidden') }),
  );
  const id = connection.id;
  await refused('connections.create (taken)', () => api.connections.create({ name, strategy: 'oidc', options: { client_id: 'abc' } }));
  await call('connections.get', () => api.connections.get(id), (c) => c.id === id);
  await call('connections.update', () => api.connections.update(id, { display_name: 'People' }), (c) => c.display_name);
  await call('connections.checkStatus', () => api.connections.checkStatus(id));

  const client = await api.clients.create({ name: named('portal'), app_type: 'non_interactive' });
  await call('connections.clients.update', () => api.connections.clients.update(id, [{ client_id: client.client_id, status: true }]));
  await call('connections.clients.get', async () => all(await api.connections.clients.get(id)), (list) =>
    list.map((c) => c.client_id === client.client_id),
  );

  const scim = await call('connections.scimConfiguration.tokens.create', () => api.connections.scimConfiguration.tokens.create(id, {}), (t) =>
    typeof t.token,
  );
  await call('connections.scimConfiguration.tokens.get', () => api.connections.scimConfiguration.tokens.get(id), (list) => ({
    tokens: list.map((t) => t.token_id === scim.token_id),
    revealed: JSON.stringify(list).includes(scim.token),
  }));
  const person = await besides('POST', '/scim/v2/Users', scim.token, {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: named('grace'),
    emails: [{ value: `${named('grace')}@example.com`, primary: true }],
  });
  await besides('POST', '/scim/v2/Groups', scim.token, {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName: named('team'),
    members: [{ value: person.id }],
  });

  const groups = await call('groups.list', async () => all(await api.groups.list({ connection_id: id })), (list) =>
    list.map((g) => g.name === named('team')),
  );
  const group = groups[0].id;
  await call('groups.get', () => api.groups.get(group), (g) => g.connection_id === id);
  const members = await call('groups.members.get', async () => all(await api.groups.members.get(group)), (list) => list.map((m) => m.member_type));
  const userId = members[0].id;
  await call('users.groups.get', async () => all(await api.users.groups.get(userId)), (list) => list.map((g) => g.id === group));

  const role = await api.roles.create({ name: named('operator') });
  await call('groups.roles.create', () => api.groups.roles.create(group, { roles: [role.id] }));
  await call('groups.roles.list', async () => all(await api.groups.roles.list(group)), (list) => list.map((r) => r.id === role.id));
  await call('roles.groups.get', async () => all(await api.roles.groups.get(role.id)), (list) => list.map((g) => g.id === group));
  await call('groups.roles.delete', () => api.groups.roles.delete(group, { roles: [role.id] }));
  await call('roles.groups.create', () => api.roles.groups.create(role.id, { groups: [group] }));
  effect('the group has the role again', (await all(await api.groups.roles.list(group))).map((r) => r.id === role.id));
  await call('roles.groups.delete', () => api.roles.groups.delete(role.id, { groups: [group] }));
  effect('and has it no more', (await all(await api.groups.roles.list(group))).length);

  const organization = await api.organizations.create({ name: named('house') });
  const bearer = await token();
  const own = await besides('POST', '/api/v2/groups', bearer, { name: named('board'), organization_id: organization.id });
  await call('organizations.groups.list', async () => all(await api.organizations.groups.list(organization.id)), (list) =>
    list.map((g) => g.id === own.id),
  );
  const there = api.organizations.groups.roles;
  await call('organizations.groups.roles.create', () => there.create(organization.id, own.id, { roles: [role.id] }));
  await call('organizations.groups.roles.list', async () => all(await there.list(organization.id, own.id)), (list) =>
    list.map((r) => r.id === role.id),
  );
  await call('organizations.groups.roles.delete', () => there.delete(organization.id, own.id, { roles: [role.id] }));

  const through = api.organizations.connections;
  await call('organizations.connections.create', () => through.create(organization.id, { connection_id: id }), (c) => c.connection_id === id);
  await call('organizations.connections.list', async () => all(await through.list(organization.id)), (list) =>
    list.map((c) => c.connection_id === id),
  );
  await call(
    'organizations.connections.update',
    () => through.update(organization.id, id, { assign_membership_on_login: true }),
    (c) => c.assign_membership_on_login,
  );
  await call('organizations.connections.get', () => through.get(organization.id, id), (c) => c.assign_membership_on_login);
  await call('organizations.connections.delete', () => through.delete(organization.id, id));
  await refused('organizations.connections.get (deleted)', () => through.get(organization.id, id));

  await call('groups.delete', () => api.groups.delete(own.id));
  await refused('groups.get (deleted)', () => api.groups.get(own.id));
  await call('connections.scimConfiguration.tokens.delete', () => api.connections.scimConfiguration.tokens.delete(id, scim.token_id));
  const late = await fetch(`${SETTINGS.PLAIN}/scim/v2/Users/${person.id}`, { headers: { authorization: `Bearer ${scim.token}` } });
  effect('SCIM with the deleted token', late.status);

  const staff = await api.connections.create({ name: named('staff'), strategy: 'auth0' });
  const clerk = await api.users.create({ connection: staff.name, email: `${named('staff')}@example.com`, password: 'correct horse battery' });
  await call('connections.users.deleteByEmail', () => api.connections.users.deleteByEmail(staff.id, { email: clerk.email }));
  await refused('users.get (deleted by e-mail)', () => api.users.get(clerk.user_id));

  for (const one of [connection, staff]) await call('connections.delete', () => api.connections.delete(one.id));
  await refused('connections.get (deleted)', () => api.connections.get(id));
  const gone = (error) => error.statusCode === 404;
  await until('its user is gone', () => api.users.get(userId).then(() => false, gone));
  await until('its group is gone', () => api.groups.get(group).then(() => false, gone));
  effect('its user and group went with it', true);

  await api.organizations.delete(organization.id);
  await api.roles.delete(role.id);
  await api.clients.delete(client.client_id);
});
