import { defineConfig } from 'vitest/config';

// Tests run the TypeScript source; a process that a test starts runs the build in dist/, as users do.
const source = { conditions: ['source'] };

export default defineConfig({
  resolve: source,
  ssr: { resolve: source },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
