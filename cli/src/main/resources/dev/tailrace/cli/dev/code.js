/**
 * Runs once for each event the stream NAME subscribes to. To throw means: try again, a little later.
 *
 * @param {Event} event - event.message is the CloudEvent, event.secrets holds the secrets of NAME.json.
 * @param {EventStreamAPI} api
 */
exports.onExecuteEventStream = async (event, api) => {
  const user = event.message.data.object;
  console.log(`welcome ${user.email}`);

  if (!event.secrets.ENDPOINT) return;
  const answer = await fetch(event.secrets.ENDPOINT, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ to: user.email, template: 'welcome' }),
  });
  if (!answer.ok) throw new Error(`the endpoint answered ${answer.status}`);
};
