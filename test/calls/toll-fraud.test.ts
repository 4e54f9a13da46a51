import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DialRules } from '#asterisk-config/dial-rules';
import { SipHost } from '#asterisk-config/host';
import { trunkObjects } from '#asterisk-config/trunk-objects';
import { DialCounters } from '#runtime/dial-gate/dial-counters';
import { DialGate } from '#runtime/dial-gate/dial-gate';
import { storedDialSource } from '#runtime/dial-gate/dial-source';
import { openStore, type Store } from '#runtime/store/database';
import { saveDialRules } from '#runtime/store/dial-rules';
import { getDialUsage } from '#runtime/store/dial-usage';
import { migrateStore } from '#runtime/store/migrate';
import { saveNumber } from '#runtime/store/numbers';
import { saveTrunk } from '#runtime/store/trunks';
import { ensureOwner } from '#runtime/store/users';
import { destinationOf, destinations, tableRules } from '../dial-gate/destinations.ts';
import type { CarrierCall } from '../support/carrier/carrier-call.ts';
import { FakeCarrier } from '../support/carrier/fake-carrier.ts';
import { headerOf, methodOf, statusOf } from '../support/carrier/sip-message.ts';
import { aroundStep, compiled, flowOf } from '../support/flow-of.ts';
import { leftIn, NOTHING } from '../support/leftovers.ts';
import { type Line, startLine } from '../support/line.ts';
import { pushObject } from '../support/pjsip-objects.ts';
import { usePostgres } from '../support/postgres.ts';
import { until } from '../support/supervisor.ts';
import { ipTrunk, numberAt } from '../support/trunk.ts';

const OURS = '+4930111111';
const EXITS = ['ended', 'busy', 'noAnswer', 'rejected'];
const toCaller = { to: { kind: 'number', value: '{{ caller.number }}' } };
const reminder = flowOf(
  {
    start: { step: 'outgoing-call', to: { answered: 'end', busy: 'end', noAnswer: 'end', rejected: 'end' } },
    end: { step: 'hang-up' },
  },
  { id: 'reminder' },
);

const postgres = usePostgres();
let store: Store;
let owner: string;
let counters: DialCounters;
let line: Line;
/** Where calls go out to, and where they come in from. */
let carrier: FakeCarrier;

beforeAll(async () => {
  carrier = await FakeCarrier.start();
  store = openStore({ url: postgres().url });
  await migrateStore(store.pool);
  owner = (await ensureOwner(store.db)).id;
  const trunk = {
    ...ipTrunk('acme', { domain: carrier.address, sourceAddresses: [carrier.address] }),
    port: carrier.port,
  };
  await saveTrunk(store.db, trunk, owner, true);
  await saveNumber(store.db, numberAt('acme', OURS), owner, true);
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const isLive = (callId: string) => line.engine.calls.sessions().some((session) => session.callId === callId);
  counters = new DialCounters({ db: store.db, nodeName: 'n', isLive, onError, patienceMs: 30_000 });
  const gate = new DialGate({ source: storedDialSource(store.db), counters, onError });
  line = await startLine({
    flows: {
      300: aroundStep('transfer', { ...toCaller, ringMs: 5_000 }, EXITS, { id: 'hand-on' }),
      301: aroundStep('transfer', { ...toCaller, ringMs: 5_000, mode: 'refer' }, EXITS, { id: 'refer' }),
      302: aroundStep('play', { sounds: [{ say: 'Please wait. '.repeat(60) }] }, ['next'], { id: 'wait' }),
      reminder,
    },
    route: (request) => gate.route(request),
  });
  const host = SipHost.parse({ sipPort: line.sip.port, rtpFirstPort: 10_000, rtpLastPort: 11_000 });
  const objects = trunkObjects([trunk], { host, secretOf: () => '', dialplanContext: 'patchcord-inbound' });
  for (const object of objects) expect(await pushObject(line.asterisk.ari, object)).toBeUndefined();
}, 90_000);
afterAll(async () => {
  await line?.stop();
  await carrier?.stop();
  await store?.close();
});
beforeEach(async () => {
  carrier.rules = { INVITE: { status: 486, ringing: 'none' } };
  carrier.requests.length = 0;
  await saveDialRules(store.db, tableRules, owner);
});

const requests = (method: string) => carrier.requests.filter((request) => methodOf(request) === method);
/** Numbers that calls left for, each transaction once. */
const invited = () => {
  const numbers = new Map(
    requests('INVITE').map((request) => [headerOf(request, 'call-id'), /sip:([^@]+)@/.exec(request.startLine)?.[1]]),
  );
  return [...numbers.values()].sort();
};
const numbersOnly = destinations.filter(({ to }) => 'number' in destinationOf(to));
const asDialled = (to: string) => to.replaceAll(/[ ()./-]/g, '').replace(/^00/, '+');
/** What a SIP phone can have for a name without more ado. */
const callable = numbersOnly.filter(({ to }) => /^\+[0-9]{6,15}$/.test(to));
const allowedOf = (rows: typeof destinations) =>
  rows.filter(({ expected }) => expected === 'allowed').map(({ to }) => asDialled(to));

