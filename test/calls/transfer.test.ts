import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject } from '#runtime/flow/json';
import type { CallRecord } from '#runtime/flow/record';
import type { CarrierCall } from '../support/carrier/carrier-call.ts';
import { FakeCarrier } from '../support/carrier/fake-carrier.ts';
import { headerOf, methodOf } from '../support/carrier/sip-message.ts';
import { aroundStep } from '../support/flow-of.ts';
import { leftIn, NOTHING } from '../support/leftovers.ts';
import { type Line, startLine } from '../support/line.ts';
import { until } from '../support/supervisor.ts';
import { addTrunks, type TestTrunks, testTrunks } from '../support/trunks.ts';

const EXITS = ['ended', 'busy', 'noAnswer', 'rejected'];
const TO = { kind: 'number', value: '+4930123456' };
const flows: Readonly<Record<string, JsonObject>> = {
  200: {},
  201: { mode: 'refer' },
  202: { mode: 'auto' },
  203: { ringMs: 5_000, waiting: 'music' },
  204: { headers: [{ id: 'a', name: 'X-Ticket', value: 'T {{ caller.number }}' }], longestMs: 60_000 },
  205: { to: { kind: 'number', value: '+900666' } },
  206: { to: { kind: 'extension', value: '300' } },
};

let line: Line;
/** Where callers come from, and where callees are. */
let callers: FakeCarrier;
let carrier: FakeCarrier;
let trunks: TestTrunks;

beforeAll(async () => {
  trunks = testTrunks();
  const settings = (more: JsonObject) => ({ to: TO, ...more });
  const recording = { calls: 'always', retentionDays: 1 };
  line = await startLine({
    route: trunks.route,
    flows: {
      300: aroundStep('play', { sounds: [{ say: 'This is the other flow of this house.' }] }, ['next'], {
        id: 'other',
      }),
      ...Object.fromEntries(
        Object.entries(flows).map(([extension, more]) => [
          extension,
          aroundStep('transfer', settings(more), EXITS, { id: `to-${extension}`, recording }),
        ]),
      ),
    },
  });
  callers = await FakeCarrier.start({ address: '127.0.0.4' });
  carrier = await FakeCarrier.start();
  trunks.legs = [[{ trunkId: 'acme', carrier }]];
  await addTrunks(line.engine.connection, ['home'], callers);
  await addTrunks(line.engine.connection, ['acme']);
}, 60_000);
afterAll(async () => {
  await callers?.stop();
  await carrier?.stop();
  await line?.stop();
});

const call = (extension: string) => callers.call({ to: extension, from: '+4420777', target: line.sip });

async function recordAfter(count: number): Promise<CallRecord> {
  await until('the record', () => line.records.length > count, 20_000);
  const record = line.records[count];
  if (record === undefined) throw new Error('There is no record.');
  return record;
}
const left = (record: CallRecord) => record.trace.find(({ nodeId }) => nodeId === 'node');
const sinceNow = () => line.records.length;

/** The call that comes to a carrier next: those of earlier tests are none of this one's business. */
function nextAt(at: FakeCarrier): () => Promise<CarrierCall> {
  const before = at.calls.length;
  return async () => {
    await until('a call', () => at.calls.length > before, 5_000);
    return at.calls[before] as CarrierCall;
  };
}
const requestsOf = (of: FakeCarrier, method: string) => of.requests.filter((request) => methodOf(request) === method);

test('caller and callee hear each other, until the callee hangs up', async () => {
  const before = sinceNow();
  const next = nextAt(carrier);
  carrier.rules.INVITE = { ringMs: 300, rtp: 'mute' };
  const caller = await call('200');
  const callee = await (await next()).until('answered');
  await expect.poll(() => callee.rtp.received, { timeout: 5_000 }).toBeGreaterThan(25);
  const heard = caller.rtp.received;
  callee.rtp.mode = 'tone';
  await expect.poll(() => caller.rtp.received - heard, { timeout: 5_000 }).toBeGreaterThan(25);
  await callee.hangUp();
  await caller.until('ended');
  const record = await recordAfter(before);
  expect(left(record)).toMatchObject({ exit: 'ended', data: { by: 'leg' } });
  expect(record.end).toMatchObject({ by: 'flow' });
  expect(record.recordings.map(({ kind }) => kind)).toEqual(['call']);
  expect(trunks.outcomes.at(-1)).toMatchObject({ kind: 'answered', trunkId: 'acme' });
  expect(trunks.asked.at(-1)).toMatchObject({
    kind: 'transfer',
    callerId: { show: 'number' },
    caller: { number: '+4420777' },
  });
}, 20_000);

