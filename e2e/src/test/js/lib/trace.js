'use strict';
// Loaded before a client: notes every HTTPS request that leaves the process and its status, in the file TRACE. Only the
// server is called over HTTPS.
const { appendFileSync } = require('node:fs');
const { channel } = require('node:diagnostics_channel');

function note(method, path, status) {
  appendFileSync(process.env.TRACE, JSON.stringify({ method, path: path.split('?')[0], status }) + '\n');
}

channel('undici:request:headers').subscribe(({ request, response }) => {
  if (request.origin.toString().startsWith('https:')) note(request.method, request.path, response.statusCode);
});
channel('http.client.response.finish').subscribe(({ request, response }) => {
  if (request.protocol === 'https:') note(request.method, request.path, response.statusCode);
});
