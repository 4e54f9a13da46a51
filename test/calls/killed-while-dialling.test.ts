import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DialRules } from '#asterisk-config/dial-rules';
import { apiClient } from '#runtime/cli/api-client';
import type { CallRecord } from '#runtime/flow/record';
import { getCall, listCalls } from '#runtime/store/calls';
import { saveDialRules } from '#runtime/store/dial-rules';
import { saveNumber } from '#runtime/store/numbers';
import { saveTrunk } from '#runtime/store/trunks';
import { ensureOwner } from '#runtime/store/users';
import { expectQuiet } from '../support/calls-over.ts';
import type { CarrierCall } from '../support/carrier/carrier-call.ts';
import { FakeCarrier } from '../support/carrier/fake-carrier.ts';
import { headerOf, methodOf } from '../support/carrier/sip-message.ts';
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
  const exits = { busy: 'end', noAnswer: 'end', rejected: 'end' };
  await publish(
    flowOf(
      {
        start: { step: 'outgoing-call', settings: { ringMs: 20_000 }, to: { answered: 'remind', ...exits } },
        remind: { step: 'play', settings: { sounds: [{ say: 'Hello.' }] }, to: { next: 'end' } },
        end: { step: 'hang-up' },
      },
      { id: 'reminder' },
    ),
    '100',
  );
  await publish(
    flowOf(
      {
        start: { step: 'incoming-call', to: { next: 'sales' } },
        sales: {
          step: 'transfer',
          settings: { to: { kind: 'number', value: CALLEE }, ringMs: 20_000 },
          to: { ended: 'end', ...exits },
        },
        end: { step: 'hang-up' },
      },
      { id: 'reception' },
    ),
    '101',
  );
  const owner = await ensureOwner(store.db);
  const trunk = ipTrunk('acme', { sourceAddresses: [carrier.address], domain: carrier.address, country: 'DE' });
  await saveTrunk(store.db, { ...trunk, port: carrier.port }, owner.id, true);
  await saveNumber(store.db, numberAt('acme', OURS, { inboundFlow: 'reception' }), owner.id, true);
  await saveDialRules(store.db, DialRules.parse({ countries: ['DE'], callsPerSecond: 50 }), owner.id);
  carrier.rules.INVITE = { status: 486 };
  const identified = async () => (await carrier.call({ to: OURS, target: instance().sip })).status !== 401;
  await until('the trunk in Asterisk', identified, 10_000);
  await until('the first call is over', async () => (await over()).length > 0, 10_000);
}, 60_000);
afterAll(() => carrier?.stop());
beforeEach(() => {
  carrier.requests.length = 0;
});

const over = async () => (await listCalls(instance().store.db, {}, 1_000)).filter((row) => row.endedAt !== null);

/** Each runtime writes a token of its own. */
async function ask<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
  const { address, tokenFile } = instance().supervisor.status();
  return (await apiClient(address ?? '', tokenFile)).request<T>(method, path, body);
}

async function kill(): Promise<void> {
  const before = instance().supervisor.status().runtime?.pid;
  process.kill(before ?? 0, 'SIGKILL');
  await until(
    'a new runtime',
    () => ![undefined, before].includes(instance().supervisor.status().runtime?.pid),
    10_000,
  );
}

/** The one call that came to the carrier since `before`. */
async function nextCall(before: number): Promise<CarrierCall> {
  await until('a call', () => carrier.calls.length > before, 10_000);
  return carrier.calls[before] as CarrierCall;
}

async function recordAfter(count: number): Promise<CallRecord> {
  await until('the record', async () => (await over()).length > count, 20_000);
  const [row] = await over();
  const record = await getCall(instance().store.db, row?.id ?? '');
  if (record === undefined) throw new Error('There is no record.');
  return record;
}

const invites = () =>
  new Set(carrier.requests.filter((one) => methodOf(one) === 'INVITE').map((one) => headerOf(one, 'call-id'))).size;
const wasResumed = ({ events }: CallRecord) => events.some(({ type }) => type === 'call.resumed');
const dial = () => ask<{ callId: string }>('POST', '/api/calls', { flowId: 'reminder', to: { number: CALLEE } });
const concurrent = async () =>
  (await ask<{ usage: { concurrent: number } }>('GET', '/api/dial-rules')).usage.concurrent;

