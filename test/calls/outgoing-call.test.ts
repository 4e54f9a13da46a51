import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CallRecord } from '#runtime/flow/record';
import { FakeCarrier } from '../support/carrier/fake-carrier.ts';
import type { CallRule } from '../support/carrier/rules.ts';
import { headerOf, methodOf } from '../support/carrier/sip-message.ts';
import { compiled, flowOf } from '../support/flow-of.ts';
import { leftIn, NOTHING } from '../support/leftovers.ts';
import { type Line, startLine } from '../support/line.ts';
import { until } from '../support/supervisor.ts';
import { addTrunks, type TestTrunks, testTrunks } from '../support/trunks.ts';

const flow = flowOf(
  {
    start: {
      step: 'outgoing-call',
      settings: { ringMs: 5_000 },
      to: { answered: 'remind', busy: 'end', noAnswer: 'end', rejected: 'end' },
    },
    remind: { step: 'play', settings: { sounds: [{ say: 'Hello.' }] }, to: { next: 'end' } },
    end: { step: 'hang-up' },
  },
  { id: 'reminder', recording: { calls: 'always', retentionDays: 1 } },
);

let line: Line;
let carrier: FakeCarrier;
let trunks: TestTrunks;

beforeAll(async () => {
  trunks = testTrunks();
  line = await startLine({ flows: { reminder: flow }, route: trunks.route });
  carrier = await FakeCarrier.start();
  trunks.legs = [[{ trunkId: 'acme', carrier }]];
  await addTrunks(line.engine.connection, ['acme']);
}, 60_000);
afterAll(async () => {
  await carrier?.stop();
  await line?.stop();
});

async function call(rule: CallRule, to = '+4930123456'): Promise<{ record: CallRecord; callId: string }> {
  carrier.rules.INVITE = rule;
  const before = line.records.length;
  const { callId } = line.engine.calls.startOutbound({
    runnable: { compiled: compiled(flow), revision: 1 },
    to: { number: to },
    from: '+4930999',
  });
  await until('the record', () => line.records.length > before, 20_000);
  const record = line.records.at(-1);
  if (record === undefined) throw new Error('There is no record.');
  return { record, callId };
}

const invites = () => carrier.requests.filter((request) => methodOf(request) === 'INVITE').length;
const exitOf = (record: CallRecord) => record.trace[0];

test('a call out is answered, and the flow runs with whoever picked up', async () => {
  const { record } = await call({ ringMs: 300 });
  expect(exitOf(record)).toMatchObject({ nodeId: 'start', exit: 'answered' });
  expect(record).toMatchObject({
    direction: 'outbound',
    caller: { number: '+4930999' },
    called: '+4930123456',
    end: { by: 'flow' },
  });
  expect(record.trace.map(({ nodeId }) => nodeId)).toEqual(['start', 'remind', 'end']);
  const taken = await carrier.nextCall();
  expect(taken.rtp.received).toBeGreaterThan(20);
  expect(taken.end).toBe('bye-received');
  expect(headerOf(taken.invite, 'from')).toContain('sip:+4930999@');
  expect(trunks.outcomes.at(-1)).toMatchObject({ kind: 'answered', trunkId: 'acme' });
  expect(trunks.outcomes.at(-1)?.talkMs).toBeGreaterThan(300);
  expect(trunks.asked.at(-1)).toMatchObject({ kind: 'dial', from: '+4930999', callId: record.id });
});

test.each([
  [486, 'busy', 'busy'],
  [603, 'rejected', 'rejected'],
  [480, 'noAnswer', 'noAnswer'],
  [404, 'failed', 'unreachable'],
  [503, 'failed', 'unreachable'],
  [403, 'failed', 'unreachable'],
] as const)('%i leaves by %s', async (status, exit, kind) => {
  const before = invites();
  const { record } = await call({ status });
  expect(exitOf(record)).toMatchObject({ exit });
  expect(JSON.stringify(exitOf(record)?.data)).toContain(String(status));
  expect(record.answeredMs).toBeUndefined();
  expect(trunks.outcomes.at(-1)).toMatchObject({ kind, talkMs: 0 });
  expect(invites() - before).toBe(1);
});

test('nobody who picks up leaves by noAnswer, and the phone stops ringing', async () => {
  const { record } = await call({ ringMs: 60_000 });
  expect(exitOf(record)).toMatchObject({ exit: 'noAnswer' });
  await expect.poll(() => carrier.calls.at(-1)?.end).toBe('cancelled');
}, 20_000);

test('one trunk that says only 100 Trying for longer than 4 s is waited for', async () => {
  const before = invites();
  const { record } = await call({ ringing: 'none', ringMs: 4_700 });
  expect(exitOf(record)).toMatchObject({ exit: 'answered' });
  expect(invites() - before).toBe(1);
}, 20_000);

