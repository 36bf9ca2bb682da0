import { send, rememberCsrf } from './http';

/** Who is signed in, and what they may do. */
export interface Session {
  signed_in: true;
  tenant: string;
  domain: string;
  name: string;
  client_id: string | null;
  scopes: string[];
  csrf_token: string;
  expires_at: string;
  version: string;
}

export interface SignedOut {
  signed_in: false;
  version: string;
}

export type Credentials = { token: string } | { client_id: string; client_secret: string };

export async function readSession(): Promise<Session | SignedOut> {
  const session = await send<Session | SignedOut>('/ui/session', {});
  if (session.signed_in) rememberCsrf(session.csrf_token);
  return session;
}

export async function signIn(credentials: Credentials): Promise<Session> {
  const session = await send<Session>('/ui/session', { method: 'POST', body: credentials });
  rememberCsrf(session.csrf_token);
  return session;
}

export async function signOut(): Promise<void> {
  await send('/ui/session', { method: 'DELETE' });
  rememberCsrf('');
}
