import { base, named, signIn, story } from './lib/browser.js';

story('a first action is deployed and its first delivery seen, in the browser only', {}, async (page) => {
  await signIn(page);
  await page.goto(`${base}/ui/actions`);
  const name = named('welcome');
  await page
    .getByRole('link', { name: /New action|Choose a template/ })
    .first()
    .click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('heading', { name }).waitFor();
  await page.getByText('v1 live').waitFor();

  // Try it: the sample, the console.
  await page.getByRole('region', { name: 'Test' }).getByRole('button', { name: 'Test' }).click();
  await page.getByRole('region', { name: 'Test' }).getByText('succeeded', { exact: true }).waitFor();

  // Its stream, a test event, the delivery.
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('button', { name: 'Send test' }).click();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText(/Delivered after 1 attempt/).waitFor();
});
