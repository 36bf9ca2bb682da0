'use strict';
// npm auth0 in the version that CLIENT names, logged in with the first application.
const { SETTINGS, until, inbox } = require('./story');
const { ManagementClient } = require(SETTINGS.CLIENT);

const api = loggedIn(SETTINGS.CLIENT_ID, SETTINGS.CLIENT_SECRET);

/** The SDK, logged in with an application. */
function loggedIn(clientId, clientSecret) {
  return new ManagementClient({ domain: SETTINGS.DOMAIN, clientId, clientSecret });
}

/** Names that no other story of this run uses. */
function named(name) {
  return `${SETTINGS.CLIENT}-${name}`;
}

function address(name) {
  return `${named(name)}@example.com`;
}

/** Code of an action that tells the receiver which code ran, with which secret, for what. */
function telling(word) {
  return `exports.onExecuteEventStream = async (event) => {
  const answer = await fetch(event.secrets.INBOX, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': event.secrets.API_KEY },
    body: JSON.stringify({ ran: '${word}', type: event.message.type, email: event.message.data.object.email }),
  });
  if (!answer.ok) throw new Error('the receiver answered ' + answer.status);
};
`;
}

function newAction(name, word) {
  return {
    name: named(name),
    code: telling(word),
    runtime: 'node22',
    supported_triggers: [{ id: 'event-stream', version: 'v1' }],
    secrets: [
      { name: 'INBOX', value: inbox(named(name)) },
      { name: 'API_KEY', value: `key of ${named(name)}` },
    ],
  };
}

function built(id) {
  return until(`action ${id} is built`, async () => (await api.actions.get(id)).status === 'built');
}

/** Makes a user, whose user.created is then on its way. */
function newUser(name) {
  return api.users.create({
    connection: 'Username-Password-Authentication',
    email: address(name),
    password: 'correct horse battery',
  });
}

/** Everything a paged list yields, page after page. */
async function all(page) {
  const items = [];
  for await (const item of page) items.push(item);
  return items;
}

module.exports = { api, loggedIn, named, address, telling, newAction, built, newUser, all };
