import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { RuntimeConfig } from '#runtime/config';
import { packageRoot } from '#runtime/package-root';
import { buildIfStale } from '../../runtime/setup/build.mjs';
import { isAlive, processesOf, type SupervisorProcess, startSupervisorProcess, until } from '../support/supervisor.ts';

let shared: SupervisorProcess;
const others: SupervisorProcess[] = [];

async function start(folder?: string): Promise<SupervisorProcess> {
  const started = await startSupervisorProcess(folder);
  others.push(started);
  return started;
}

function pidsOf({ runtime, asterisk, postgres }: SupervisorProcess['status']) {
  return { runtime: runtime?.pid ?? 0, asterisk: asterisk?.pid ?? 0, postgres: postgres?.pid ?? 0 };
}

beforeAll(async () => {
  await buildIfStale(packageRoot());
  shared = await startSupervisorProcess();
});
afterEach(() => Promise.all(others.splice(0).map((one) => one.dispose())));
afterAll(() => shared.dispose());

test('a killed runtime is restarted and leaves Asterisk and the database alone', async () => {
  const before = pidsOf(await shared.ask());
  process.kill(before.runtime, 'SIGKILL');
  const ms = await until(
    'a new runtime',
    async () => ![0, before.runtime].includes(pidsOf(await shared.ask()).runtime),
    5000,
  );
  expect(ms).toBeLessThan(3000);
  const after = pidsOf(await shared.ask());
  expect(after).toEqual({ ...before, runtime: after.runtime });
  expect(isAlive(before.asterisk)).toBe(true);
});

test('a frozen runtime is killed and restarted within 5 s', async () => {
  const before = pidsOf(await shared.ask());
  process.kill(before.runtime, 'SIGSTOP');
  const ms = await until(
    'a new runtime',
    async () => ![0, before.runtime].includes(pidsOf(await shared.ask()).runtime),
    8000,
  );
  expect(ms).toBeGreaterThan(2000);
  expect(ms).toBeLessThan(5000);
  expect(isAlive(before.runtime)).toBe(false);
});

test('a killed Asterisk is restarted on its ports, with the passwords that the runtime knows', async () => {
  const before = pidsOf(await shared.ask());
  const config = RuntimeConfig.parse(await (await fetch(String(shared.status.address))).json());
  process.kill(before.asterisk, 'SIGKILL');
  await until('a new Asterisk', async () => ![0, before.asterisk].includes(pidsOf(await shared.ask()).asterisk), 5000);
  const { url, username, password } = config.asterisk?.ari ?? { url: '', username: '', password: '' };
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  expect((await fetch(`${url}/asterisk/ping`, { headers: { authorization } })).status).toBe(200);
  expect(pidsOf(await shared.ask()).runtime).toBe(before.runtime);
});

test('a killed database is restarted at its address', async () => {
  const before = pidsOf(await shared.ask());
  process.kill(before.postgres, 'SIGKILL');
  await until(
    'a new database',
    async () => ![0, before.postgres].includes(pidsOf(await shared.ask()).postgres),
    10_000,
  );
  expect((await shared.ask()).runtime?.pid).toBe(before.runtime);
});

test('a second supervisor on the same state folder is refused, and told the pid of the first', async () => {
  await expect(start(shared.folder)).rejects.toThrow(`already runs on ${shared.folder} (process ${shared.child.pid})`);
});

test('two state folders run side by side', async () => {
  const second = await start();
  const [one, two] = [await shared.ask(), await second.ask()];
  expect(two.asterisk?.sipAddress).not.toBe(one.asterisk?.sipAddress);
  expect(two.address).not.toBe(one.address);
  for (const { address } of [one, two]) expect((await fetch(String(address))).status).toBe(200);
});

test('nothing is left running when the supervisor is killed, and its folder can be started again on the same ports', async () => {
  const first = await start();
  expect(processesOf(first.folder).length).toBeGreaterThan(2);
  first.child.kill('SIGKILL');
  const left = () => [...processesOf(first.folder), ...Object.values(pidsOf(first.status))].filter(isAlive);
  await until('nothing left', () => left().length === 0, 3000);

  const second = await start(first.folder);
  expect(second.status.address).toBe(first.status.address);
  expect(second.status.asterisk?.sipAddress).toBe(first.status.asterisk?.sipAddress);
});

test('SIGTERM ends the supervisor and everything that it has started', async () => {
  const first = await start();
  first.child.kill('SIGTERM');
  expect(await once(first.child, 'exit')).toEqual([0, null]);
  expect(processesOf(first.folder)).toEqual([]);
  expect(Object.values(pidsOf(first.status)).filter(isAlive)).toEqual([]);
});