test('a caller who hangs up ends the conversation for the callee too', async () => {
  const before = sinceNow();
  const next = nextAt(carrier);
  carrier.rules.INVITE = { ringMs: 50 };
  const caller = await call('200');
  const callee = await (await next()).until('answered');
  await expect.poll(() => callee.rtp.received, { timeout: 5_000 }).toBeGreaterThan(5);
  await caller.hangUp();
  await callee.until('ended');
  const record = await recordAfter(before);
  expect(left(record)).toMatchObject({ exit: 'ended', data: { by: 'caller' } });
  expect(record.end).toMatchObject({ by: 'caller' });
}, 20_000);

test('a caller who hangs up while it rings has the call cancelled', async () => {
  const before = sinceNow();
  const next = nextAt(carrier);
  carrier.rules.INVITE = { ringMs: 30_000 };
  const caller = await call('200');
  const callee = await next();
  await expect.poll(() => callee.state).toBe('ringing');
  await caller.hangUp();
  await callee.until('ended');
  expect(callee.end).toBe('cancelled');
  const record = await recordAfter(before);
  expect(record.end).toMatchObject({ by: 'caller' });
  expect(left(record)?.exit).toBeUndefined();
  expect(trunks.outcomes.at(-1)).toEqual({ kind: 'cancelled', talkMs: 0 });
}, 20_000);

test('while it rings the caller hears a ringing tone, and then what the exchange says', async () => {
  const before = sinceNow();
  const next = nextAt(carrier);
  carrier.rules.INVITE = { ringing: 'media', ringMs: 1_500, rtp: 'tone', status: 404 };
  const caller = await call('200');
  const callee = await next();
  // The tone of the exchange comes to the caller before anybody has answered.
  await expect.poll(() => caller.rtp.received, { timeout: 3_000 }).toBeGreaterThan(30);
  expect(callee.state).not.toBe('answered');
  const record = await recordAfter(before);
  expect(left(record)).toMatchObject({ exit: 'failed', data: { code: 'callee-unreachable' } });
}, 20_000);

test('a busy callee leaves the caller in the flow', async () => {
  const before = sinceNow();
  carrier.rules.INVITE = { status: 486 };
  const caller = await call('200');
  await caller.until('ended');
  expect(left(await recordAfter(before))).toMatchObject({ exit: 'busy', data: { sipCode: 486 } });
});

test('nobody who picks up: the caller hears music meanwhile, and goes on by noAnswer', async () => {
  const before = sinceNow();
  carrier.rules.INVITE = { ringMs: 30_000 };
  const caller = await call('203');
  await expect.poll(() => caller.rtp.received, { timeout: 4_000 }).toBeGreaterThan(50);
  await caller.until('ended');
  expect(left(await recordAfter(before))).toMatchObject({ exit: 'noAnswer' });
}, 20_000);

test('two phones ring together; the first that is answered is taken, and the other told so', async () => {
  const before = sinceNow();
  const next = nextAt(carrier);
  const slow = await FakeCarrier.start({ address: '127.0.0.5', rules: { INVITE: { ringMs: 20_000 } } });
  carrier.rules.INVITE = { ringMs: 500 };
  trunks.legs = [[{ trunkId: 'acme', carrier: slow }], [{ trunkId: 'acme', carrier }]];
  const caller = await call('200');
  const callee = await (await next()).until('answered');
  const other = await slow.nextCall();
  await other.until('ended');
  expect(other.end).toBe('cancelled');
  expect(requestsOf(slow, 'CANCEL').map((request) => headerOf(request, 'reason'))).toEqual([
    'SIP;cause=200;text="Call completed elsewhere"',
  ]);
  await callee.hangUp();
  await caller.until('ended');
  expect(left(await recordAfter(before))).toMatchObject({ exit: 'ended' });
  trunks.legs = [[{ trunkId: 'acme', carrier }]];
  await slow.stop();
}, 20_000);

