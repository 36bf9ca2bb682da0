'use strict';
// The life of an action: drafts, versions, a rollback, a test; each time the code that really ran is looked at.
const { call, refused, effect, tell, arrivals } = require('../lib/story');
const { api, named, telling, newAction, built, newUser, all } = require('../lib/sdk');

tell(async () => {
  await call('actions.triggers.list', () => api.actions.triggers.list(), (a) => a.triggers.map((t) => t.id));

  const action = await call('actions.create', () => api.actions.create(newAction('action', 'one')), (a) => ({
    deployed: a.all_changes_deployed,
    secrets: a.secrets.map((s) => s.name),
    revealed: JSON.stringify(a).includes('key of'),
  }));
  const id = action.id;
  await built(id);

  await call(
    'actions.test',
    () => api.actions.test(id, { payload: { event: { message: sample('draft@example.com') } } }),
    (a) => ({ error: a.payload.error ?? null, measured: typeof a.payload.stats?.action_duration_ms }),
  );
  await ran('draft', 1);

  await call('actions.deploy', () => api.actions.deploy(id), (v) => ({ number: v.number }));
  await call('actions.get', () => api.actions.get(id), (a) => ({
    deployed: a.deployed_version.deployed,
    number: a.deployed_version.number,
    all: a.all_changes_deployed,
  }));

  const stream = await api.eventStreams.create({
    name: named('runs the action'),
    subscriptions: [{ event_type: 'user.created' }],
    destination: { type: 'action', configuration: { action_id: id } },
  });
  await newUser('first');
  await ran('deployed', 2);

  const { secrets } = newAction('action', '');
  await call(
    'actions.update',
    () => api.actions.update(id, { code: telling('two'), secrets: secrets.map(({ name }) => ({ name })) }),
    (a) => ({ all: a.all_changes_deployed, secrets: a.secrets.map((s) => s.name) }),
  );
  await newUser('second');
  await ran('changed and not deployed', 3);

  await built(id);
  await api.actions.deploy(id);
  await newUser('third');
  await ran('changed and deployed, its secrets kept', 4);

  const versions = await call(
    'actions.versions.list',
    async () => all(await api.actions.versions.list(id)),
    (list) => list.map((v) => v.number).sort(),
  );
  const first = versions.find((v) => v.number === 1);
  await call('actions.versions.get', () => api.actions.versions.get(id, first.id), (v) => ({
    number: v.number,
    code: v.code === telling('one'),
  }));
  await call('actions.versions.deploy', () => api.actions.versions.deploy(id, first.id), (v) => ({
    number: v.number,
    code: v.code === telling('one'),
  }));
  await newUser('fourth');
  await ran('rolled back', 5);

  const more = [];
  for (const name of ['page-a', 'page-b', 'page-c']) more.push(await api.actions.create(newAction(name, name)));
  await call(
    'actions.list',
    async () => all(await api.actions.list({ per_page: 2 })),
    (list) => [action, ...more].every((a) => list.filter((b) => b.id === a.id).length === 1),
  );
  await call('actions.list (by name)', async () => all(await api.actions.list({ actionName: named('page-b') })), (list) =>
    list.map((a) => a.name),
  );
  for (const one of more) await call('actions.delete', () => api.actions.delete(one.id));
  await refused('actions.get (deleted)', () => api.actions.get(more[0].id));
  await refused('actions.create (no trigger)', () => api.actions.create({ name: named('broken'), supported_triggers: [] }));

  await refused('actions.delete (in use)', () => api.actions.delete(id));
  await api.eventStreams.delete(stream.id);
  await refused('actions.get (deleted with its stream)', () => api.actions.get(id));
});

/** Waits for the nth run and tells what ran, and with which secret. */
async function ran(when, count) {
  const { headers, body } = (await arrivals(named('action'), count))[count - 1];
  effect(`ran, ${when}`, { word: body.ran, type: body.type, key: headers['x-api-key'] });
}

function sample(email) {
  return {
    id: 'evt_1111111111111111111111',
    source: 'urn:example',
    specversion: '1.0',
    type: 'user.created',
    time: '2026-01-01T00:00:00.000Z',
    data: { object: { user_id: 'auth0|0', email } },
  };
}
