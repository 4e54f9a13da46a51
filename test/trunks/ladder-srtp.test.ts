import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Trunk } from '#asterisk-config/trunk';
import { type AsteriskCarrier, startAsteriskCarrier } from '../support/carrier/asterisk-carrier.ts';
import { useLadderBench } from '../support/carrier/ladder-bench.ts';

const bench = useLadderBench();
const number = '+442012345678';
let carrier: AsteriskCarrier;
beforeAll(async () => {
  carrier = await startAsteriskCarrier(bench().certificates.good, 'open sesame');
}, 30_000);
afterAll(() => carrier?.stop());

const settings = (kind: 'registration' | 'digest' | 'ip', more: Partial<Trunk> = {}): Partial<Trunk> => ({
  name: 'Test',
  carrier: `generic-${kind}`,
  kind,
  domain: carrier.address,
  port: carrier.port,
  transport: 'tls',
  mediaEncryption: 'sdes',
  sourceAddresses: [carrier.address],
  ...(kind === 'ip' ? {} : { username: 'alice', password: { secret: 'x' } }),
  ...more,
});

test.each(['registration', 'digest', 'ip'] as const)(
  'TLS with encrypted sound, %s: a call out is heard both ways',
  async (kind) => {
    const { test: result, failed } = await bench().climb(settings(kind), { to: number });
    expect(failed, JSON.stringify(result.rungs, null, 1)).toBeUndefined();
    expect(result.rungs.find(({ id }) => id === 'audio')).toMatchObject({
      state: 'ok',
      means: 'Sound goes both ways.',
    });
    expect(result.rungs.find(({ id }) => id === 'tls')?.seen).toMatch(/for 127\.0\.0\.2 and good until/);
    await expect.poll(bench().left, { timeout: 3_000 }).toEqual([]);
  },
  40_000,
);

test('TLS with encrypted sound: a call in over the registration is let in', async () => {
  const { tests } = bench();
  const callMe = { number: '+4930123456' };
  // This carrier calls the account by its name, as those do that have a registration for each number.
  const { id } = tests.start({ settings: settings('registration'), secretOf: () => 'open sesame', callMe });
  const rung = (name: string) => tests.get(id)?.rungs.find((one) => one.id === name);
  await expect.poll(() => rung('inbound')?.seen, { timeout: 20_000 }).toMatch(/Call/);
  await carrier.call({ account: 'alice' });
  await tests.ended(id);
  expect(rung('inbound'), JSON.stringify(tests.get(id), null, 1)).toMatchObject({ state: 'ok' });
}, 80_000);

test('sound that is not encrypted, at a carrier that wants it encrypted, names the field', async () => {
  const { failed } = await bench().climb(settings('ip', { mediaEncryption: 'none' }), { to: number });
  expect(failed).toMatchObject({
    id: 'call',
    field: 'mediaEncryption',
    means: expect.stringMatching(/wants encrypted/),
  });
}, 40_000);
