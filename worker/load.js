'use strict';
// Turns an action's code into a handler.

const vm = require('node:vm');
const { createRequire, isBuiltin } = require('node:module');
const { describe } = require('./errors.js');
const { moduleLoader } = require('./modules.js');

const HANDLER = 'onExecuteEventStream';

const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'];

/** @returns the compiled code as function(exports, require, module, __filename, __dirname, …more) */
function compile(code, file, more = []) {
  return vm.compileFunction(code, [...PARAMETERS, ...more], {
    filename: file,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
}

/** Compiles the action's code and that of its modules. */
function compileAll({ code, file, modules }) {
  compile(code, file);
  modules.forEach((module) => compile(module.code, module.file, ['actions']));
}

/**
 * Runs the top level of its modules and of its code.
 * @param packages the folder whose node_modules it may require, if any
 * @returns the handler, or undefined where the code exports none
 */
function load({ code, file, packages, modules }) {
  const handler = run(code, file, packages, moduleLoader(modules, run), {})?.[HANDLER];
  return typeof handler === 'function' ? handler : undefined;
}

/** @param required (name, otherwise) what require answers; otherwise looks for built-ins and packages */
function run(code, file, packages, required, more) {
  const module = { exports: {} };
  const otherwise = packages === undefined ? requireBuiltin : requirePackages(packages, file);
  const require = (name) => required(name, otherwise);
  const compiled = compile(code, file, Object.keys(more));
  compiled.call(module.exports, module.exports, require, module, file, '/', ...Object.values(more));
  return module.exports;
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

/** As describe, with the file and the line of a syntax error. */
function describeLoad(thrown, { file, modules }) {
  const told = describe(thrown);
  const stack = typeof thrown?.stack === 'string' ? thrown.stack : '';
  const named = [file, ...modules.map((module) => module.file)].find((name) => stack.startsWith(`${name}:`));
  const line = named === undefined ? NaN : Number.parseInt(stack.slice(named.length + 1), 10);
  return Number.isInteger(line) ? { ...told, file: named, line } : told;
}

module.exports = { HANDLER, compileAll, load, describeLoad };
