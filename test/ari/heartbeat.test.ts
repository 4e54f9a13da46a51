import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { type Heartbeat, startHeartbeat } from '#runtime/ari/heartbeat';

let heartbeat: Heartbeat | undefined;
afterEach(() => heartbeat?.stop());

test('a peer that answers no ping is dead after the time given, not before', async () => {
  const startedAt = performance.now();
  const diedAt = await new Promise<number>((resolve) => {
    heartbeat = startHeartbeat(
      () => {},
      { pingMs: 50, deadAfterMs: 300 },
      () => resolve(performance.now()),
    );
  });
  expect(diedAt - startedAt).toBeGreaterThanOrEqual(299);
  expect(diedAt - startedAt).toBeLessThan(360);
});

test('a peer that answers lives', async () => {
  let deaths = 0;
  const options = { pingMs: 20, deadAfterMs: 100 };
  heartbeat = startHeartbeat(
    () => setTimeout(() => heartbeat?.heard(), 15),
    options,
    () => deaths++,
  );
  await sleep(500);
  expect(deaths).toBe(0);
});

test('a thread that was blocked gives its peer time to answer', async () => {
  let deaths = 0;
  const options = { pingMs: 50, deadAfterMs: 200 };
  heartbeat = startHeartbeat(
    () => setTimeout(() => heartbeat?.heard(), 40),
    options,
    () => deaths++,
  );
  await sleep(120);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  await sleep(120);
  expect(deaths).toBe(0);
});
