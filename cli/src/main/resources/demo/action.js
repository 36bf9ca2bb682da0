exports.onExecuteEventStream = async (event, api) => {
  const response = await fetch(event.secrets.URL, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-API-Key': event.secrets.API_KEY },
    body: JSON.stringify(event.message),
  }).catch((error) => ({ ok: false, status: error.message }));
  if (!response.ok) {
    console.log(`receiver answered ${response.status}`);
    throw new Error('External service failure');
  }
};
