import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SipHost } from '#asterisk-config/host';
import { trunkObjects } from '#asterisk-config/trunk-objects';
import type { AriRequester } from '#runtime/ari/transport';
import { exportPort } from '#runtime/export/export-port';
import { parseKeys } from '#runtime/secrets/key';
import { readSecret } from '#runtime/secrets/secrets';
import { listNumbers } from '#runtime/store/numbers';
import { listTrunks } from '#runtime/store/trunks';
import { useAsterisk } from '../support/asterisk.ts';
import { pushObject, removeObject } from '../support/pjsip-objects.ts';
import { type TestServer, useServer } from '../support/server.ts';

const newServer = useServer();
const asterisk = useAsterisk();
const canary = 'canary;hunter2';
const host = SipHost.parse({ sipPort: 5060, rtpFirstPort: 10_000, rtpLastPort: 20_000 });

const trunk = {
  name: 'Acme',
  carrier: 'generic-digest',
  kind: 'digest',
  domain: '127.0.0.9',
  qualifySeconds: 0,
  username: 'u123',
  password: { value: canary },
  sourceAddresses: ['127.0.0.8/31'],
};

function useRealExport({ ports, store, key }: TestServer, ari?: AriRequester): void {
  const secret = (name: string) => readSecret(store.db, parseKeys(key, 'test'), name);
  ports.export = exportPort({
    trunks: async () => (await listTrunks(store.db)).map(({ settings }) => settings),
    numbers: async () => (await listNumbers(store.db)).map(({ settings }) => settings),
    secret,
    host,
    ari,
  });
}

/** Plain HTTP: nothing of a connection is needed. */
const requesterOf = ({
  url,
  username,
  password,
}: {
  url: string;
  username: string;
  password: string;
}): AriRequester => ({
  async request(method, path) {
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    const response = await fetch(`${url}/${path}`, { method, headers: { authorization } });
    return { status: response.status, body: await response.text() };
  },
});

test('the preview shows every file and no password, and what collides', async () => {
  const server = await newServer();
  useRealExport(server);
  await server.request('POST', '/api/trunks', trunk);
  const existing = { pjsip: '[old]\ntype=identify\nendpoint=them\nmatch=127.0.0.9\n', extensions: '' };
  const made = (
    await server.request('POST', '/api/export/asterisk', { existing, publicAddress: '203.0.113.5' })
  ).json();
  expect(made.files.map(({ name, mode }: { name: string; mode: string }) => [name, mode])).toEqual([
    ['README.md', '0644'],
    ['patchcord/extensions.conf', '0644'],
    ['patchcord/pjsip.conf', '0644'],
    ['patchcord/pjsip-secrets.conf', '0600'],
  ]);
  expect(made.files[0].text).toContain('sip:203.0.113.5:5060');
  expect(made.collisions).toMatchObject([{ severity: 'error', code: 'source-address-taken' }]);
  expect(server.answers.join()).not.toContain('hunter2');
  const missing = await server.request('POST', '/api/export/asterisk', { diff: true });
  expect(missing.json()).toMatchObject({ code: 'asterisk-missing' });
});

test('files are written for the command line only; the password is in one of them and in no answer', async () => {
  const server = await newServer();
  useRealExport(server);
  await server.request('POST', '/api/trunks', trunk);
  const out = join(await mkdtemp(join(tmpdir(), 'pc-out-')), 'etc');
  expect((await server.request('POST', '/api/export/asterisk/files', { out })).statusCode).toBe(403);
  const cli = { cookie: '', authorization: `Bearer ${server.cliToken}` };
  const written = await server.request('POST', '/api/export/asterisk/files', { out }, cli);
  expect(written.statusCode).toBe(200);
  const secrets = join(out, 'patchcord', 'pjsip-secrets.conf');
  expect(await readFile(secrets, 'utf8')).toContain('password = canary\\;hunter2');
  expect((await stat(secrets)).mode & 0o777).toBe(0o600);
  expect(server.answers.join()).not.toContain('hunter2');
  const relative = await server.request('POST', '/api/export/asterisk/files', { out: 'x' }, cli);
  expect(relative.json()).toMatchObject({ code: 'export-path-relative' });
  await rm(join(out, '..'), { recursive: true });
});

test('the comparison tells what the running Asterisk has otherwise, and no password', async () => {
  const server = await newServer();
  useRealExport(server, requesterOf(asterisk().ari));
  await server.request('POST', '/api/trunks', trunk);
  const diff = async () => (await server.request('POST', '/api/export/asterisk', { diff: true })).json().diff;
  const [stored] = await listTrunks(server.store.db);
  if (stored === undefined) throw new Error('The trunk was not stored.');
  const options = { host, secretOf: () => canary, dialplanContext: 'patchcord-inbound' };
  const objects = trunkObjects([stored.settings], options);
  expect((await diff()).map(({ kind }: { kind: string }) => kind)).toEqual(objects.map(() => 'missing'));
  for (const object of objects) expect(await pushObject(asterisk().ari, object)).toBeUndefined();
  expect(await diff()).toEqual([]);
  const other = trunkObjects([{ ...stored.settings, dtmf: 'info' }], { ...options, secretOf: () => 'another' });
  for (const object of other) await pushObject(asterisk().ari, object);
  await pushObject(asterisk().ari, { type: 'endpoint', id: 'pc-gone', fields: [['context', 'x']] });
  expect(await diff()).toEqual([
    {
      type: 'auth',
      id: 'pc-acme',
      kind: 'different',
      fields: [{ name: 'password', wanted: '(set)', held: '(another)' }],
    },
    {
      type: 'endpoint',
      id: 'pc-acme',
      kind: 'different',
      fields: [{ name: 'dtmf_mode', wanted: 'rfc4733', held: 'info' }],
    },
    { type: 'endpoint', id: 'pc-gone', kind: 'surplus', fields: [] },
  ]);
  for (const object of [...objects, { type: 'endpoint', id: 'pc-gone' } as const])
    await removeObject(asterisk().ari, object);
});
