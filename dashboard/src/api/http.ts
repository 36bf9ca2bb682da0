/** Calls to our own server by session cookie; every error a page shows comes from here. */

/** What went wrong with a call, in the server's words. */
export class CallError extends Error {
  constructor(
    /** HTTP status; 0 when no answer came. */
    readonly status: number,
    message: string,
    readonly code: string = '',
    readonly requestId: string = '',
  ) {
    super(message);
    this.name = 'CallError';
  }

  /** The scopes that would have let the call through, when that is what it lacked. */
  get missingScopes(): string | undefined {
    return this.code === 'insufficient_scope' ? this.message.split(': ')[1] : undefined;
  }
}

export interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal;
}

type Value = string | number | boolean | undefined | readonly string[];
export type Query = Record<string, Value>;

let csrf = '';
let ended: () => void = () => undefined;

/** Sent with every call that changes something. */
export function rememberCsrf(token: string): void {
  csrf = token;
}

/** Called when the server says that the session is over. */
export function onSessionEnd(listener: () => void): void {
  ended = listener;
}

/** `/ui/api` is `/api/v2`, by cookie. */
export function api<T>(path: string, call: Call = {}): Promise<T> {
  return send<T>(`/ui/api${path}`, call);
}

export async function send<T>(url: string, { method = 'GET', body, signal }: Call): Promise<T> {
  const headers: Record<string, string> = {};
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (method !== 'GET' && csrf) headers['X-Tailrace-CSRF'] = csrf;
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (e) {
    if (signal?.aborted) throw e;
    throw new CallError(0, 'The server does not answer. Is it running?');
  }
  if (!response.ok) throw await refused(response);
  if (response.status === 204) return undefined as T;
  const json = response.headers.get('content-type')?.includes('json') ?? false;
  return (json ? await response.json() : await response.text()) as T;
}

async function refused(response: Response): Promise<CallError> {
  const id = response.headers.get('x-request-id') ?? '';
  const told = (await response.json().catch(() => ({}))) as { message?: string; errorCode?: string };
  const message = told.message ?? `The server answered ${response.status} without a reason.`;
  if (response.status === 401 && told.errorCode === 'session_required') ended();
  return new CallError(response.status, message, told.errorCode, id);
}

/** `?a=1&b=x`, without what is empty; a list is repeated. */
export function query(values: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === '') continue;
    if (typeof value === 'object') value.forEach((one) => search.append(name, one));
    else search.append(name, String(value));
  }
  const text = search.toString();
  return text && `?${text}`;
}

/** An id as one segment of a path. */
export const segment = encodeURIComponent;
