import { base, signIn, story } from './lib/browser.js';
import { action } from './lib/given.js';

const WRONG = `/**
 * @param {Event} event
 * @param {EventStreamAPI} api
 */
exports.onExecuteEventStream = async (event, api) => {
  api.cache.forget(event.message.data.object.user_id);
};
`;

story('the editor knows event and api and marks what they do not have', {}, async (page) => {
  const { action: made } = await action(WRONG);
  await signIn(page);
  const declared = page.waitForResponse((answer) => answer.url().includes('/types.d.ts'));
  await page.goto(`${base}/ui/actions/${made.id}`);
  if ((await declared).status() !== 200) throw new Error('there are no declarations');
  const mark = page.locator('.monaco-editor .squiggly-error').first();
  await mark.waitFor();

  await page.locator('.view-line').getByText('forget').dblclick();
  await page.keyboard.insertText('delete');
  await page.locator('.view-line').getByText('delete').waitFor();
  await mark.waitFor({ state: 'detached' });

  await page.locator('.view-line').getByText('message').dblclick();
  await page.keyboard.insertText('letter');
  await mark.waitFor();
});
