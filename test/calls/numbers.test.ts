import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listCalls } from '#runtime/store/calls';
import { listMessages } from '#runtime/store/messages';
import { saveNumber } from '#runtime/store/numbers';
import { saveTrunk } from '#runtime/store/trunks';
import { listUnknownNumbers } from '#runtime/store/unknown-numbers';
import { ensureOwner } from '#runtime/store/users';
import { askAmi } from '../support/ami.ts';
import { FakeCarrier } from '../support/carrier/fake-carrier.ts';
import { flowOf } from '../support/flow-of.ts';
import { useInstance } from '../support/instance.ts';
import { runSipp } from '../support/sipp.ts';
import { answered, byeFromCallee, invite } from '../support/sipp-scenario.ts';
import { until } from '../support/supervisor.ts';
import { ipTrunk, numberAt } from '../support/trunk.ts';

const instance = useInstance();
const number = '+4930123456';
let carrier: FakeCarrier;

beforeAll(async () => {
  carrier = await FakeCarrier.start();
  const { store, publish } = instance();
  const nodes = {
    start: { step: 'incoming-call', to: { next: 'hello' } },
    hello: { step: 'play', settings: { sounds: [{ say: 'Hello.' }] }, to: { next: 'bye' } },
    bye: { step: 'hang-up' },
  };
  await publish(flowOf(nodes, { id: 'reception' }), '100');
  const owner = await ensureOwner(store.db);
  const trunk = ipTrunk('acme', { sourceAddresses: [carrier.address], domain: carrier.address, country: 'DE' });
  await saveTrunk(store.db, { ...trunk, port: carrier.port }, owner.id, true);
  await saveNumber(store.db, numberAt('acme', number, { inboundFlow: 'reception' }), owner.id, true);
  const identified = async () => (await carrier.call({ to: number, target: instance().sip })).status !== 401;
  await until('the trunk in Asterisk', identified, 10_000);
}, 60_000);
afterAll(() => carrier?.stop());

describe('a call by a trunk', () => {
  test('to a number is answered by its flow, and its record tells number and trunk', async () => {
    const call = await carrier.call({ to: '030123456', from: '+442079460123', target: instance().sip });
    expect(call.status).toBe(200);
    await call.until('ended');
    expect(call.rtp.received).toBeGreaterThan(5);
    const { db } = instance().store;
    await until('the record', async () => (await listCalls(db, { party: '+442079460123' }, 1)).length === 1, 5_000);
    const [row] = await listCalls(db, { party: '+442079460123' }, 1);
    expect(row).toMatchObject({ called: number, flowId: 'reception', caller: '+442079460123', endBy: 'flow' });
    const { rows } = await db.execute(`select record ->> 'trunkId' as trunk from calls where id = '${row?.id}'`);
    expect(rows).toEqual([{ trunk: 'acme' }]);
  }, 30_000);

  test('to what is no number of ours is turned away as not in use, counted, and shown', async () => {
    const dialled = ['+4930999999', '100', '%3Cscript%3E'];
    for (const to of dialled) expect((await carrier.call({ to, target: instance().sip })).status, to).toBe(404);
    await carrier.call({ to: '100', target: instance().sip });
    const { db } = instance().store;
    await until('the count', async () => (await listUnknownNumbers(db)).some(({ count }) => count === 2), 5_000);
    const unknown = await listUnknownNumbers(db);
    expect(unknown.find((one) => one.dialled === '+4930999999')).toMatchObject({
      trunkId: 'acme',
      number: '+4930999999',
    });
    expect(unknown.find((one) => one.dialled === '100')).toMatchObject({ count: 2, number: null });
  }, 30_000);
});

test('a message that a caller leaves while the runtime is away is in the mailbox when it is back', async () => {
  const { store, supervisor, sip } = instance();
  const owner = await ensureOwner(store.db);
  const whenAway = { kind: 'mailbox', mailbox: 'Away' } as const;
  await saveNumber(store.db, numberAt('acme', number, { inboundFlow: 'reception', whenAway }), owner.id, false);
  const { asterisk } = supervisor.config;
  if (asterisk === undefined) throw new Error('The instance has an Asterisk.');
  const isReady = async () =>
    (await askAmi(asterisk.ami, { Action: 'DBGet', Family: 'patchcord-away', Key: `pc-acme/${number}` })).some(
      ([name, value]) => name === 'Response' && value === 'Success',
    );
  await until('the wish in Asterisk', isReady, 10_000);
  process.kill(supervisor.status().runtime?.pid ?? 0, 'SIGKILL');
  // Asterisk sees the end of the runtime's connection in a millisecond; the next runtime takes a second at least.
  await new Promise((resolve) => setTimeout(resolve, 100));
  const call = await carrier.call({ to: number, from: '+4917012345', target: sip });
  expect(call.status).toBe(200);
  // The greeting, and some seconds of the caller.
  await new Promise((resolve) => setTimeout(resolve, 8_000));
  await call.hangUp();
  await until('the message', async () => (await listMessages(store.db, {}, 10)).length === 1, 40_000);
  expect(await listMessages(store.db, {}, 10)).toMatchObject([
    { mailbox: 'Away', callerNumber: '+4917012345', flowId: 'reception' },
  ]);
}, 90_000);

test('calls from this machine are answered by extensions as before', async () => {
  const parts = [invite(), answered(5_000), byeFromCallee()];
  const result = await runSipp({ sip: instance().sip, extension: '100', parts });
  expect(result).toMatchObject({ successful: 1, failed: 0 });
}, 30_000);
