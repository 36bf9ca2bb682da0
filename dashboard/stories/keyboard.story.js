import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { base, story } from './lib/browser.js';
import { delivery, receiver, user, webhook } from './lib/given.js';

/** Presses Tab until what has the focus is called so; its focus must be seen. */
async function tabTo(page, name, most = 60) {
  for (let press = 0; press < most; press++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      const label = element.labels?.[0]?.textContent ?? '';
      const style = getComputedStyle(element);
      return {
        text: element === document.body ? '' : `${element.textContent} ${label}`,
        seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
      };
    });
    if (at.text.includes(name)) {
      assert.ok(at.seen, `the focus on ${name} is not seen`);
      return;
    }
  }
  throw new Error(`Tab does not reach ${name}`);
}

story('without a mouse: sign in, find what failed, redeliver it', {}, async (page) => {
  const hook = await receiver();
  try {
    hook.answer(400);
    const stream = await webhook(hook.url);
    await user();
    await delivery(stream, 'failed');
    const first = JSON.parse(readFileSync(process.env.TAILRACE_FIRST, 'utf8'));
    await page.goto(`${base}/ui/login`);
    await tabTo(page, 'Client id');
    await page.keyboard.type(first.client_id);
    await tabTo(page, 'Client secret');
    await page.keyboard.type(first.client_secret);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();

    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.getByRole('heading', { name: 'Streams' }).waitFor();
    await page.getByRole('list', { name: 'Streams' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type(stream.name);
    await page.getByRole('list', { name: 'Streams' }).getByRole('link').nth(1).waitFor({ state: 'detached' });
    await tabTo(page, stream.name);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: stream.name }).waitFor();
    await tabTo(page, 'Deliveries');
    await page.keyboard.press('Enter');
    await page.getByRole('list', { name: 'Deliveries' }).waitFor();
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByText('Failed after 1 attempt').waitFor();

    hook.answer(204);
    await page.keyboard.press('r');
    await page.getByText(/Delivered after 2 attempts/).waitFor();
  } finally {
    hook.close();
  }
});
