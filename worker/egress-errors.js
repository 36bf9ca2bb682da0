'use strict';
// Errors of connections and look-ups, as Node's own where the network is the reason.

const DENIED = 'ERR_EGRESS_DENIED';

/** @param answer {code, rule?, address?} as the server gave it */
function refusal({ code, rule, address }, { host, port }, syscall) {
  const where = port === undefined ? host : `${host}:${port}`;
  const error = new Error(text(code, rule, syscall, where));
  Object.assign(error, { code, syscall, host });
  if (syscall === 'getaddrinfo' || code === 'ENOTFOUND') {
    error.hostname = host;
  }
  if (port !== undefined) {
    error.port = port;
  }
  if (address) {
    error.address = address;
  }
  if (code === DENIED) {
    error.rule = rule;
  }
  return error;
}

function text(code, rule, syscall, where) {
  if (code === DENIED) {
    return `connection to ${where} denied by the server's egress policy: ${rule}`;
  }
  return `${syscall} ${code} ${where}${rule ? ` (${rule})` : ''}`;
}

function denied(host, port, rule) {
  return refusal({ code: DENIED, rule }, { host, port }, 'connect');
}

module.exports = { denied, refusal };
