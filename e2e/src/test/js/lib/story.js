'use strict';
// What a story says: one JSON line per call of the client and per effect that was seen. The Java side asserts on them.
const SETTINGS = process.env;

function say(line) {
  process.stdout.write(JSON.stringify(line) + '\n');
}

/** Runs one call of the client; `saw` picks what is worth telling from its answer. Returns the answer. */
async function call(name, run, saw = () => undefined) {
  let answer;
  try {
    answer = await run();
  } catch (error) {
    say({ call: name, ok: false, error: described(error) });
    throw error;
  }
  say({ call: name, ok: true, saw: saw(answer) });
  return answer;
}

/** Runs one call that the server must refuse, and tells how the client shows that. */
async function refused(name, run) {
  try {
    await run();
  } catch (error) {
    say({ call: name, ok: true, saw: { error: error.constructor.name, status: error.statusCode, message: described(error) } });
    return;
  }
  say({ call: name, ok: false, error: 'was not refused' });
  throw new Error(`${name} was not refused`);
}

/** Tells something that was seen elsewhere than in an answer. */
function effect(name, saw) {
  say({ effect: name, saw });
}

/** The first value of `probe` that is neither undefined nor false. Fails after 30 s. */
async function until(what, probe) {
  const end = Date.now() + 30_000;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Ends the process with the story's outcome. */
function tell(story) {
  story().then(
    () => process.exit(0),
    (error) => {
      process.stderr.write(`${error.stack}\n`);
      process.exit(1);
    },
  );
}

function described(error) {
  const body = error.body && typeof error.body === 'object' ? error.body.message : undefined;
  return String(body ?? error.message);
}

/** The address at which the receiver takes calls under this name. */
function inbox(name, query = '') {
  return `${SETTINGS.RECEIVER}/in/${name}${query}`;
}

/** What the receiver got under this name so far: `{headers, body}` each. */
async function received(name) {
  const answer = await fetch(`${SETTINGS.RECEIVER}/seen/${name}`);
  return answer.json();
}

/** Waits until the receiver got this many calls under this name, and returns them. */
function arrivals(name, count) {
  return until(`${count} calls at ${name}`, async () => {
    const all = await received(name);
    return all.length >= count && all;
  });
}

/** A token with everything the first application may do, asked for beside the client. */
async function token() {
  const { access_token } = await besides('POST', '/oauth/token', undefined, {
    grant_type: 'client_credentials',
    client_id: SETTINGS.CLIENT_ID,
    client_secret: SETTINGS.CLIENT_SECRET,
    audience: `https://${SETTINGS.DOMAIN}/api/v2/`,
  });
  return access_token;
}

/** A call of ours that the story needs besides the client's: over plain HTTP, so that it does not count as the client's. */
async function besides(method, path, bearer, body) {
  const answer = await fetch(SETTINGS.PLAIN + path, {
    method,
    headers: { 'content-type': 'application/json', ...(bearer && { authorization: `Bearer ${bearer}` }) },
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
  return answer.status === 204 ? undefined : answer.json();
}

module.exports = { SETTINGS, call, refused, effect, until, tell, inbox, received, arrivals, token, besides };
