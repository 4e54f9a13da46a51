import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { packageRoot } from '#runtime/package-root';
import { buildIfStale } from '../../runtime/setup/build.mjs';
import { isAlive, until } from '../support/supervisor.ts';

beforeAll(async () => {
  await buildIfStale(packageRoot());
});

test.each(['kernel', 'pipe'])('a child on a leash held by the %s dies when its parent is killed', async (heldBy) => {
  const script = fileURLToPath(new URL('../support/leash-holder.mjs', import.meta.url));
  const parent = spawn(process.execPath, [script, heldBy], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface(parent.stdout), 'line');
  const child = Number(line);
  expect(isAlive(child)).toBe(true);
  parent.kill('SIGKILL');
  await until('the end of the child', () => !isAlive(child), 2000);
});
