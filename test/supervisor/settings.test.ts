import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readStartSettings } from '#runtime/config';
import { findings } from '#runtime/doctor/findings';
import { isAtLeast } from '#runtime/supervisor/asterisk-install';
import { stablePorts } from '#runtime/supervisor/stable-ports';
import { placesIn, stateFolder } from '#runtime/supervisor/state-folder';

let folder: string;
const servers: Server[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pc-settings-'));
});
afterAll(async () => {
  for (const server of servers) server.close();
  await rm(folder, { recursive: true, force: true });
});

async function occupied(port = 0): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test('the command line wins over the environment, and that over the file', async () => {
  await writeFile(join(folder, 'config.json'), JSON.stringify({ httpPort: 1001, sipPort: 1002, ariPort: 1003 }));
  const env = { PATCHCORD_HTTP_PORT: '2001', PATCHCORD_SIP_PORT: '2002', DATABASE_URL: '' };
  expect(readStartSettings(folder, env, { httpPort: '3001' })).toEqual({
    httpPort: 3001,
    sipPort: 2002,
    ariPort: 1003,
  });
  await rm(join(folder, 'config.json'));
});

test.each([
  ['{"htpPort":1}', {}, 'htpPort in '],
  ['not JSON', {}, 'is not JSON'],
  ['{}', { PATCHCORD_SIP_PORT: 'five' }, 'sipPort (PATCHCORD_SIP_PORT'],
  ['{}', { PATCHCORD_NODE_NAME: 'a b\n[x]' }, 'nodeName (PATCHCORD_NODE_NAME'],
])('a wrong setting is named (%s %o)', async (file, env, named) => {
  await writeFile(join(folder, 'config.json'), file);
  const error = expect.objectContaining({ code: 'config-invalid', message: expect.stringContaining(named) });
  expect(() => readStartSettings(folder, env)).toThrow(error);
  await rm(join(folder, 'config.json'));
});

test('ports stay the same from start to start, except one that another program has taken meanwhile', async () => {
  const file = join(folder, 'ports.json');
  const first = await stablePorts(file, {});
  expect(await stablePorts(file, {})).toEqual(first);
  await occupied(first.ami);
  const third = await stablePorts(file, {});
  expect(third).toEqual({ ...first, ami: third.ami });
  expect(third.ami).not.toBe(first.ami);
});

test('a port that the operator has set is used or refused, never replaced', async () => {
  const taken = await occupied();
  const refused = stablePorts(join(folder, 'set.json'), { sipPort: taken });
  await expect(refused).rejects.toMatchObject({ code: 'port-taken', message: expect.stringContaining(String(taken)) });
});

test('state is in PATCHCORD_HOME, else in the checkout, else in the data folder of an installed package', () => {
  expect(stateFolder({ PATCHCORD_HOME: '/srv/pc' }).root).toBe('/srv/pc');
  expect(stateFolder({}).root).toMatch(/\.patchcord$/);
  expect(stateFolder({ XDG_DATA_HOME: '/home/x/data' }, folder).root).toBe('/home/x/data/patchcord');
});

test('versions are compared number by number', () => {
  expect(['22.10.1', '22.11.0', '23.0', '22.10.1.2'].filter((version) => isAtLeast(version, '22.10.1'))).toHaveLength(
    4,
  );
  expect(['22.10.0', '22.9.9', '22.10', '16.28.0'].filter((version) => isAtLeast(version, '22.10.1'))).toEqual([]);
});

test('doctor finds nothing wrong here, and each thing that is wrong with its fix', async () => {
  const good = await findings(placesIn(join(folder, 'new')), {});
  expect(good.filter(({ ok }) => !ok)).toEqual([]);

  await writeFile(join(folder, 'file'), '');
  const taken = await occupied();
  const env = {
    DATABASE_URL: 'postgres://127.0.0.1:9/none',
    PATCHCORD_SIP_PORT: String(taken),
    XDG_CACHE_HOME: join(folder, 'file', 'cache'),
  };
  const wrong = (await findings(placesIn(join(folder, 'file', 'state')), env)).filter(({ ok }) => !ok);
  expect(wrong.map(({ name }) => name)).toEqual(['state', 'cache', 'database', 'ports']);
  for (const { fix } of wrong) expect(fix).toMatch(/\.$/);
});