/** Some at a time, as on a machine that has other things to do. */
async function each<T>(list: readonly T[], act: (one: T) => Promise<unknown>, atATime = 12): Promise<void> {
  const left = [...list];
  const work = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await act(one);
  };
  await Promise.all(Array.from({ length: atATime }, work));
}

const startOut = (to: string) =>
  line.engine.calls.startOutbound({
    runnable: { compiled: compiled(reminder), revision: 1 },
    to: destinationOf(to),
    from: OURS,
  });

async function allOver(): Promise<void> {
  await until('the end of all calls', () => line.engine.calls.size === 0, 60_000);
  await until('their places', async () => (await getDialUsage(store.db)).concurrent === 0, 10_000);
  await expect.poll(() => leftIn(line.asterisk.ari, []), { timeout: 5_000 }).toEqual(NOTHING);
}

describe('of the toll-fraud table only what is allowed leaves', () => {
  test('by calls that are begun here', async () => {
    const rows = destinations.filter(({ to, expected }) => 'number' in destinationOf(to) || expected !== 'allowed');
    for (const { to } of rows) startOut(to);
    await allOver();
    // A call is begun with a number in E.164; in any other form it is none.
    expect(invited()).toEqual(allowedOf(callable).sort());
  }, 120_000);

  test('by transfers of a flow', async () => {
    await each(callable, async ({ to }) => {
      const call = await carrier.call({ to: '300', from: to, target: line.sip });
      await call.until('ended');
    });
    await allOver();
    expect(invited()).toEqual(allowedOf(callable).sort());
  }, 180_000);

  test('by REFER to the carrier of the caller', async () => {
    carrier.rules.REFER = { status: 405 };
    await each(callable, async ({ to }) => {
      const call = await carrier.call({ to: '301', from: to, target: line.sip });
      await call.until('ended');
    });
    await allOver();
    const referred = requests('REFER').map((request) => /sip:([^@]+)@/.exec(headerOf(request, 'refer-to') ?? '')?.[1]);
    expect(referred.sort()).toEqual(allowedOf(callable).sort());
    expect(invited()).toEqual([]);
  }, 180_000);

  test('and nothing at all by a 302 of the carrier', async () => {
    const elsewhere = await FakeCarrier.start({ address: '127.0.0.3' });
    const wanted = callable.filter((_, index) => index % 4 === 0);
    const contacts = wanted.map(({ to }, n) =>
      n % 2 === 0
        ? `<sip:${to}@${elsewhere.address}:${elsewhere.port}>`
        : `<sip:${to}@${carrier.address}:${carrier.port}>`,
    );
    let next = 0;
    carrier.rules.INVITE = () => ({
      status: 302,
      ringing: 'none',
      headers: [['Contact', contacts[next++ % contacts.length] as string]],
    });
    for (const _ of contacts) startOut('+4930123456');
    await allOver();
    expect(next).toBeGreaterThanOrEqual(contacts.length);
    expect(new Set(invited())).toEqual(new Set(['+4930123456']));
    expect(invited()).toHaveLength(contacts.length);
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.stop();
  }, 120_000);

  test('and nothing at all by a REFER of the carrier, in calls in and out', async () => {
    carrier.rules.INVITE = { ringMs: 20 };
    const ask = async (call: CarrierCall, to: string) => {
      const answer = await call.request('REFER', {
        headers: [['Refer-To', `<sip:${to}@${carrier.address}:${carrier.port}>`]],
      });
      expect(answer === undefined ? 0 : statusOf(answer), to).toBeGreaterThanOrEqual(400);
    };
    const rows = callable.filter((_, index) => index % 15 === 0).map(({ to }) => to);
    const incoming = await carrier.call({ to: '302', from: '+4420777', target: line.sip });
    expect(incoming.status).toBe(200);
    for (const to of [...rows, '300', '+4930123456']) await ask(incoming, to);
    await incoming.hangUp();
    await allOver();
    expect(invited()).toEqual([]);
  }, 60_000);
});

test('of a hundred calls that begin at once no more leave than may go on', async () => {
  await saveDialRules(store.db, DialRules.parse({ ...tableRules, concurrent: 5 }), owner);
  carrier.rules.INVITE = { ringMs: 60_000 };
  for (let n = 0; n < 100; n += 1) startOut('+4930123456');
  await until('the others to be refused', () => line.engine.calls.size === 5, 30_000);
  expect((await getDialUsage(store.db)).concurrent).toBe(5);
  expect(invited()).toHaveLength(5);
  carrier.rules.INVITE = { status: 486 };
  for (const call of carrier.calls.filter(({ state }) => state === 'ringing')) call.over('test');
  for (const session of line.engine.calls.sessions()) session.stop('test-over', 'The test is over.');
  await allOver();
}, 60_000);
