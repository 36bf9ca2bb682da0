'use strict';
// Turns an action's code into a handler.

const vm = require('node:vm');
const { createRequire, isBuiltin } = require('node:module');
const { describe } = require('./errors.js');

const HANDLER = 'onExecuteEventStream';

/** @returns the compiled code as function(exports, require, module, __filename, __dirname) */
function compile(code, file) {
  return vm.compileFunction(code, ['exports', 'require', 'module', '__filename', '__dirname'], {
    filename: file,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
}

/**
 * Runs the code's top level.
 * @param packages the folder whose node_modules it may require, if any
 * @returns the handler, or undefined where the code exports none
 */
function load(code, file, packages) {
  const module = { exports: {} };
  const require = packages === undefined ? requireBuiltin : requirePackages(packages, file);
  compile(code, file).call(module.exports, module.exports, require, module, file, '/');
  const handler = module.exports?.[HANDLER];
  return typeof handler === 'function' ? handler : undefined;
}

function requireBuiltin(name) {
  if (typeof name === 'string' && isBuiltin(name)) {
    return process.getBuiltinModule(name);
  }
  throw notFound(name);
}

/** Built-ins, and the packages that were installed for the action; no files. */
function requirePackages(packages, file) {
  const required = createRequire(`${packages}/${file}`);
  return (name) => {
    if (typeof name !== 'string' || /^[./]/.test(name)) {
      throw notFound(name);
    }
    return isBuiltin(name) ? requireBuiltin(name) : required(name);
  };
}

function notFound(name) {
  const error = new Error(`Cannot find module '${name}'; list it in the action's dependencies`);
  error.code = 'MODULE_NOT_FOUND';
  return error;
}

/** As describe, with the line of a syntax error. */
function describeLoad(thrown, file) {
  const told = describe(thrown);
  const stack = typeof thrown?.stack === 'string' ? thrown.stack : '';
  const line = stack.startsWith(`${file}:`) ? Number.parseInt(stack.slice(file.length + 1), 10) : NaN;
  return Number.isInteger(line) ? { ...told, line } : told;
}

module.exports = { HANDLER, compile, load, describeLoad };
