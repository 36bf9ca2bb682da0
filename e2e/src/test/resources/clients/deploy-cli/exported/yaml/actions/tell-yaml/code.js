/**
 * Tells the inbox who was created.
 * @param {Event} event - Details about the Cloud Event.
 */
exports.onExecuteEventStream = async (event) => {
  const answer = await fetch(event.secrets.INBOX, {
    method: 'POST',
    headers: { 'x-api-key': event.secrets.API_KEY },
    body: JSON.stringify({ ran: 'yaml', email: event.message.data.object.email }),
  });
  if (!answer.ok) throw new Error('the inbox answered ' + answer.status);
};
