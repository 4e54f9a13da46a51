import { afterEach, expect, test } from 'vitest';
import { SipHost } from '#asterisk-config/host';
import { listTrunkRevisions, markTrunkPassed } from '#runtime/store/trunks';
import { sipResolver } from '#runtime/trunks/ladder/sip-resolver';
import { TrunkTests } from '#runtime/trunks/ladder/trunk-tests';
import { FakeCarrier } from '../support/carrier/fake-carrier.ts';
import { startFakeDns } from '../support/carrier/fake-dns.ts';
import { useServer } from '../support/server.ts';

const newServer = useServer();
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A server whose tests go as far as one comes without Asterisk. */
async function server() {
  const dns = await startFakeDns({});
  cleanups.push(() => dns.stop());
  const made = await newServer();
  const secrets: string[] = [];
  const tests = new TrunkTests({
    deps: () => ({
      host: SipHost.parse({ sipPort: 5060, rtpFirstPort: 10_000, rtpLastPort: 10_100 }),
      resolver: sipResolver({ servers: [dns.server], lookup: async () => [] }),
      authorities: async () => undefined,
      mayDial: async () => ({ ok: true, release() {} }),
      openLine: () => Promise.reject(new Error('There is no Asterisk.')),
    }),
    onPassed: (id, revision) => markTrunkPassed(made.store.db, id, revision),
    onError: (error) => console.error(error),
  });
  made.ports.trunkTests = {
    start: (request) => {
      secrets.push(request.secretOf('any'));
      return tests.start(request);
    },
    get: (id) => tests.get(id),
    cancel: (id) => tests.cancel(id),
  };
  const over = async (id: string) => {
    await tests.ended(id);
    return (await made.request('GET', `/api/trunk-tests/${id}`)).json();
  };
  return { ...made, secrets, over };
}

const settings = (domain: string, port?: number) => ({
  name: 'Acme',
  carrier: 'generic-ip',
  kind: 'ip',
  domain,
  ...(port === undefined ? {} : { port }),
  sourceAddresses: ['127.0.0.2'],
});

test('a stored trunk that passes is written down as passed, with its revision', async () => {
  const { request, over, store } = await server();
  const carrier = await FakeCarrier.start();
  cleanups.push(() => carrier.stop());
  await request('POST', '/api/trunks', settings(carrier.address, carrier.port));
  const started = await request('POST', '/api/trunk-tests', { trunkId: 'acme' });
  expect(started.statusCode, started.body).toBe(201);
  expect(started.json()).toMatchObject({ state: 'running', rungs: expect.arrayContaining([]) });
  const ended = await over(started.json().id);
  expect(ended.state, JSON.stringify(ended)).toBe('passed');
  const [revision] = await listTrunkRevisions(store.db, 'acme');
  expect(revision?.passedAt).not.toBeNull();
});

test('settings that nobody has saved are tested, and their password appears nowhere', async () => {
  const { request, over, secrets, answers } = await server();
  const trunk = { ...settings('no.such.invalid'), kind: 'digest', username: 'alice' };
  const started = await request('POST', '/api/trunk-tests', { trunk, password: 'open sesame' });
  const ended = await over(started.json().id);
  expect(ended.rungs.find(({ state }: { state: string }) => state === 'failed')).toMatchObject({
    id: 'dns',
    field: 'domain',
  });
  expect(secrets).toEqual(['open sesame']);
  expect(answers.join('')).not.toContain('open sesame');
});

test('settings that are no settings are the first rung to fail, with their field', async () => {
  const { request, over } = await server();
  const started = await request('POST', '/api/trunk-tests', { trunk: { ...settings('a b'), kind: 'ip' } });
  const ended = await over(started.json().id);
  expect(ended.state).toBe('failed');
  expect(ended.rungs[0]).toMatchObject({ id: 'settings', state: 'failed', field: 'domain' });
  expect(ended.rungs.slice(1).every(({ state }: { state: string }) => state === 'skipped')).toBe(true);
});

test('unknown tests, neither trunk nor settings, and a machine without Asterisk are told apart', async () => {
  const { request, ports } = await server();
  const codeOf = async (method: 'GET' | 'POST' | 'DELETE', url: string, body?: unknown) =>
    (await request(method, url, body)).json().code;
  expect(await codeOf('GET', '/api/trunk-tests/abc')).toBe('trunk-test-unknown');
  expect(await codeOf('DELETE', '/api/trunk-tests/abc')).toBe('trunk-test-unknown');
  expect(await codeOf('POST', '/api/trunk-tests', {})).toBe('request-invalid');
  expect(await codeOf('POST', '/api/trunk-tests', { trunkId: 'nobody' })).toBe('trunk-unknown');
  ports.trunkTests = undefined;
  expect(await codeOf('POST', '/api/trunk-tests', { trunk: {} })).toBe('asterisk-missing');
});