test('a number that the gate refuses is never dialled', async () => {
  const before = invites();
  const { record } = await call({}, '+900666');
  expect(exitOf(record)).toMatchObject({ exit: 'failed', data: { code: 'destination-denied' } });
  expect(record.end).toMatchObject({ by: 'failed', code: 'destination-denied' });
  expect(invites()).toBe(before);
});

test('whoever starts a call hears at once whether it gets out', async () => {
  carrier.rules.INVITE = { ringMs: 200 };
  const runnable = { compiled: compiled(flow), revision: 1 };
  const { calls } = line.engine;
  const before = line.records.length;
  await calls.startOutbound({ runnable, to: { number: '+4930123456' } }).letOut;
  await expect(calls.startOutbound({ runnable, to: { number: '+900666' } }).letOut).rejects.toMatchObject({
    code: 'destination-denied',
    fix: 'Allow it.',
  });
  expect(() => calls.startOutbound({ runnable, to: { number: '+4930123456' }, variables: { no: 1 } })).toThrow(
    "no variable 'no'",
  );
  await until('the records', () => line.records.length === before + 2, 10_000);
});

test('somebody who tries a flow is rung first, and then is its caller', async () => {
  carrier.rules.INVITE = { ringMs: 200 };
  const before = line.records.length;
  const draft = flowOf({
    start: { step: 'incoming-call', to: { next: 'hello' } },
    hello: { step: 'play', settings: { sounds: [{ say: 'Hello.' }] }, to: { next: 'end' } },
    end: { step: 'hang-up' },
  });
  await line.engine.calls.startOutbound({
    runnable: { compiled: compiled(draft), revision: 0, test: true },
    to: { number: '+4930123456' },
    ringFirstMs: 5_000,
  }).letOut;
  await until('the record', () => line.records.length > before, 10_000);
  expect(line.records.at(-1)).toMatchObject({ test: true, direction: 'inbound', end: { by: 'flow' } });
  expect(line.records.at(-1)?.trace.map(({ nodeId }) => nodeId)).toEqual(['start', 'hello', 'end']);
  carrier.rules.INVITE = { status: 486 };
  await line.engine.calls.startOutbound({
    runnable: { compiled: compiled(flow), revision: 0, test: true },
    to: { number: '+4930123456' },
    ringFirstMs: 5_000,
  }).letOut;
  await until('the record', () => line.records.length > before + 1, 10_000);
  expect(line.records.at(-1)).toMatchObject({ trace: [], end: { by: 'failed', code: 'callee-busy' } });
});

test('a call that the carrier sends elsewhere goes nowhere', async () => {
  const elsewhere = await FakeCarrier.start({ address: '127.0.0.3' });
  const { record } = await call({
    status: 302,
    headers: [['Contact', `<sip:+900666@${elsewhere.address}:${elsewhere.port}>`]],
  });
  expect(exitOf(record)).toMatchObject({ exit: 'failed' });
  expect(JSON.stringify(exitOf(record)?.data)).toContain('302');
  expect(elsewhere.requests).toEqual([]);
  await elsewhere.stop();
});

test('whoever picks up and hangs up ends the call', async () => {
  const { record } = await call({ byeAfterMs: 200 });
  expect(record.end).toMatchObject({ by: 'caller' });
  expect(record.trace.map(({ nodeId }) => nodeId)).toEqual(['start', 'remind']);
});

test('what was said in a call out is recorded', async () => {
  const { record } = await call({ rtp: 'tone' });
  expect(record.recordings.map(({ kind }) => kind)).toEqual(['call']);
});

test('twenty calls at once each reach one phone', async () => {
  carrier.rules.INVITE = { ringMs: 200 };
  const [before, records] = [invites(), line.records.length];
  for (let index = 0; index < 20; index++)
    line.engine.calls.startOutbound({
      runnable: { compiled: compiled(flow), revision: 1 },
      to: { number: `+493012340${index + 10}` },
    });
  await until('the records', () => line.records.length >= records + 20, 20_000);
  expect(line.records.slice(-20).map((record) => exitOf(record)?.exit)).toEqual(Array(20).fill('answered'));
  expect(invites() - before).toBe(20);
}, 30_000);

test('afterwards nothing is left of all these calls', async () => {
  await expect.poll(() => leftIn(line.asterisk.ari, line.records), { timeout: 5_000 }).toEqual(NOTHING);
  expect(line.engine.calls.size).toBe(0);
  expect(line.journals()).toEqual([]);
  expect(line.errors).toEqual([]);
  expect(trunks.outcomes).toHaveLength(
    trunks.asked.filter(({ to }) => !('number' in to && to.number === '+900666')).length,
  );
});
