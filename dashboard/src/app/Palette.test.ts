import { expect, test } from 'vitest';
import { byId } from './Palette';

test('an id leads to the page of what it names, and other text nowhere', () => {
  expect(byId('est_7eP')).toBe('/streams/est_7eP');
  expect(byId('evt_01k')).toBe('/events/evt_01k');
  expect(byId('org_9')).toBe('/orgs/org_9');
  expect(byId('auth0|65')).toBe('/users/auth0%7C65');
  expect(byId('overview')).toBeUndefined();
});
