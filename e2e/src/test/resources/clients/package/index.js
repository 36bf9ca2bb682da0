'use strict';
/** Milliseconds of so many days. */
module.exports = (days) => days * 24 * 60 * 60 * 1000;
