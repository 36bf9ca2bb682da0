'use strict';
// A module with a secret, used by an action; what ran is read from its execution and from the logs.
const { call, refused, effect, tell, until, arrivals, inbox } = require('../lib/story');
const { api, named, built, newUser, all } = require('../lib/sdk');

tell(async () => {
  const name = named('greeting');
  const module = await call(
    'actions.modules.create',
    () => api.actions.modules.create({ name, code: says('hello'), secrets: [{ name: 'SALT', value: 'pepper' }], dependencies: [] }),
    (m) => ({ name: m.name === name, secrets: m.secrets.map((s) => s.name), revealed: JSON.stringify(m).includes('pepper') }),
  );
  const id = module.id;
  await refused('actions.modules.create (taken)', () => api.actions.modules.create({ name, code: says('hello') }));
  const first = await call('actions.modules.versions.create', () => api.actions.modules.versions.create(id), (v) => v.version_number);

  const action = await api.actions.create({
    name: named('uses a module'),
    code: `const { greet } = require('actions:${name}');
exports.onExecuteEventStream = async (event) => {
  const { email } = event.message.data.object;
  console.log('greets ' + email);
  if (email.includes('unwelcome')) throw new TypeError('not welcome');
  await fetch(event.secrets.INBOX, { method: 'POST', body: JSON.stringify({ said: greet(email) }) });
};
`,
    runtime: 'node22',
    supported_triggers: [{ id: 'event-stream', version: 'v1' }],
    secrets: [{ name: 'INBOX', value: inbox(named('module')) }],
    modules: [{ module_id: id, module_name: name, module_version_id: first.id, module_version_number: 1 }],
  });
  await built(action.id);
  await api.actions.deploy(action.id);
  const stream = await api.eventStreams.create({
    name: named('greets'),
    subscriptions: [{ event_type: 'user.created' }],
    destination: { type: 'action', configuration: { action_id: action.id } },
  });
  await newUser('welcome');
  await said('with the first version', 1);

  await call('actions.modules.update', () => api.actions.modules.update(id, { code: says('good day') }), (m) => m.all_changes_published);
  await newUser('welcome-2');
  await said('changed and not published', 2);
  const second = await call('actions.modules.versions.create', () => api.actions.modules.versions.create(id), (v) => v.version_number);
  const versions = await call('actions.modules.versions.list', async () => all(await api.actions.modules.versions.list(id)), (list) =>
    list.map((v) => v.version_number).sort(),
  );
  await call('actions.modules.versions.get', () => api.actions.modules.versions.get(id, second.id), (v) => v.code === says('good day'));
  effect('both are told', versions.map((v) => [first.id, second.id].includes(v.id)));
  await api.actions.update(action.id, {
    modules: [{ module_id: id, module_name: name, module_version_id: second.id, module_version_number: 2 }],
  });
  await built(action.id);
  await api.actions.deploy(action.id);
  await newUser('welcome-3');
  await said('with the second version', 3);

  await call('actions.modules.rollback', () => api.actions.modules.rollback(id, { module_version_id: first.id }), (m) => m.code === says('hello'));
  await call('actions.modules.get', () => api.actions.modules.get(id), (m) => m.code === says('hello'));
  await call('actions.modules.list', async () => all(await api.actions.modules.list()), (list) => list.filter((m) => m.id === id).length);
  await call('actions.modules.listActions', async () => all(await api.actions.modules.listActions(id)), (list) =>
    list.map((a) => a.action_id === action.id),
  );
  await refused('actions.modules.delete (in use)', () => api.actions.modules.delete(id));

  await call('actions.triggers.bindings.list', async () => all(await api.actions.triggers.bindings.list('event-stream')), (list) => list.length);
  await refused('actions.triggers.bindings.updateMany', () => api.actions.triggers.bindings.updateMany('event-stream', { bindings: [] }));

  await newUser('unwelcome');
  const failed = await until('the delivery failed', async () => {
    const answer = await api.eventStreams.deliveries.list(stream.id, { statuses: 'failed' });
    return (answer.deliveries ?? answer.data)[0];
  });
  const run = failed.attempts[0].execution_id;
  await call('actions.executions.get', () => api.actions.executions.get(run), (x) => ({
    trigger: x.trigger_id,
    ended: x.status,
    action: x.results.map((r) => r.action_name === named('uses a module')),
    error: x.results.map((r) => r.error.msg),
    said: x.results.map((r) => r.response.logs.includes('unwelcome')),
  }));
  await refused('actions.executions.get (unknown)', () => api.actions.executions.get('0'.repeat(10)));

  const entry = await until('the failure is in the logs', async () => {
    const list = (await api.logs.list({ search: 'type:actions_execution_failed' })).data;
    return list.find((e) => JSON.stringify(e.details).includes(run));
  });
  await call('logs.list', async () => (await api.logs.list({ search: 'type:actions_execution_failed' })).data, (list) =>
    list.every((e) => e.type === 'actions_execution_failed'),
  );
  await call('logs.get', () => api.logs.get(entry.log_id), (e) => ({ type: e.type, same: e.log_id === entry.log_id }));

  await api.eventStreams.delete(stream.id);
  await call('actions.modules.delete', () => api.actions.modules.delete(id));
  await refused('actions.modules.get (deleted)', () => api.actions.modules.get(id));
});

function says(word) {
  return `exports.greet = (whom) => '${word} ' + whom.split('@')[0] + ' ' + actions.secrets.SALT;\n`;
}

/** Waits for the nth greeting and tells it. */
async function said(when, count) {
  const { body } = (await arrivals(named('module'), count))[count - 1];
  effect(`said, ${when}`, (typeof body === 'string' ? JSON.parse(body) : body).said);
}
