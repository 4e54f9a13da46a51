import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CallRecord } from '#runtime/flow/record';
import { FakeCarrier } from '../support/carrier/fake-carrier.ts';
import type { CallRule } from '../support/carrier/rules.ts';
import { headerOf, methodOf } from '../support/carrier/sip-message.ts';
import { compiled, flowOf } from '../support/flow-of.ts';
import { leftIn, NOTHING } from '../support/leftovers.ts';
import { type Line, startLine } from '../support/line.ts';
import { until } from '../support/supervisor.ts';
import { addTrunks, type TestTrunks, testTrunks } from '../support/trunks.ts';

const flow = flowOf({
  start: {
    step: 'outgoing-call',
    settings: { ringMs: 6_000 },
    to: { answered: 'end', busy: 'end', noAnswer: 'end', rejected: 'end' },
  },
  end: { step: 'hang-up' },
});

let line: Line;
let first: FakeCarrier;
let second: FakeCarrier;
let trunks: TestTrunks;

beforeAll(async () => {
  trunks = testTrunks();
  line = await startLine({ flows: {}, route: trunks.route });
  first = await FakeCarrier.start({ address: '127.0.0.2' });
  second = await FakeCarrier.start({ address: '127.0.0.3' });
  await addTrunks(line.engine.connection, ['first', 'second']);
  trunks.legs = [
    [
      { trunkId: 'first', carrier: first },
      { trunkId: 'second', carrier: second },
    ],
  ];
}, 60_000);
afterAll(async () => {
  await first?.stop();
  await second?.stop();
  await line?.stop();
});
const earlier = new Set<string>();
beforeEach(() => {
  for (const carrier of [first, second])
    for (const request of carrier.requests.splice(0)) earlier.add(headerOf(request, 'call-id'));
});

async function call(atFirst: CallRule, atSecond: CallRule = {}): Promise<CallRecord> {
  first.rules.INVITE = atFirst;
  second.rules.INVITE = atSecond;
  const before = line.records.length;
  line.engine.calls.startOutbound({
    runnable: { compiled: compiled(flow), revision: 1 },
    to: { number: '+4930123456' },
  });
  await until('the record', () => line.records.length > before, 25_000);
  const record = line.records.at(-1);
  if (record === undefined) throw new Error('There is no record.');
  return record;
}

/** Calls that came since the test began; a carrier that was silent may be asked on for a while. */
const invited = (carrier: FakeCarrier) =>
  new Set(
    carrier.requests
      .filter((request) => methodOf(request) === 'INVITE' && !earlier.has(headerOf(request, 'call-id')))
      .map((request) => headerOf(request, 'call-id')),
  ).size;
const exitOf = (record: CallRecord) => record.trace[0]?.exit;
const tookMs = (record: CallRecord) => (record.trace[0]?.leftMs ?? 0) - (record.trace[0]?.enteredMs ?? 0);

test.each([500, 502, 503, 504, 408])('a trunk that says %i before it rings is passed over at once', async (status) => {
  const record = await call({ status, ringing: 'none' });
  expect(exitOf(record)).toBe('answered');
  expect([invited(first), invited(second)]).toEqual([1, 1]);
  expect(tookMs(record)).toBeLessThan(2_000);
  const said = record.events.flatMap((event) => (event.type === 'log.written' ? event.message : []));
  expect(said.join()).toContain(`SIP ${status}`);
  expect(trunks.outcomes.at(-1)).toMatchObject({ kind: 'answered', trunkId: 'second' });
});

test.each([486, 603, 404, 480, 403, 488, 600])('a trunk that says %i is the last word', async (status) => {
  const record = await call({ status, ringing: 'none' });
  expect(exitOf(record)).not.toBe('answered');
  expect([invited(first), invited(second)]).toEqual([1, 0]);
});

test('what has rung once rings nowhere else, even if the trunk then says 503', async () => {
  const record = await call({ status: 503, ringMs: 300 });
  expect(exitOf(record)).toBe('failed');
  expect([invited(first), invited(second)]).toEqual([1, 0]);
});

test('a trunk without a sign of life is passed over after 4 s', async () => {
  const record = await call({ silent: true });
  expect(exitOf(record)).toBe('answered');
  expect(tookMs(record)).toBeGreaterThan(3_900);
  expect(tookMs(record)).toBeLessThan(6_000);
  expect([invited(first), invited(second)]).toEqual([1, 1]);
}, 20_000);

test('a trunk that only says 100 Trying gets its time', async () => {
  const record = await call({ ringing: 'none', ringMs: 5_000 });
  expect(exitOf(record)).toBe('answered');
  expect([invited(first), invited(second)]).toEqual([1, 0]);
}, 20_000);

test('a trunk that does not exist in Asterisk is passed over', async () => {
  const legs = trunks.legs;
  trunks.legs = [
    [
      { trunkId: 'nowhere', carrier: first },
      { trunkId: 'second', carrier: second },
    ],
  ];
  expect(exitOf(await call({}))).toBe('answered');
  expect([invited(first), invited(second)]).toEqual([0, 1]);
  trunks.legs = legs;
});

test('where no trunk works, the reason of the last one is told', async () => {
  const record = await call({ status: 503, ringing: 'none' }, { status: 500, ringing: 'none' });
  expect(record.trace[0]).toMatchObject({
    exit: 'failed',
    data: { code: 'callee-unreachable', message: 'The other side has an internal error (SIP 500).' },
  });
});

test('afterwards nothing is left of all these calls', async () => {
  await expect.poll(() => leftIn(line.asterisk.ari, line.records), { timeout: 5_000 }).toEqual(NOTHING);
  expect(line.engine.calls.size).toBe(0);
  expect(line.errors).toEqual([]);
});
