import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// Tests run the TypeScript source; a process that a test starts runs the build in dist/, as users do.
const source = { conditions: ['source'] };

/** Where a runtime listens whose editor is being worked on: `npm start`, then `npm run dev`. */
const runtime = process.env.PATCHCORD_URL ?? 'http://127.0.0.1:4300';

export default defineConfig(({ mode }) => ({
  root: mode === 'test' ? '.' : 'editor',
  plugins: [react()],
  resolve: source,
  ssr: { resolve: source },
  build: {
    outDir: '../dist/editor',
    emptyOutDir: true,
    target: 'es2022',
    // Those that know light-dark(): written out for older ones, it would lose Mantine's own colour scheme.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The content security policy allows no `data:` in scripts and fonts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  server: {
    proxy: {
      // editor/api holds modules that are served under the same name.
      '^/api/(?!.*\\.ts(\\?|$))': { target: runtime, ws: true, changeOrigin: true, headers: { origin: runtime } },
      '/phone': { target: runtime, ws: true, changeOrigin: true, headers: { origin: runtime } },
      '/sign-in': runtime,
      '/sign-out': runtime,
    },
  },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
}));
