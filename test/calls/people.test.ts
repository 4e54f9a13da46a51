import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DialRules } from '#asterisk-config/dial-rules';
import { SipHost } from '#asterisk-config/host';
import { personEndpoint } from '#asterisk-config/person-phone';
import { DialGate } from '#runtime/dial-gate/dial-gate';
import { storedDialSource } from '#runtime/dial-gate/dial-source';
import { type PeopleWiring, wirePeople } from '#runtime/people-wiring';
import { SecretError } from '#runtime/secrets/secret-error';
import { openStore, type Store } from '#runtime/store/database';
import { saveDialRules } from '#runtime/store/dial-rules';
import { migrateStore } from '#runtime/store/migrate';
import { savePerson } from '#runtime/store/people';
import { ensureOwner } from '#runtime/store/users';
import { FakeCarrier } from '../support/carrier/fake-carrier.ts';
import { headerOf, methodOf } from '../support/carrier/sip-message.ts';
import { aroundStep } from '../support/flow-of.ts';
import { type Line, startLine } from '../support/line.ts';
import { usePostgres } from '../support/postgres.ts';
import { registerPhone } from '../support/register-phone.ts';
import { runSipp } from '../support/sipp.ts';
import { answered, byeFromCallee, invite } from '../support/sipp-scenario.ts';
import { until } from '../support/supervisor.ts';

const password = 'a-password-of-a-phone-000';
const EXITS = ['ended', 'busy', 'noAnswer', 'rejected'];
const postgres = usePostgres();
let store: Store;
let owner: string;
let line: Line;
let people: PeopleWiring;
const passwords = new Map<string, string>();

beforeAll(async () => {
  store = openStore({ url: postgres().url });
  await migrateStore(store.pool);
  owner = (await ensureOwner(store.db)).id;
  const gate = new DialGate({
    source: { ...storedDialSource(store.db), hasFlow: async (extension) => extension === '210' },
    counters: { reserve: async () => ({ ok: true, id: 'r', trunkIds: [] }), release: () => {} },
    onError: () => {},
  });
  line = await startLine({
    flows: {
      200: aroundStep('transfer', { to: { kind: 'person', value: 'ann' }, callerId: 'caller', ringMs: 5_000 }, EXITS, {
        id: 'to-ann',
      }),
      201: aroundStep('transfer', { to: { kind: 'extension', value: '210' }, ringMs: 5_000 }, EXITS, { id: 'to-flow' }),
      202: aroundStep('transfer', { to: { kind: 'sip', value: 'sip:bob@127.0.0.6:5099' }, ringMs: 5_000 }, EXITS, {
        id: 'to-address',
      }),
      210: aroundStep('play', { sounds: [{ say: 'You have reached the other flow.' }] }, ['next'], { id: 'other' }),
    },
    route: (request) => gate.route(request),
  });
  const host = SipHost.parse({ sipPort: line.sip.port, rtpFirstPort: 10_000, rtpLastPort: 11_000 });
  people = wirePeople({
    config: { stateFolder: line.folder, asterisk: { host } as never },
    db: store.db,
    secret: async (name) => {
      const value = passwords.get(name);
      if (value === undefined) throw new SecretError('secret-unknown', 'There is none.', 'Make one.');
      return value;
    },
    log: pino({ level: 'silent' }),
  });
  const desk = { id: 'desk', kind: 'sip' as const, label: '' };
  await savePerson(store.db, { id: 'ann', name: 'Ann', paused: false, phones: [desk] }, owner, true);
  people.start(line.engine.connection);
}, 90_000);
afterAll(async () => {
  await line?.stop();
  await store?.close();
});

const username = personEndpoint('ann', 'desk');

