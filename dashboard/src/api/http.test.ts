import { afterEach, expect, test, vi } from 'vitest';
import { api, CallError, onSessionEnd, query, rememberCsrf } from './http';

const answers = (status: number, body: unknown) =>
  vi.stubGlobal(
    'fetch',
    vi.fn(() =>
      Promise.resolve(
        new Response(status === 204 ? null : JSON.stringify(body), {
          status,
          headers: { 'content-type': 'application/json', 'x-request-id': 'req_7' },
        }),
      ),
    ),
  );
afterEach(() => {
  vi.unstubAllGlobals();
});

test('what is empty is left out of a query, and a list is repeated', () => {
  expect(query({ a: 1, b: '', c: undefined, d: ['x', 'y z'] })).toBe('?a=1&d=x&d=y+z');
  expect(query({})).toBe('');
});

test('a refusal keeps the sentence, the request and the scope that was missing', async () => {
  answers(403, {
    message: 'Insufficient scope, expected any of: read:events',
    errorCode: 'insufficient_scope',
  });
  const error = await api('/log').catch((e: unknown) => e);
  expect(error).toBeInstanceOf(CallError);
  expect(error).toMatchObject({ status: 403, requestId: 'req_7', missingScopes: 'read:events' });
});

test('an ended session is told once it is refused, another 401 is not', async () => {
  const ended = vi.fn();
  onSessionEnd(ended);
  answers(401, { message: 'no', errorCode: 'invalid_token' });
  await api('/log').catch(() => undefined);
  expect(ended).not.toHaveBeenCalled();
  answers(401, { message: 'no', errorCode: 'session_required' });
  await api('/log').catch(() => undefined);
  expect(ended).toHaveBeenCalledOnce();
});

test('what changes something carries the token against forged calls, what reads does not', async () => {
  rememberCsrf('csrf-7');
  answers(204, undefined);
  await api('/x');
  await api('/x', { method: 'DELETE' });
  const headers = vi.mocked(fetch).mock.calls.map(([, init]) => init?.headers);
  expect(headers).toEqual([{}, { 'X-Tailrace-CSRF': 'csrf-7' }]);
});
