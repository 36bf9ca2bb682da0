import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Where `npm run dev` finds a server; it answers the dashboard's calls, and its cookie comes through. */
const server = process.env['TAILRACE_URL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  base: '/ui/',
  plugins: [react()],
  // The server puts a fresh value in place of this into every page it sends.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    target: 'es2023',
    outDir: 'target/classes/dashboard',
    emptyOutDir: true,
    // Nothing inlined as data: fonts and workers come from our own origin, as the content policy says.
    assetsInlineLimit: 0,
    // The editor and its TypeScript worker are larger than any limit for the rest; budget.test.js holds that.
    chunkSizeWarningLimit: 4_000,
    modulePreload: { polyfill: false },
  },
  worker: { format: 'es' },
  server: {
    proxy: {
      '/ui/api': server,
      '/ui/session': server,
      '/ui/live': server,
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx'],
  },
});
