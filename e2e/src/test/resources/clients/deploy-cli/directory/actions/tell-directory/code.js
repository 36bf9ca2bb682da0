const howLong = require('how-long');

/**
 * Tells the inbox who was created, and how long two days are.
 * @param {Event} event - Details about the Cloud Event.
 */
exports.onExecuteEventStream = async (event) => {
  const answer = await fetch(event.secrets.INBOX, {
    method: 'POST',
    headers: { 'x-api-key': event.secrets.API_KEY },
    body: JSON.stringify({ ran: 'directory', days: howLong(2), email: event.message.data.object.email }),
  });
  if (!answer.ok) throw new Error('the inbox answered ' + answer.status);
};
