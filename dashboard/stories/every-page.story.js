import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { api, base, named, signIn, story } from './lib/browser.js';
import { action, delivery, user } from './lib/given.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let pages;

/** Each page with something on it: what the paths name is made first. */
const everyPage = () =>
  (pages ??= (async () => {
    const made = await action(
      `exports.onExecuteEventStream = async () => { throw new Error('for the pages'); };`,
    );
    const mira = await user();
    const organization = await api('POST', 'organizations', { name: named('org') });
    const failed = await delivery(made.stream, 'failed');
    const person = encodeURIComponent(mira.user_id);
    return [
      '/',
      '/streams',
      '/streams/new',
      '/streams/new?to=webhook',
      `/streams/${made.stream.id}`,
      `/streams/${made.stream.id}?tab=deliveries`,
      `/streams/${made.stream.id}?tab=settings`,
      `/streams/${made.stream.id}?tab=activity`,
      '/deliveries',
      `/deliveries/${made.stream.id}/${failed.id}`,
      '/actions',
      '/actions/new',
      `/actions/${made.action.id}`,
      `/actions/${made.action.id}/versions`,
      '/tail',
      '/tail?view=executions',
      `/events/${failed.id}`,
      '/users',
      `/users/${person}`,
      '/orgs',
      `/orgs/${organization.id}`,
      '/catalogue',
      '/catalogue/user.created',
      '/server',
    ];
  })());

async function open(page, path) {
  await page.goto(`${base}/ui${path}`);
  await page.locator('h1').first().waitFor();
  await page.locator('[role=status][data-shown]').first().waitFor({ state: 'detached' });
  if (process.env.SHOTS) {
    const { width } = page.viewportSize();
    const dark = await page.evaluate(() => window.matchMedia('(prefers-color-scheme: dark)').matches);
    const name = `${width}-${dark ? 'dark' : 'light'}${path.replaceAll(/[^a-z]+/g, '-')}`;
    await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
  }
}

story(
  'no page scrolls sideways on a phone of 360 px',
  { viewport: { width: 360, height: 740 } },
  async (page) => {
    await signIn(page);
    for (const path of await everyPage()) {
      await open(page, path);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 360, `${path} is ${width} px wide`);
    }
  },
);

for (const colorScheme of ['light', 'dark']) {
  story(`axe finds nothing serious on any page, ${colorScheme}`, { colorScheme }, async (page) => {
    await signIn(page);
    const found = [];
    for (const path of await everyPage()) {
      await open(page, path);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() =>
        window.axe.run(document, { resultTypes: ['violations'] }),
      );
      violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .forEach(({ id, nodes }) =>
          found.push(`${path}: ${id}: ${nodes.map((node) => node.html).join(' ')}`),
        );
    }
    assert.deepEqual(found, []);
  });
}
