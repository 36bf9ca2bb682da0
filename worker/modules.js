'use strict';
// The action modules an action may require. Each is run once, before the action's code, with secrets of its own.

const PREFIX = 'actions:';

const freeze = Object.freeze;

/**
 * @param given [{name, code, file, packages?, bundle?, secrets}]
 * @param run (code, file, installed, require, extra) runs code as a module and returns what it exports
 * @returns a function(name, otherwise): what the module of this name exports, for every other name what otherwise says
 */
function moduleLoader(given, run) {
  const loaded = new Map();
  for (const { name, code, file, packages, bundle, secrets } of given) {
    const actions = freeze({ secrets: freeze({ ...secrets }) });
    loaded.set(name, attempt(() => run(code, file, { packages, bundle }, refuse, { actions })));
  }
  return (name, otherwise) => {
    if (typeof name !== 'string' || !name.startsWith(PREFIX)) {
      return otherwise(name);
    }
    const module = loaded.get(name.slice(PREFIX.length));
    if (module === undefined) {
      throw coded(`Cannot find module '${name}'; list it in the action's modules`);
    }
    if ('thrown' in module) {
      throw module.thrown;
    }
    return module.exports;
  };
}

/** What its code threw is thrown where it is required. */
function attempt(run) {
  try {
    return { exports: run() };
  } catch (thrown) {
    return { thrown };
  }
}

function refuse(name, otherwise) {
  if (typeof name === 'string' && name.startsWith(PREFIX)) {
    throw coded(`Cannot use '${name}' here: a module cannot use modules`);
  }
  return otherwise(name);
}

function coded(message) {
  const error = new Error(message);
  error.code = 'MODULE_NOT_FOUND';
  return error;
}

module.exports = { moduleLoader };
