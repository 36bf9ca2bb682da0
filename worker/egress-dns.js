'use strict';
// Look-ups of names: addresses come from the server, which names only those its egress policy would let the action call.

const dns = require('node:dns');
const net = require('node:net');
const { denied, refusal } = require('./egress-errors.js');

const OTHERS = ['Any', 'Caa', 'Cname', 'Mx', 'Naptr', 'Ns', 'Ptr', 'Soa', 'Srv', 'Tlsa', 'Txt'];

/** @param ask (wish, answered) asks the server */
function installDns(ask) {
  const addresses = (host, family, syscall) =>
    new Promise((resolve, reject) => {
      ask({ host: String(host), port: 0, family }, (answer, asked) => {
        asked.destroy();
        if (answer.code !== undefined) {
          reject(refusal(answer, { host: String(host) }, syscall));
        } else {
          resolve(answer.addresses);
        }
      });
    });
  const resolver = resolverOf(addresses);
  dns.promises.lookup = (host, options) => lookup(addresses, host, options);
  dns.lookup = (host, options, done) => {
    const [given, then] = typeof options === 'function' ? [{}, options] : [options, done];
    lookup(addresses, host, given).then(
      (found) => (given?.all ? then(null, found) : then(null, found.address, found.family)),
      (error) => then(error),
    );
  };
  for (const [name, find] of Object.entries(resolver)) {
    const called = (...args) => {
      const then = args.pop();
      find(...args).then((found) => then(null, found), then);
    };
    for (const [on, how] of [[dns, called], [dns.Resolver.prototype, called]]) {
      on[name] = how;
    }
    dns.promises[name] = dns.promises.Resolver.prototype[name] = find;
  }
}

async function lookup(addresses, host, options) {
  const { family, all } = typeof options === 'object' && options !== null ? options : { family: options, all: false };
  const given = net.isIP(host);
  const wanted = family === 'IPv4' ? 4 : family === 'IPv6' ? 6 : (family ?? 0);
  const found = given ? [host] : host ? await addresses(host, wanted, 'getaddrinfo') : [];
  const answers = found.map((address) => ({ address, family: net.isIP(address) }));
  return all ? answers : (answers[0] ?? { address: null, family: wanted === 6 ? 6 : 4 });
}

/** The functions that resolve: of addresses, and those that only refuse. */
function resolverOf(addresses) {
  const find = (family, syscall) => async (host, options) => {
    const found = await addresses(host, family, syscall);
    return options?.ttl ? found.map((address) => ({ address, ttl: 0 })) : found;
  };
  const resolve4 = find(4, 'queryA');
  const resolve6 = find(6, 'queryAaaa');
  const refuse = (host, type) => Promise.reject(denied(String(host), undefined, `${type} records are not looked up`));
  const functions = {
    resolve4,
    resolve6,
    resolve: (host, type = 'A') =>
      type === 'A' ? resolve4(host) : type === 'AAAA' ? resolve6(host) : refuse(host, String(type)),
    reverse: (address) => refuse(address, 'PTR'),
    lookupService: (address) => refuse(address, 'PTR'),
  };
  OTHERS.forEach((type) => (functions[`resolve${type}`] = (host) => refuse(host, type.toUpperCase())));
  return functions;
}

module.exports = { installDns };
