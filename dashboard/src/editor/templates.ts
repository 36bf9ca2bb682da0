/** Actions to begin with. Their JSDoc lets the editor know `event` and `api`. */
export interface Template {
  id: string;
  name: string;
  says: string;
  types: string[];
  secrets: string[];
  dependencies: { name: string; version: string }[];
  code: string;
}

/** What a handler's comment says, so that plain JavaScript is completed. */
export const HANDLER_TYPES = `/**
 * @param {Event} event
 * @param {EventStreamAPI} api
 */`;

const user = ['user.created', 'user.updated', 'user.deleted'];

export const TEMPLATES: Template[] = [
  {
    id: 'log',
    name: 'Log it',
    says: 'Writes each event to the console.',
    types: ['user.created'],
    secrets: [],
    dependencies: [],
    code: `${HANDLER_TYPES}
exports.onExecuteEventStream = async (event, api) => {
  const { type, data } = event.message;
  console.log(type, JSON.stringify(data.object));
};
`,
  },
  {
    id: 'welcome',
    name: 'Welcome mail',
    says: 'Sends a mail through an HTTP mail service.',
    types: ['user.created'],
    secrets: ['MAIL_URL', 'MAIL_TOKEN'],
    dependencies: [],
    code: `${HANDLER_TYPES}
exports.onExecuteEventStream = async (event, api) => {
  const user = event.message.data.object;
  if (!user.email) return;
  const answer = await fetch(event.secrets.MAIL_URL, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: \`Bearer \${event.secrets.MAIL_TOKEN}\` },
    body: JSON.stringify({ to: user.email, subject: 'Welcome', text: \`Hello \${user.name ?? user.email}\` }),
  });
  if (!answer.ok) throw new Error(\`mail service answered \${answer.status}\`);
  console.log('welcomed', user.user_id);
};
`,
  },
  {
    id: 'crm',
    name: 'CRM sync',
    says: 'Keeps contacts of a CRM as users are.',
    types: user,
    secrets: ['CRM_URL', 'CRM_TOKEN'],
    dependencies: [],
    code: `${HANDLER_TYPES}
exports.onExecuteEventStream = async (event, api) => {
  const { type, data } = event.message;
  const user = data.object;
  const url = \`\${event.secrets.CRM_URL}/contacts/\${encodeURIComponent(user.user_id)}\`;
  const answer = await fetch(url, {
    method: type === 'user.deleted' ? 'DELETE' : 'PUT',
    headers: { 'Content-Type': 'application/json', Authorization: \`Bearer \${event.secrets.CRM_TOKEN}\` },
    ...(type === 'user.deleted' ? {} : { body: JSON.stringify({ email: user.email, name: user.name }) }),
  });
  if (!answer.ok && answer.status !== 404) throw new Error(\`CRM answered \${answer.status}\`);
};
`,
  },
  {
    id: 'slack',
    name: 'Slack message',
    says: 'Tells a channel about new users.',
    types: ['user.created'],
    secrets: ['SLACK_URL'],
    dependencies: [],
    code: `${HANDLER_TYPES}
exports.onExecuteEventStream = async (event, api) => {
  const user = event.message.data.object;
  const answer = await fetch(event.secrets.SLACK_URL, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ text: \`New user: \${user.email ?? user.user_id}\` }),
  });
  if (!answer.ok) throw new Error(\`Slack answered \${answer.status}\`);
};
`,
  },
  {
    id: 'scim',
    name: 'SCIM out',
    says: 'Provisions users to another directory by SCIM 2.0.',
    types: user,
    secrets: ['SCIM_URL', 'SCIM_TOKEN'],
    dependencies: [],
    code: `const SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';

${HANDLER_TYPES}
exports.onExecuteEventStream = async (event, api) => {
  const { type, data } = event.message;
  const user = data.object;
  const call = (method, path, body) =>
    fetch(event.secrets.SCIM_URL + path, {
      method,
      headers: { 'Content-Type': 'application/scim+json', Authorization: \`Bearer \${event.secrets.SCIM_TOKEN}\` },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  const filter = encodeURIComponent(\`externalId eq "\${user.user_id}"\`);
  const found = await (await call('GET', \`/Users?filter=\${filter}\`)).json();
  const id = found.Resources?.[0]?.id;
  const body = {
    schemas: [SCHEMA],
    externalId: user.user_id,
    userName: user.email ?? user.user_id,
    active: !user.blocked,
  };
  const answer =
    type === 'user.deleted'
      ? id && (await call('DELETE', \`/Users/\${id}\`))
      : id
        ? await call('PUT', \`/Users/\${id}\`, { ...body, id })
        : await call('POST', '/Users', body);
  if (answer && !answer.ok) throw new Error(\`SCIM answered \${answer.status}\`);
};
`,
  },
  {
    id: 'hmac',
    name: 'Signed webhook',
    says: 'Sends the event with an HMAC of its body.',
    types: ['user.created'],
    secrets: ['HOOK_URL', 'HOOK_SECRET'],
    dependencies: [],
    code: `const { createHmac } = require('node:crypto');

${HANDLER_TYPES}
exports.onExecuteEventStream = async (event, api) => {
  const body = JSON.stringify(event.message);
  const signature = createHmac('sha256', event.secrets.HOOK_SECRET).update(body).digest('hex');
  const answer = await fetch(event.secrets.HOOK_URL, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Signature': \`sha256=\${signature}\` },
    body,
  });
  if (!answer.ok) throw new Error(\`receiver answered \${answer.status}\`);
};
`,
  },
  {
    id: 'audit',
    name: 'Audit to Postgres',
    says: 'Writes each event as a row; twice the same event is one row.',
    types: user,
    secrets: ['DATABASE_URL'],
    dependencies: [{ name: 'pg', version: 'latest' }],
    code: `const { Client } = require('pg');

${HANDLER_TYPES}
exports.onExecuteEventStream = async (event, api) => {
  const { id, type, time, data } = event.message;
  const client = new Client({ connectionString: event.secrets.DATABASE_URL });
  await client.connect();
  try {
    await client.query(
      'insert into audit (id, type, at, data) values ($1, $2, $3, $4) on conflict (id) do nothing',
      [id, type, time, JSON.stringify(data)],
    );
  } finally {
    await client.end();
  }
};
`,
  },
];
