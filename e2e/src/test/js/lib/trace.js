'use strict';
// Loaded before a client: notes every request that leaves the process and its status, in the file TRACE.
const { appendFileSync } = require('node:fs');
const { channel } = require('node:diagnostics_channel');

function note(method, path, status) {
  appendFileSync(process.env.TRACE, JSON.stringify({ method, path: path.split('?')[0], status }) + '\n');
}

channel('undici:request:headers').subscribe(({ request, response }) => {
  if (request.origin.toString().includes(process.env.DOMAIN)) note(request.method, request.path, response.statusCode);
});
channel('http.client.response.finish').subscribe(({ request, response }) => {
  if (request.getHeader('host') === process.env.DOMAIN) note(request.method, request.path, response.statusCode);
});
