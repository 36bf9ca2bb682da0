'use strict';
// The life of event streams with all three kinds of destination, and of their deliveries.
const { call, refused, effect, until, tell, inbox, arrivals } = require('../lib/story');
const { api, named, newAction, built, newUser, all } = require('../lib/sdk');

const AUTHORIZATIONS = {
  basic: { method: 'basic', username: 'tail', password: 'race' },
  bearer: { method: 'bearer', token: 't0ken' },
  custom_header: { method: 'custom_header', header_key: 'x-custom', header_value: 'h1dden' },
};

tell(async () => {
  const made = [];
  for (const [method, authorization] of Object.entries(AUTHORIZATIONS)) {
    made.push(await create(`webhook, ${method}`, webhook(method, authorization)));
  }
  made.push(
    await create('eventbridge', {
      type: 'eventbridge',
      configuration: { aws_account_id: '123456789012', aws_region: 'eu-central-1' },
    }),
  );
  const action = await api.actions.create(newAction('stream-action', 'stream'));
  await built(action.id);
  await api.actions.deploy(action.id);
  made.push(await create('action', { type: 'action', configuration: { action_id: action.id } }));

  await newUser('for-streams');
  for (const method of Object.keys(AUTHORIZATIONS)) {
    const { headers } = (await arrivals(named(method), 1))[0];
    effect(`webhook got, ${method}`, { authorization: headers.authorization, custom: headers['x-custom'] });
  }
  const [run] = await arrivals(named('stream-action'), 1);
  effect('the action ran', { word: run.body.ran, key: run.headers['x-api-key'] });

  const [basic, bearer, header, bridge] = made;
  await call('eventStreams.get', () => api.eventStreams.get(basic.id), (s) => s.destination.configuration.webhook_authorization);
  await call(
    'eventStreams.list',
    async () => all(await api.eventStreams.list({ take: 2 })),
    (list) => made.every((s) => list.filter((t) => t.id === s.id).length === 1),
  );
  await refused('eventStreams.create (name taken)', () =>
    api.eventStreams.create(body('webhook, basic', webhook('basic', AUTHORIZATIONS.basic))),
  );

  await call(
    'eventStreams.update (keeps a secret not given)',
    () =>
      api.eventStreams.update(bearer.id, {
        name: named('renamed'),
        destination: webhook('bearer-moved', { method: 'bearer' }),
      }),
    (s) => ({ renamed: s.name === named('renamed'), moved: s.destination.configuration.webhook_endpoint === inbox(named('bearer-moved')) }),
  );
  await call('eventStreams.update (disable)', () => api.eventStreams.update(header.id, { status: 'disabled' }), (s) => s.status);
  await newUser('for-moved');
  const [moved] = await arrivals(named('bearer-moved'), 1);
  effect('webhook got, moved', { authorization: moved.headers.authorization });
  await call('eventStreams.update (enable)', () => api.eventStreams.update(header.id, { status: 'enabled' }), (s) => s.status);
  await arrivals(named('custom_header'), 2);
  effect('what happened while disabled came after it', true);
  await refused('eventStreams.update (destination of an eventbridge stream)', () =>
    api.eventStreams.update(bridge.id, { destination: bridge.destination }),
  );

  await call('eventStreams.test', () => api.eventStreams.test(basic.id, { event_type: 'user.updated' }), (d) => ({
    status: d.status,
    attempts: d.attempts.length,
    type: d.event.type,
    purpose: d.event.a0purpose,
  }));
  const tested = (await arrivals(named('basic'), 3))[2];
  effect('webhook got, test', { type: tested.body.type, purpose: tested.body.a0purpose });

  for (const stream of made) await api.eventStreams.update(stream.id, { status: 'disabled' });
  await deliveries();

  for (const stream of made) await call('eventStreams.delete', () => api.eventStreams.delete(stream.id));
  await call('eventStreams.delete (again)', () => api.eventStreams.delete(basic.id));
  await refused('eventStreams.get (deleted)', () => api.eventStreams.get(basic.id));
  await refused('eventStreams.get (not an id)', () => api.eventStreams.get('est_no'));
});

/** Two receivers that fail, one until it was tried four times and one at once; then they are well again. */
async function deliveries() {
  const slow = await api.eventStreams.create({
    ...body('fails', webhook('fails', AUTHORIZATIONS.bearer, '?answer=503&times=4')),
    subscriptions: [{ event_type: 'user.deleted' }],
  });
  const dead = await api.eventStreams.create(body('refuses', webhook('refuses', AUTHORIZATIONS.bearer, '?answer=400&times=3')));
  let user;
  for (const name of ['a', 'b', 'c']) user = await newUser(`delivery-${name}`);
  await api.users.delete(user.user_id);

  await until('three failed deliveries', async () => (await failed(dead.id)).length === 3);
  await call('eventStreams.deliveries.list', () => listed(dead.id, { take: 2 }), (list) => ({
    count: list.length,
    attempts: list.map((d) => d.attempts.length),
    message: list[0].attempts[0].error_message,
    data: typeof list[0].event.data,
  }));
  await call(
    'eventStreams.deliveries.list (of a type without any)',
    () => failed(dead.id, { event_types: 'user.updated' }),
    (list) => list.length,
  );
  await call('eventStreams.redeliveries.create', () => api.eventStreams.redeliveries.create(dead.id, {}));
  await arrivals(named('refuses'), 6);
  await until('nothing is failed any more', async () => (await failed(dead.id)).length === 0);
  effect('redelivered, all', true);

  const [one] = await until('one was tried four times', async () => {
    const list = await failed(slow.id);
    return list.length > 0 && list;
  });
  await call('eventStreams.deliveries.getHistory', () => api.eventStreams.deliveries.getHistory(slow.id, one.id), (d) => ({
    status: d.status,
    attempts: d.attempts.length,
    type: d.event.type,
  }));
  await call('eventStreams.redeliveries.createById', () => api.eventStreams.redeliveries.createById(slow.id, one.id));
  await until('it is not failed any more', async () => !(await failed(slow.id)).some((d) => d.id === one.id));
  effect('redelivered, one', (await arrivals(named('fails'), 5)).filter((r) => r.body.id === one.id).length);

  for (const stream of [slow, dead]) await api.eventStreams.delete(stream.id);
}

/** All failed deliveries. Version 7 gives a page; version 5 hands the body of the wire through, and its type says array. */
async function failed(stream, query) {
  const answer = await api.eventStreams.deliveries.list(stream, query);
  return answer.deliveries ?? all(answer);
}

/** All of them again, by pages of the size asked for. */
async function listed(stream, query) {
  const answer = await api.eventStreams.deliveries.list(stream, query);
  if (answer.deliveries === undefined) return all(answer);
  const rest = answer.next ? await listed(stream, { ...query, from: answer.next }) : [];
  return [...answer.deliveries, ...rest];
}

function create(kind, destination) {
  return call(`eventStreams.create (${kind})`, () => api.eventStreams.create(body(kind, destination)), (s) => ({
    type: s.destination.type,
    status: s.status,
    revealed: /race|t0ken|h1dden/.test(JSON.stringify(s.destination.configuration.webhook_authorization ?? '')),
  }));
}

function body(name, destination) {
  return { name: named(name), subscriptions: [{ event_type: 'user.created' }], destination };
}

function webhook(name, authorization, query) {
  return {
    type: 'webhook',
    configuration: { webhook_endpoint: inbox(named(name), query), webhook_authorization: authorization },
  };
}
