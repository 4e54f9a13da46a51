import { expect, test } from 'vitest';
import type { TrunkTest } from '#asterisk-config/trunk-test';
import { useServer } from '../support/server.ts';

const newServer = useServer();
const path = '/api/trunks/acme/source-addresses';

const testThat = (id: string, startedAt: number, state: 'failed' | 'ok'): TrunkTest => ({
  id,
  state: 'failed',
  startedAt,
  rungs: [
    {
      id: 'inbound',
      title: '',
      state,
      seen: '',
      means: '',
      field: 'sourceAddresses',
      details: ['From 192.0.2.9:5060, for "x"'],
    },
  ],
});

test("an address is added only when a test has just seen it, or when it is the carrier's by its name", async () => {
  const { request, ports } = await newServer();
  await request('POST', '/api/trunks', { name: 'acme', carrier: 'generic-ip', kind: 'ip', domain: 'sip.acme.example' });
  const tests = [testThat('aa', Date.now(), 'failed'), testThat('bb', 0, 'failed'), testThat('cc', Date.now(), 'ok')];
  ports.trunkTests = {
    start: () => tests[0] as TrunkTest,
    get: (id) => tests.find((one) => one.id === id),
    cancel: async () => false,
  };
  for (const body of [
    { address: '192.0.2.9' },
    { address: '192.0.2.9', window: 'bb' },
    { address: '192.0.2.9', window: 'cc' },
    { address: '192.0.2.90', window: 'aa' },
    { address: '192.0.2.9', window: 'unknown' },
  ]) {
    const refused = await request('POST', path, body);
    expect([refused.statusCode, refused.json().code], JSON.stringify(body)).toEqual([422, 'source-address-unproven']);
  }
  expect((await request('POST', path, { address: '192.0.2.0/24', window: 'aa' })).statusCode).toBe(400);
  const added = await request('POST', path, { address: '192.0.2.9', window: 'aa' });
  expect(added.json()).toEqual({ sourceAddresses: ['192.0.2.9'], revision: 2 });
  expect((await request('POST', path, { address: '192.0.2.77' })).json()).toEqual({
    sourceAddresses: ['192.0.2.9', '192.0.2.77'],
    revision: 3,
  });
  expect((await request('POST', path, { address: '192.0.2.9' })).json().revision).toBe(3);
});
