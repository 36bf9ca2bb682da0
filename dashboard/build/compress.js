/** Lays a .br and a .gz beside each text file of the build, so that the server compresses nothing. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const folder = process.argv[2] ?? 'target/classes/dashboard';
/** Below this, headers cost more than compressing saves. */
const BYTES_MIN = 500;
/** Slower levels win 2 % on the editor and cost a minute. */
const BROTLI_QUALITY = 9;

for (const name of readdirSync(join(folder, 'assets'))) {
  if (!/\.(js|css|svg|json)$/.test(name)) continue;
  const file = join(folder, 'assets', name);
  const bytes = readFileSync(file);
  if (bytes.length < BYTES_MIN) continue;
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  writeFileSync(
    `${file}.br`,
    brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  );
}