test('a phone registers with the password that was made for it, rings, and talks with the caller', async () => {
  await people.port.apply();
  expect((await registerPhone(line.sip, { username, password, address: '127.0.0.5' })).status).toBe(401);
  passwords.set('sip-ann-desk', 'short');
  await people.port.apply();
  expect((await registerPhone(line.sip, { username, password: 'short', address: '127.0.0.5' })).status).toBe(401);
  passwords.set('sip-ann-desk', password);
  await people.port.apply();
  expect((await registerPhone(line.sip, { username, password: 'wrong', address: '127.0.0.5' })).status).toBe(401);
  const { status, port } = await registerPhone(line.sip, { username, password, address: '127.0.0.5' });
  expect(status).toBe(200);
  const phone = await FakeCarrier.start({ address: '127.0.0.5', port, rules: { INVITE: { ringMs: 100 } } });
  try {
    await until('the registration', async () => (await people.port.registered()).has(username), 10_000);
    const parts = [invite(), answered(4_000), byeFromCallee()];
    const calling = runSipp({ sip: line.sip, extension: '200', parts });
    const call = await phone.nextCall();
    expect(headerOf(call.invite, 'from')).toContain('sip:');
    await call.until('answered');
    await until('sound', () => call.rtp.received > 10, 5_000);
    // The phone can not make us call anybody either.
    const refused = await call.request('REFER', { headers: [['Refer-To', '<sip:+4930123456@127.0.0.5>']] });
    expect(refused?.startLine).toMatch(/^SIP\/2\.0 [4-6]/);
    await call.hangUp();
    await calling;
    expect(phone.requests.filter((request) => methodOf(request) === 'INVITE')).toHaveLength(1);
  } finally {
    await phone.stop();
  }
}, 40_000);

test('an extension is answered by its flow, which the caller hears', async () => {
  const before = line.records.length;
  const parts = [invite(), answered(10_000), byeFromCallee()];
  expect(await runSipp({ sip: line.sip, extension: '201', parts })).toMatchObject({ successful: 1 });
  await until('both records', () => line.records.length >= before + 2, 15_000);
  const [inner, outer] = ['other', 'to-flow'].map((id) => line.records.slice(before).find((one) => one.flowId === id));
  expect(inner?.trace.map(({ nodeId }) => nodeId)).toEqual(['start', 'node', 'end']);
  expect(outer?.trace.find(({ nodeId }) => nodeId === 'node')).toMatchObject({ exit: 'ended' });
}, 40_000);

test('a SIP address is called at its host, once that is allowed', async () => {
  const there = await FakeCarrier.start({ address: '127.0.0.6', port: 5099, rules: { INVITE: { byeAfterMs: 500 } } });
  try {
    const parts = [invite(), answered(10_000), byeFromCallee()];
    await runSipp({ sip: line.sip, extension: '202', parts }).catch(() => {});
    expect(there.requests).toEqual([]);
    await saveDialRules(store.db, DialRules.parse({ sipHosts: ['127.0.0.6'] }), owner);
    expect(await runSipp({ sip: line.sip, extension: '202', parts })).toMatchObject({ successful: 1 });
    const [call] = there.calls;
    expect(call?.invite.startLine).toBe('INVITE sip:bob@127.0.0.6:5099 SIP/2.0');
  } finally {
    await there.stop();
  }
}, 60_000);

test('a person who is paused is not rung, and one who is gone is gone from Asterisk', async () => {
  const phones = [{ id: 'desk', kind: 'sip' as const, label: '' }];
  await savePerson(store.db, { id: 'ann', name: 'Ann', paused: true, phones }, owner, false);
  const before = line.records.length;
  await runSipp({ sip: line.sip, extension: '200', parts: [invite(), answered(4_000), byeFromCallee()] }).catch(
    () => {},
  );
  await until('the record', () => line.records.length > before, 15_000);
  expect(JSON.stringify(line.records.at(-1))).toContain('person-paused');
  await savePerson(store.db, { id: 'ann', name: 'Ann', paused: false, phones: [] }, owner, false);
  await people.port.apply();
  await sleep(100);
  expect((await registerPhone(line.sip, { username, password, address: '127.0.0.5' })).status).toBe(401);
  expect(await people.port.registered()).toEqual(new Set());
}, 40_000);
