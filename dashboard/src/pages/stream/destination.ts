export type AuthMethod = 'bearer' | 'basic' | 'custom_header';

/** What the form says about where events go. */
export type Where =
  | { type: 'action'; id: string }
  | { type: 'webhook'; url: string; method: AuthMethod; user: string; secret: string }
  | { type: 'eventbridge'; region: string; account: string };

/** The same as the API takes it. */
export function destinationOf(where: Where): unknown {
  switch (where.type) {
    case 'action':
      return { type: 'action', configuration: { action_id: where.id } };
    case 'eventbridge':
      return {
        type: 'eventbridge',
        configuration: { aws_region: where.region, aws_account_id: where.account },
      };
    case 'webhook':
      return {
        type: 'webhook',
        configuration: { webhook_endpoint: where.url, webhook_authorization: authorization(where) },
      };
  }
}

function authorization({
  method,
  user,
  secret,
}: {
  method: AuthMethod;
  user: string;
  secret: string;
}): unknown {
  switch (method) {
    case 'bearer':
      return { method, token: secret };
    case 'basic':
      return { method, username: user, password: secret };
    case 'custom_header':
      return { method, header_key: user, header_value: secret };
  }
}