test('who is put on hold by the other phone hears music until it comes back', async () => {
  const before = sinceNow();
  const next = nextAt(carrier);
  carrier.rules.INVITE = { ringMs: 50, rtp: 'tone' };
  const caller = await call('200');
  const callee = await (await next()).until('answered');
  await expect.poll(() => caller.rtp.received, { timeout: 5_000 }).toBeGreaterThan(25);
  const sdp = (direction: string) => ({
    headers: [['Content-Type', 'application/sdp']] as const,
    body: callee.sdp.replace('a=sendrecv', `a=${direction}`),
  });
  callee.rtp.mode = 'mute';
  await callee.request('INVITE', sdp('sendonly'));
  const held = caller.rtp.received;
  await expect.poll(() => caller.rtp.received - held, { timeout: 5_000 }).toBeGreaterThan(25);
  await callee.request('INVITE', sdp('sendrecv'));
  callee.rtp.mode = 'tone';
  const back = callee.rtp.received;
  await expect.poll(() => callee.rtp.received - back, { timeout: 5_000 }).toBeGreaterThan(25);
  await callee.hangUp();
  await caller.until('ended');
  expect(left(await recordAfter(before))).toMatchObject({ exit: 'ended', data: { by: 'leg' } });
}, 20_000);

test('a transfer to an extension reaches another flow of this house', async () => {
  const before = sinceNow();
  const caller = await call('206');
  await caller.until('ended');
  expect(caller.rtp.received).toBeGreaterThan(50);
  await until('both records', () => line.records.length >= before + 2, 10_000);
  const [inner, outer] = ['other', 'to-206'].map((id) => line.records.findLast(({ flowId }) => flowId === id));
  expect(inner?.end).toMatchObject({ by: 'flow' });
  expect(outer && left(outer)).toMatchObject({ exit: 'ended', data: { by: 'leg' } });
}, 20_000);

test('headers of the step go to the callee', async () => {
  const before = sinceNow();
  const next = nextAt(carrier);
  carrier.rules.INVITE = { ringMs: 50, byeAfterMs: 200 };
  await (await call('204')).until('ended');
  expect(headerOf((await next()).invite, 'x-ticket')).toBe('T +4420777');
  await recordAfter(before);
});

test('a transfer that the gate refuses rings nobody', async () => {
  const [before, invited] = [sinceNow(), requestsOf(carrier, 'INVITE').length];
  await (await call('205')).until('ended');
  expect(left(await recordAfter(before))).toMatchObject({ exit: 'failed', data: { code: 'destination-denied' } });
  expect(requestsOf(carrier, 'INVITE').length).toBe(invited);
});

test('a carrier that connects the two itself gets the address, and the call is over here', async () => {
  const before = sinceNow();
  callers.rules.REFER = { status: 202 };
  const caller = await call('201');
  await caller.until('ended');
  const [refer] = requestsOf(callers, 'REFER');
  expect(refer && headerOf(refer, 'refer-to')).toContain(`sip:+4930123456@${carrier.address}`);
  const record = await recordAfter(before);
  expect(left(record)).toMatchObject({ exit: 'ended', data: { by: 'carrier' } });
  expect(record.end).toMatchObject({ by: 'flow' });
  expect(trunks.asked.at(-1)).toMatchObject({ kind: 'refer' });
});

test('what the carrier refuses is bridged in mode auto, and fails in mode refer', async () => {
  callers.rules.REFER = { status: 405 };
  carrier.rules.INVITE = { ringMs: 50, byeAfterMs: 200 };
  let before = sinceNow();
  await (await call('202')).until('ended');
  expect(left(await recordAfter(before))).toMatchObject({ exit: 'ended', data: { by: 'leg' } });
  before = sinceNow();
  await (await call('201')).until('ended');
  expect(left(await recordAfter(before))).toMatchObject({
    exit: 'failed',
    data: { code: 'refer-refused', message: expect.stringContaining('405') },
  });
}, 20_000);

test('afterwards nothing is left of all these calls', async () => {
  await expect.poll(() => leftIn(line.asterisk.ari, line.records), { timeout: 5_000 }).toEqual(NOTHING);
  expect(line.engine.calls.size).toBe(0);
  expect(line.errors).toEqual([]);
  expect(callers.calls.map(({ state }) => state)).toEqual(callers.calls.map(() => 'ended'));
  expect(carrier.calls.map(({ state }) => state)).toEqual(carrier.calls.map(() => 'ended'));
});
