import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { trunkObjects } from '#asterisk-config/trunk-objects';
import { AmiConnection } from '#runtime/ami/ami-connection';
import { dynamicConfigOf } from '#runtime/ari/dynamic-config';
import { openTransport } from '#runtime/ari/open-transport';
import { writeObjects } from '#runtime/trunks/write-objects';
import { startPrivateAsterisk } from '../support/asterisk.ts';
import { FakeCarrier } from '../support/carrier/fake-carrier.ts';
import { until } from '../support/supervisor.ts';
import { ipTrunk } from '../support/trunk.ts';

const ends: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

test('an Asterisk whose objects can not be pushed gets trunks by a file, and reloads only where it differs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pc-file-'));
  const file = join(folder, 'trunks.conf');
  const carrier = await FakeCarrier.start({ accounts: { alice: 'se;cret', bob: 'right' } });
  const asterisk = await startPrivateAsterisk({
    amend: ({ 'sorcery.conf': _, ...files }) => ({
      ...files,
      'sorcery.conf': '',
      'pjsip.conf': `${files['pjsip.conf']}\n#tryinclude ${file}\n`,
    }),
  });
  const ami = new AmiConnection({ server: asterisk.ami, log: { info: () => {}, warn: () => {} } });
  const silent = { onEvent: () => {}, onMalformed: () => {} };
  const ari = await openTransport(undefined, { server: asterisk.ari, app: 'files', ...silent });
  ends.push(
    () => rm(folder, { recursive: true }),
    () => carrier.stop(),
    () => asterisk.stop(),
    () => ari.close(),
    () => ami.close(),
  );
  const isOpen = once(ami, 'open');
  ami.start();
  await isOpen;
  await expect(dynamicConfigOf(ari).put('aor', 'x', {})).rejects.toMatchObject({ code: 'ari-forbidden' });

  const registering = (id: string) =>
    ipTrunk(id, {
      kind: 'registration',
      domain: carrier.address,
      port: carrier.port,
      username: id,
      password: { secret: id },
      sourceAddresses: [],
      qualifySeconds: 0,
    });
  const secrets: Record<string, string> = { alice: 'se;cret', bob: 'wrong' };
  const options = { host: asterisk.host, dialplanContext: 'x', secretOf: (name: string) => secrets[name] ?? '' };
  const wanted = trunkObjects([registering('alice'), registering('bob'), ipTrunk('ip')], options);
  const write = (objects = wanted) => writeObjects(ari, { file, wanted: objects, ami });
  expect(await write()).toMatchObject({ failures: [], made: wanted.length });
  await until('the registration', () => carrier.registrations.has('alice'), 15_000);
  expect((await stat(file)).mode & 0o777).toBe(0o600);

  const refused = () => carrier.requests.filter((one) => JSON.stringify(one).includes('bob@')).length;
  await until('the refusal', () => refused() >= 2, 15_000);
  const before = refused();
  expect(await write()).toMatchObject({ failures: [], made: 0 });
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(refused()).toBe(before);

  expect(await write(wanted.filter(({ id }) => !id.startsWith('pc-alice')))).toMatchObject({ failures: [] });
  // The carrier may learn of it later: the password for signing off is gone with the rest.
  const registrations = () => asterisk.cli('pjsip show registrations');
  await until('the end of the registration', async () => !(await registrations()).includes('pc-alice'), 15_000);
  expect(await readFile(`${file}.before`, 'utf8')).toContain('pc-alice');

  const bad = { type: 'endpoint', id: 'pc-bad', fields: [['allow', 'nonsense']] } as const;
  const failed = await write([...wanted, bad]);
  expect(failed.failures).toMatchObject([{ object: { id: 'pc-bad' }, code: 'trunk-refused' }]);
  await writeFile(file, '');
}, 60_000);
