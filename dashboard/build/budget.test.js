import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

const folder = new URL('../target/classes/dashboard', import.meta.url).pathname;
/** Script, style and fonts of the first page, before the editor is opened. */
const GZIP_MAX = 300 * 1024;

/** What index.html asks for, and what those files import before anything is opened. */
function firstFiles() {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const found = new Set([...html.matchAll(/\/ui\/assets\/([\w.-]+\.(?:js|css))/g)].map((match) => match[1]));
  for (const name of found) {
    if (!name.endsWith('.js')) continue;
    const script = readFileSync(join(folder, 'assets', name), 'utf8');
    for (const match of script.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) found.add(match[1]);
  }
  return [...found];
}

test(`the dashboard comes in at most ${GZIP_MAX} bytes before the editor is opened`, () => {
  const files = firstFiles();
  assert.ok(files.some((name) => name.endsWith('.js')));
  const text = files.map((name) => gzipSync(readFileSync(join(folder, 'assets', name))).length);
  const fonts = readdirSync(join(folder, 'assets'))
    .filter((name) => /latin-wght-normal.*\.woff2$/.test(name))
    .map((name) => statSync(join(folder, 'assets', name)).size);
  const sum = [...text, ...fonts].reduce((all, size) => all + size, 0);
  assert.ok(sum <= GZIP_MAX, `${sum} bytes: ${files.join(', ')}`);
});

test('nothing in the built pages points outside', () => {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  assert.deepEqual(html.match(/(?:src|href)="(?!\/ui\/)[^"]*"/g), null);
});

test('each script and style lies there compressed', () => {
  const names = readdirSync(join(folder, 'assets'));
  const texts = names.filter((name) => /\.(js|css)$/.test(name) && statSync(join(folder, 'assets', name)).size >= 500);
  assert.ok(texts.length > 0);
  for (const name of texts) {
    for (const ending of ['br', 'gz']) assert.ok(names.includes(`${name}.${ending}`), `${name}.${ending}`);
  }
});
