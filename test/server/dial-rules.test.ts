import { expect, test } from 'vitest';
import { DialGate } from '#runtime/dial-gate/dial-gate';
import { storedDialSource } from '#runtime/dial-gate/dial-source';
import { createApiToken } from '#runtime/store/api-tokens';
import { listAudit } from '#runtime/store/audit';
import { destinationOf, destinations, tableRules } from '../dial-gate/destinations.ts';
import { useServer } from '../support/server.ts';

const newServer = useServer();

/** A server with the real gate, whose calls are not counted. */
async function gatedServer() {
  const server = await newServer();
  server.ports.dialGate = new DialGate({
    source: storedDialSource(server.store.db),
    counters: {
      reserve: async () => ({ ok: true, id: 'r', trunkIds: [] }),
      release: () => {},
    },
    onError: (error) => {
      throw error;
    },
  });
  return server;
}

test('nothing may be dialled until a person says what may, and who that was is kept', async () => {
  const { request, store } = await gatedServer();
  expect((await request('GET', '/api/dial-rules')).json()).toMatchObject({
    rules: { countries: [], prefixes: [], sipHosts: [] },
    usage: { callsToday: 0, minutesToday: 0, concurrent: 0 },
  });
  const check = async () => (await request('POST', '/api/dial-rules/check', { to: '+4930123456' })).json();
  expect(await check()).toMatchObject({ allowed: false, code: 'destination-not-allowed' });
  const saved = await request('PUT', '/api/dial-rules', { countries: ['DE'] });
  expect(saved.json().rules).toMatchObject({ countries: ['DE'], concurrent: 10 });
  expect(await check()).toEqual({ allowed: true });
  const [entry] = await listAudit(store.db, 1);
  expect(entry).toMatchObject({ action: 'dial-rules.changed', details: { before: { countries: [] } } });
});

test('an API token can not open the way to numbers', async () => {
  const { app, store, request } = await gatedServer();
  const { token } = await createApiToken(store.db, store.owner.id, 'script');
  const answer = await app.inject({
    method: 'PUT',
    url: '/api/dial-rules',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    payload: JSON.stringify({ countries: ['DE'] }),
  });
  expect(answer.statusCode).toBe(403);
  expect((await request('GET', '/api/dial-rules')).json().rules.countries).toEqual([]);
});

test.each([
  { countries: ['Germany'] },
  { prefixes: [{ prefix: '49', allow: 'yes' }] },
  { prefixes: [{ prefix: '+49&x', allow: true }] },
  { sipHosts: ['sip:x@y'] },
  { callerIds: ['030123'] },
  { concurrent: -1 },
  { callsPerSecond: 0 },
  { everything: true },
])('rules such as %j are refused', async (rules) => {
  const { request } = await newServer();
  expect((await request('PUT', '/api/dial-rules', rules)).statusCode).toBe(400);
});

test('the whole toll-fraud table is answered by the API', async () => {
  const { request } = await gatedServer();
  await request('PUT', '/api/dial-rules', tableRules);
  const wrong: unknown[] = [];
  for (const { to, expected } of destinations) {
    const answer = await request('POST', '/api/dial-rules/check', { to: destinationOf(to) });
    const { allowed, code } = answer.json();
    // No request holds a NUL: this one does not get as far as the gate.
    if (to.includes('\0')) expect(answer.statusCode).toBe(400);
    else if ((allowed ? 'allowed' : code) !== expected) wrong.push([to, expected, answer.body]);
  }
  expect(wrong).toEqual([]);
}, 30_000);

test('a caller ID, an extension and a person are asked for as well', async () => {
  const { request } = await gatedServer();
  await request('PUT', '/api/dial-rules', { countries: ['DE'] });
  const code = async (body: unknown) => (await request('POST', '/api/dial-rules/check', body)).json().code;
  expect(await code({ to: '+4930123456', from: '+4930999999' })).toBe('caller-id-not-owned');
  expect(await code({ to: { extension: '777' } })).toBe('extension-missing');
  expect(await code({ to: { person: 'nobody' } })).toBe('person-missing');
  expect(await code({ to: 'bob@evil.example' })).toBe('sip-host-not-allowed');
});
