import { base, signIn, story } from './lib/browser.js';
import { action, delivery, user } from './lib/given.js';

const BROKEN = `exports.onExecuteEventStream = async (event) => {
  console.log('greeting');
  throw new Error('no greeting card left');
};
`;
const REPAIRED = `exports.onExecuteEventStream = async () => {};`;

story('a delivery fails, is understood, repaired and redelivered', {}, async (page) => {
  const { stream } = await action(BROKEN);
  await user();
  const failed = await delivery(stream, 'failed');
  await signIn(page);

  // Found from the list of what failed, with its cause.
  await page.goto(`${base}/ui/deliveries?stream=${stream.id}`);
  await page.getByRole('link', { name: /no greeting card left/ }).click();
  await page.getByText('Failed after 4 attempts').waitFor();
  await page.getByRole('heading', { name: 'Where: v1 line 3' }).waitFor();
  await page.getByRole('list', { name: 'Console' }).getByText('greeting').waitFor();

  // Repaired in the editor, deployed after a look at what changes.
  await page.getByRole('link', { name: 'Open in editor with this event' }).click();
  await page.locator('.monaco-editor .view-line').first().click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(REPAIRED);
  await page.getByText('1 unsaved change').waitFor();
  await page.getByRole('button', { name: 'Deploy…' }).click();
  await page.getByRole('button', { name: 'Deploy', exact: true }).click();
  await page.getByText('v2 live').waitFor();

  await page.goto(`${base}/ui/deliveries/${stream.id}/${failed.id}`);
  await page.getByRole('button', { name: 'Redeliver' }).click();
  await page.getByText(/Delivered after 5 attempts/).waitFor();
});
