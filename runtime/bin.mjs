#!/usr/bin/env node
// `npx patchcord <verb>`. In a checkout it first brings dist/ up to date, which costs a few milliseconds when it is.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

async function prepare() {
  const checkout = existsSync(join(root, 'tsconfig.build.json'));
  if (!checkout) return true;
  if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) {
    const { runSetup } = await import('./setup/run.mjs');
    return (await runSetup(['build'])) === 0;
  }
  const { buildIfStale } = await import('./setup/build.mjs');
  try {
    await buildIfStale(root);
    return true;
  } catch (error) {
    console.error(error.fix ? `${error.message}\n${error.fix}` : error);
    return false;
  }
}

if (await prepare()) {
  const { main } = await import('../dist/runtime/cli/main.js');
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.exitCode = 1;
}
