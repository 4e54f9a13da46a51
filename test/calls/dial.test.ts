import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DialRules } from '#asterisk-config/dial-rules';
import { packageRoot } from '#runtime/package-root';
import { saveDialRules } from '#runtime/store/dial-rules';
import { saveNumber } from '#runtime/store/numbers';
import { saveTrunk } from '#runtime/store/trunks';
import { ensureOwner } from '#runtime/store/users';
import { expectQuiet } from '../support/calls-over.ts';
import { FakeCarrier } from '../support/carrier/fake-carrier.ts';
import { headerOf } from '../support/carrier/sip-message.ts';
import { flowOf } from '../support/flow-of.ts';
import { useInstance } from '../support/instance.ts';
import { until } from '../support/supervisor.ts';
import { ipTrunk, numberAt } from '../support/trunk.ts';

const instance = useInstance();
const OURS = '+4930123456';
const CALLEE = '+493023125012';
let carrier: FakeCarrier;

beforeAll(async () => {
  carrier = await FakeCarrier.start();
  const { store, publish } = instance();
  const to = { answered: 'remind', busy: 'end', noAnswer: 'end', rejected: 'end' };
  await publish(
    flowOf(
      {
        start: { step: 'outgoing-call', to },
        remind: { step: 'play', settings: { sounds: [{ say: 'Hello {{ vars.name }}.' }] }, to: { next: 'end' } },
        end: { step: 'hang-up' },
      },
      { id: 'reminder', variables: [{ name: 'name', type: 'text' }] },
    ),
    '100',
  );
  await publish(
    flowOf({ start: { step: 'incoming-call', to: { next: 'end' } }, end: { step: 'hang-up' } }, { id: 'reception' }),
    '101',
  );
  const owner = await ensureOwner(store.db);
  const trunk = ipTrunk('acme', { sourceAddresses: [carrier.address], domain: carrier.address, country: 'DE' });
  await saveTrunk(store.db, { ...trunk, port: carrier.port }, owner.id, true);
  await saveNumber(store.db, numberAt('acme', OURS), owner.id, true);
  await saveDialRules(store.db, DialRules.parse({ countries: ['DE'], callsPerSecond: 50 }), owner.id);
  const identified = async () => (await carrier.call({ to: OURS, target: instance().sip })).status !== 401;
  await until('the trunk in Asterisk', identified, 10_000);
}, 60_000);
afterAll(() => carrier?.stop());

function patchcord(...args: string[]): Promise<{ out: string; code: number | null }> {
  const child = spawn(process.execPath, [join(packageRoot(), 'runtime/bin.mjs'), ...args], {
    env: { ...process.env, PATCHCORD_HOME: instance().folder },
  });
  let out = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      out += data;
    });
  return new Promise((resolve) => child.on('close', (code) => resolve({ out, code })));
}

test('patchcord dial calls somebody, shows one of our numbers, and prints the course of the call', async () => {
  carrier.rules.INVITE = { ringMs: 300 };
  const before = carrier.calls.length;
  const { out, code } = await patchcord('dial', 'reminder', CALLEE, '--from', OURS, '--set', 'name=Ann');
  expect(out).toContain(`rings ${CALLEE}`);
  expect(out).toContain('answered');
  expect(out).toContain('says "Hello Ann."');
  expect(out).toContain('ended by flow');
  expect(out.trimEnd()).toMatch(/ok$/);
  expect(code).toBe(0);
  const call = carrier.calls[before];
  expect(call && headerOf(call.invite, 'from')).toContain(OURS);
}, 30_000);

test('it says what went wrong, and exits with 1', async () => {
  carrier.rules.INVITE = { status: 486 };
  const busy = await patchcord('dial', 'reminder', CALLEE, '--from', OURS);
  expect([busy.code, busy.out]).toEqual([1, expect.stringContaining('leaves by busy')]);
  const premium = await patchcord('dial', 'reminder', '+499001234567', '--from', OURS);
  expect([premium.code, premium.out]).toEqual([1, expect.stringContaining('premium')]);
  const forged = await patchcord('dial', 'reminder', CALLEE, '--from', '+442079460123', '--json');
  expect([forged.code, JSON.parse(forged.out)]).toMatchObject([1, { error: { code: 'caller-id-not-owned' } }]);
  const takes = await patchcord('dial', 'reception', CALLEE, '--json');
  expect([takes.code, JSON.parse(takes.out)]).toMatchObject([1, { error: { code: 'flow-takes-calls' } }]);
  const nobody = await patchcord('dial', 'reminder', '030 123', '--json');
  expect([nobody.code, JSON.parse(nobody.out)]).toMatchObject([1, { error: { code: 'destination-invalid' } }]);
  const variable = await patchcord('dial', 'reminder', CALLEE, '--set', 'nobody=x', '--json');
  expect([variable.code, JSON.parse(variable.out)]).toMatchObject([1, { error: { code: 'variable-undeclared' } }]);
}, 60_000);

test('afterwards nothing is left of all these calls', async () => {
  await expectQuiet(instance(), []);
});
