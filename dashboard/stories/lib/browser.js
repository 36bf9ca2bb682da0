import { existsSync, readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { chromium } from 'playwright-core';

/**
 * Stories in a real browser against a running server. From outside come
 * TAILRACE_URL, and TAILRACE_FIRST: the file with the first application's id and secret.
 */
export const base = process.env.TAILRACE_URL ?? 'http://127.0.0.1:8080';
const first = () =>
  JSON.parse(readFileSync(process.env.TAILRACE_FIRST ?? 'data/first-application.json', 'utf8'));

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = [process.env.CHROMIUM ?? '', ...PLACES].find((path) => path && existsSync(path));
const STORY_MS = 120_000;

let started;
const browser = () =>
  (started ??= chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] }));
after(async () => (await started)?.close());

/**
 * One story with a page of its own. Afterwards nothing may have been complained of, and nothing have left the origin.
 * Without a browser it is skipped, but not in CI.
 */
export function story(name, options, tell) {
  const skip = !executablePath && !process.env.CI && 'no Chromium; set CHROMIUM to its path';
  test(name, { skip, timeout: STORY_MS }, async () => {
    const context = await (
      await browser()
    ).newContext({ viewport: { width: 1280, height: 800 }, ...options });
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    const complaints = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    // What the server refused the page itself says; here count the policy, scripts, and the server's own failures.
    page.on('console', (said) => {
      if (said.type() === 'error' && !said.text().startsWith('Failed to load resource'))
        complaints.push(said.text());
    });
    page.on(
      'response',
      (answer) => answer.status() >= 500 && complaints.push(`${answer.status()} ${answer.url()}`),
    );
    page.on('request', (request) => {
      if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(base))
        complaints.push(request.url());
    });
    try {
      await tell(page);
      if (complaints.length > 0) throw new Error(`the browser complained:\n${complaints.join('\n')}`);
    } finally {
      await context.close();
    }
  });
}

/** Through the form, as a person does. */
export async function signIn(page) {
  const { client_id: id, client_secret: secret } = first();
  await page.goto(`${base}/ui/login`);
  await page.getByLabel('Client id').fill(id);
  await page.getByLabel('Client secret').fill(secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
}

let token;
/** What a story takes for given is made by the Management API. */
export async function api(method, path, body) {
  token ??= fetch(`${base}/oauth/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(first()),
  }).then(async (answer) => (await answer.json()).access_token);
  const answer = await fetch(`${base}/api/v2/${path}`, {
    method,
    headers: { Authorization: `Bearer ${await token}`, 'Content-Type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? undefined : answer.json();
}

let number = 0;
/** A name that no other story uses. */
export const named = (what) => `${what}-${Date.now().toString(36)}${number++}`;
