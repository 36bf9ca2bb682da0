'use strict';
// Turns an action's code into a handler.

const vm = require('node:vm');
const { createRequire, isBuiltin, registerHooks } = require('node:module');
const { pathToFileURL } = require('node:url');
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
 * @param bundle the number of the bundle with all that it may require, if there is one
 * @param bundles texts by number
 * @returns the handler, or undefined where the code exports none
 */
function load({ code, file, packages, bundle, modules }, bundles) {
  importFrom([packages, ...modules.map((module) => module.packages)].filter((folder) => folder !== undefined));
  const finds = requireInstalled(bundles);
  const ran = (text, name, installed, required, more) => run(text, name, finds(installed, name), required, more);
  const handler = ran(code, file, { packages, bundle }, moduleLoader(modules, ran), {})?.[HANDLER];
  return typeof handler === 'function' ? handler : undefined;
}

/** @param required (name, otherwise) what require answers */
function run(code, file, otherwise, required, more) {
  const module = { exports: {} };
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

/** @returns (installed, file) what finds built-ins and what is installed for a file's code */
function requireInstalled(bundles) {
  const read = new Map();
  return ({ packages, bundle }, file) => {
    if (bundle === undefined) {
      return packages === undefined ? requireBuiltin : requirePackages(packages, file);
    }
    if (!read.has(bundle)) {
      read.set(bundle, requireBundled(bundles.get(bundle), bundle));
    }
    return read.get(bundle);
  };
}

/** Built-ins, and what the text of a bundle has a function for. */
function requireBundled(text, number) {
  const file = number === 1 ? 'packages.js' : `packages-${number}.js`;
  const table = run(text, file, requireBuiltin, (name, builtin) => builtin(name), {});
  return (name) => {
    const bundled = typeof name === 'string' && !isBuiltin(name) && Object.hasOwn(table, name);
    return bundled ? table[name]() : requireBuiltin(name);
  };
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

/** Lets import() in code that lies in no folder find what is installed in these, the first one first. */
function importFrom(folders) {
  if (folders.length === 0 || registerHooks === undefined) {
    return;
  }
  const parents = folders.map((folder) => pathToFileURL(`${folder}/import.js`).href);
  registerHooks({
    resolve(name, context, next) {
      if (context.parentURL !== undefined || isBuiltin(name) || /^[./]/.test(name)) {
        return next(name, context);
      }
      const found = parents.find((parentURL) => canResolve(() => next(name, { ...context, parentURL })));
      return next(name, found === undefined ? context : { ...context, parentURL: found });
    },
  });
}

function canResolve(attempt) {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
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
