import assert from 'node:assert/strict';
import { base, signIn, story } from './lib/browser.js';
import { receiver, until, user, webhook } from './lib/given.js';

story('a paused stream keeps its events and delivers them when it goes on', {}, async (page) => {
  const hook = await receiver();
  try {
    const stream = await webhook(hook.url);
    await signIn(page);
    await page.goto(`${base}/ui/streams/${stream.id}`);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('paused', { exact: true }).waitFor();
    const made = await user();
    // It is behind by what came meanwhile, and the receiver heard nothing.
    await page.getByText(/since/).first().waitFor();
    assert.equal(hook.got.length, 0);

    await page.getByRole('button', { name: 'Resume' }).click();
    await until('the event at the receiver', () => hook.got.length === 1);
    assert.equal(hook.got[0].data.object.user_id, made.user_id);
  } finally {
    hook.close();
  }
});