test.each([
  ['goes on ringing, and is answered by the new runtime', 7_000],
  ['is answered while there is no runtime', 400],
])(
  'a call that rings when the runtime is killed %s',
  async (_, ringMs) => {
    const [calls, records] = [carrier.calls.length, (await over()).length];
    carrier.rules.INVITE = { ringMs };
    const { callId } = await dial();
    await expect.poll(async () => (await nextCall(calls)).state).toBe('ringing');
    await kill();
    const record = await recordAfter(records);
    expect(record.id).toBe(callId);
    expect(record.trace.map(({ nodeId }) => nodeId)).toEqual(['start', 'remind', 'end']);
    expect(record).toMatchObject({ direction: 'outbound', end: { by: 'flow' }, trunkId: 'acme' });
    expect(wasResumed(record)).toBe(true);
    expect(invites()).toBe(1);
    await expect.poll(concurrent, { timeout: 10_000 }).toBe(0);
  },
  40_000,
);

test('a call whose phone stops ringing while there is no runtime is not made again', async () => {
  const [calls, records] = [carrier.calls.length, (await over()).length];
  carrier.rules.INVITE = { ringMs: 400, status: 486 };
  await dial();
  await expect.poll(async () => (await nextCall(calls)).state).toBe('ringing');
  await kill();
  const record = await recordAfter(records);
  expect(record.trace[0]).toMatchObject({ exit: 'failed', data: { code: 'interrupted' } });
  expect(invites()).toBe(1);
  await expect.poll(concurrent, { timeout: 10_000 }).toBe(0);
}, 40_000);

test('who talks when the runtime is killed notices nothing', async () => {
  const [calls, records] = [carrier.calls.length, (await over()).length];
  carrier.rules.INVITE = { ringMs: 50, rtp: 'tone' };
  const caller = await carrier.call({ to: OURS, from: '+442079460123', target: instance().sip });
  const callee = await (await nextCall(calls + 1)).until('answered');
  await expect.poll(() => caller.rtp.received, { timeout: 5_000 }).toBeGreaterThan(20);
  const killing = kill();
  await sleep(300);
  const heard = caller.rtp.received;
  await sleep(500);
  expect(caller.rtp.received - heard).toBeGreaterThan(15);
  await killing;
  await until(
    'the call goes on',
    async () => (await ask<{ calls: unknown[] }>('GET', '/api/calls/live')).calls.length === 1,
    10_000,
  );
  await sleep(500);
  expect([caller.state, callee.state]).toEqual(['answered', 'answered']);
  await callee.hangUp();
  await caller.until('ended');
  const record = await recordAfter(records);
  expect(record.trace.find(({ nodeId }) => nodeId === 'sales')).toMatchObject({ exit: 'ended', data: { by: 'leg' } });
  expect(wasResumed(record)).toBe(true);
  expect(record.end).toMatchObject({ by: 'flow' });
  await expect.poll(concurrent, { timeout: 10_000 }).toBe(0);
}, 40_000);

test('a caller who hangs up while it rings and there is no runtime has the call cancelled by the next one', async () => {
  const [calls, records] = [carrier.calls.length, (await over()).length];
  carrier.rules.INVITE = { ringMs: 25_000 };
  const caller = await carrier.call({ to: OURS, from: '+442079460123', target: instance().sip });
  const callee = await nextCall(calls + 1);
  await expect.poll(() => callee.state).toBe('ringing');
  const killing = kill();
  await sleep(50);
  await caller.hangUp();
  await killing;
  await callee.until('ended', 10_000);
  expect(callee.end).toBe('cancelled');
  expect((await recordAfter(records)).end).toMatchObject({ by: 'lost' });
}, 40_000);

test('afterwards nothing is left of all these calls', async () => {
  await expectQuiet(instance(), []);
  expect(carrier.calls.map(({ state }) => state)).toEqual(carrier.calls.map(() => 'ended'));
  // What a lost call had set aside comes back when it has been unknown for half a minute.
  await expect.poll(concurrent, { timeout: 50_000 }).toBe(0);
}, 60_000);
