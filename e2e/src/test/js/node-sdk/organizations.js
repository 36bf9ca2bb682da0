'use strict';
// The life of an organization with a member, a role and a connection; the event log tells what happened to it.
const { call, refused, effect, tell, until } = require('../lib/story');
const { api, named, newUser, all } = require('../lib/sdk');

tell(async () => {
  const events = follow();
  await until('the log is followed', () => events.open);
  const name = named('organization');
  const organization = await call(
    'organizations.create',
    () => api.organizations.create({ name, display_name: 'One', metadata: { plan: 'gold' } }),
    (o) => ({ name: o.name === name, display_name: o.display_name, metadata: o.metadata }),
  );
  const id = organization.id;
  await refused('organizations.create (taken)', () => api.organizations.create({ name }));
  await call('organizations.get', () => api.organizations.get(id), (o) => o.id === id);
  await call('organizations.getByName', () => api.organizations.getByName(name), (o) => o.id === id);
  await call('organizations.update', () => api.organizations.update(id, { display_name: 'Two' }), (o) => o.display_name);
  const other = await api.organizations.create({ name: named('other') });
  await call(
    'organizations.list',
    async () => all(await api.organizations.list({ take: 1 })),
    (list) => [organization, other].every((o) => list.filter((p) => p.id === o.id).length === 1),
  );

  const user = await newUser('member');
  const role = await call('roles.create', () => api.roles.create({ name: named('admin'), description: 'May all' }), (r) => r.description);
  await call('roles.update', () => api.roles.update(role.id, { description: 'May much' }), (r) => r.description);
  await call('roles.get', () => api.roles.get(role.id), (r) => r.description);
  await call('roles.list', async () => all(await api.roles.list({ name_filter: named('admin') })), (list) => list.map((r) => r.id === role.id));

  await call('organizations.members.create', () => api.organizations.members.create(id, { members: [user.user_id] }));
  await call('organizations.members.list', async () => all(await api.organizations.members.list(id)), (list) =>
    list.map((m) => m.user_id === user.user_id),
  );
  await call('organizations.members.roles.assign', () => api.organizations.members.roles.assign(id, user.user_id, { roles: [role.id] }));
  await call('organizations.members.roles.list', async () => all(await api.organizations.members.roles.list(id, user.user_id)), (list) =>
    list.map((r) => r.id === role.id),
  );
  await call('organizations.members.roles.delete', () => api.organizations.members.roles.delete(id, user.user_id, { roles: [role.id] }));
  await call('users.organizations.list', async () => all(await api.users.organizations.list(user.user_id)), (list) =>
    list.map((o) => o.id === id),
  );

  const connections = await call('connections.list', async () => all(await api.connections.list({ strategy: ['auth0'] })), (list) =>
    list.some((c) => c.name === 'Username-Password-Authentication'),
  );
  const connection = connections.find((c) => c.name === 'Username-Password-Authentication');
  await call(
    'organizations.enabledConnections.add',
    () => api.organizations.enabledConnections.add(id, { connection_id: connection.id, assign_membership_on_login: true }),
    (c) => ({ name: c.connection.name, assign: c.assign_membership_on_login }),
  );
  await call('organizations.enabledConnections.list', async () => all(await api.organizations.enabledConnections.list(id)), (list) =>
    list.map((c) => c.connection.name),
  );
  await call(
    'organizations.enabledConnections.update',
    () => api.organizations.enabledConnections.update(id, connection.id, { assign_membership_on_login: false }),
    (c) => c.assign_membership_on_login,
  );
  await call('organizations.enabledConnections.delete', () => api.organizations.enabledConnections.delete(id, connection.id));

  await call('users.roles.assign', () => api.users.roles.assign(user.user_id, { roles: [role.id] }));
  await call('users.roles.list', async () => all(await api.users.roles.list(user.user_id)), (list) => list.map((r) => r.id === role.id));
  await call('users.roles.delete', () => api.users.roles.delete(user.user_id, { roles: [role.id] }));

  await call('organizations.members.delete', () => api.organizations.members.delete(id, { members: [user.user_id] }));
  await call('organizations.delete', () => api.organizations.delete(id));
  await refused('organizations.get (deleted)', () => api.organizations.get(id));
  await call('roles.delete', () => api.roles.delete(role.id));
  await refused('roles.get (deleted)', () => api.roles.get(role.id));

  const types = () => events.seen.filter((e) => JSON.stringify(e.data.object).includes(id)).map((e) => e.type);
  await until('the organization is gone from the log', () => types().includes('organization.deleted'));
  effect('the log told', types());
  await api.organizations.delete(other.id);
  await api.users.delete(user.user_id);
});

/** Reads the log from now on. */
function follow() {
  const events = { open: false, seen: [] };
  (async () => {
    const stream = await api.events.subscribe({});
    events.open = true;
    for await (const frame of stream) if (frame.event) events.seen.push(frame.event);
  })();
  return events;
}
