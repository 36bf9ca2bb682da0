'use strict';
// Turns an action's code into a handler.

const vm = require('node:vm');
const { isBuiltin } = require('node:module');
const { describe } = require('./errors.js');

const HANDLER = 'onExecuteEventStream';

/** @returns the compiled code as function(exports, require, module, __filename, __dirname) */
function compile(code, file) {
  return vm.compileFunction(code, ['exports', 'require', 'module', '__filename', '__dirname'], {
    filename: file,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
}

/** Runs the code's top level. @returns the handler, or undefined where the code exports none */
function load(code, file) {
  const module = { exports: {} };
  compile(code, file).call(module.exports, module.exports, requireBuiltin, module, file, '/');
  const handler = module.exports?.[HANDLER];
  return typeof handler === 'function' ? handler : undefined;
}

function requireBuiltin(name) {
  if (typeof name === 'string' && isBuiltin(name)) {
    return process.getBuiltinModule(name);
  }
  const error = new Error(`Cannot find module '${name}'`);
  error.code = 'MODULE_NOT_FOUND';
  throw error;
}

/** As describe, with the line of a syntax error. */
function describeLoad(thrown, file) {
  const told = describe(thrown);
  const stack = typeof thrown?.stack === 'string' ? thrown.stack : '';
  const line = stack.startsWith(`${file}:`) ? Number.parseInt(stack.slice(file.length + 1), 10) : NaN;
  return Number.isInteger(line) ? { ...told, line } : told;
}

module.exports = { HANDLER, compile, load, describeLoad };
