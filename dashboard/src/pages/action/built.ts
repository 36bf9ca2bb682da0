import { actions, type Action } from '../../api/actions';

const EVERY_MS = 200;
const AT_MOST_MS = 60_000;

/** The action once its build has ended, well or not. */
export async function built(id: string): Promise<Action> {
  const until = Date.now() + AT_MOST_MS;
  for (;;) {
    const action = await actions.find(id);
    if (action.status === 'built' || action.status === 'failed') return action;
    if (Date.now() > until)
      throw new Error('The build takes more than a minute; it goes on. Try again later.');
    await new Promise((resolve) => window.setTimeout(resolve, EVERY_MS));
  }
}
