import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getDialUsage } from '#runtime/store/dial-usage';
import { saveNumber } from '#runtime/store/numbers';
import { saveTrunk } from '#runtime/store/trunks';
import { ensureOwner } from '#runtime/store/users';
import { destinationOf, destinations, tableRules } from '../dial-gate/destinations.ts';
import { FakeCarrier } from '../support/carrier/fake-carrier.ts';
import { headerOf, methodOf } from '../support/carrier/sip-message.ts';
import { flowOf } from '../support/flow-of.ts';
import { useInstance } from '../support/instance.ts';
import { until } from '../support/supervisor.ts';
import { ipTrunk, numberAt } from '../support/trunk.ts';

const OURS = '+4930111111';
const instance = useInstance();
let carrier: FakeCarrier;

beforeAll(async () => {
  carrier = await FakeCarrier.start();
  const { store, publish } = instance();
  const reminder = {
    start: { step: 'outgoing-call', to: { answered: 'end', busy: 'end', noAnswer: 'end', rejected: 'end' } },
    end: { step: 'hang-up' },
  };
  await publish(flowOf(reminder, { id: 'reminder', direction: 'outbound' }), '900');
  const owner = await ensureOwner(store.db);
  const trunk = ipTrunk('acme', { sourceAddresses: [carrier.address], domain: carrier.address });
  await saveTrunk(store.db, { ...trunk, port: carrier.port }, owner.id, true);
  await saveNumber(store.db, numberAt('acme', OURS), owner.id, true);
  const identified = async () =>
    (await carrier.call({ to: OURS, from: '+4930999999', target: instance().sip })).status !== 401;
  await until('the trunk in Asterisk', identified, 10_000);
}, 60_000);
afterAll(() => carrier?.stop());

async function ask(method: 'POST' | 'PUT', path: string, body: unknown) {
  const { address = '', tokenFile } = instance().supervisor.status();
  const token = (await readFile(tokenFile, 'utf8')).trim();
  const answer = await fetch(`${address}${path}`, {
    method,
    body: JSON.stringify(body),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  });
  return { status: answer.status, body: (await answer.json()) as { code?: string; callId?: string } };
}
const call = (to: string) => ask('POST', '/api/calls', { flowId: 'reminder', to: destinationOf(to), from: OURS });
const invited = () => {
  const invites = carrier.requests.filter((request) => methodOf(request) === 'INVITE');
  const numbers = new Map(
    invites.map((request) => [headerOf(request, 'call-id'), /sip:([^@]+)@/.exec(request.startLine)?.[1]]),
  );
  return [...numbers.values()].sort();
};
const usage = () => getDialUsage(instance().store.db);

test('of the toll-fraud table POST /api/calls lets out what is allowed, and says of the rest why not', async () => {
  carrier.rules.INVITE = { status: 486, ringing: 'none' };
  expect(await ask('PUT', '/api/dial-rules', tableRules)).toMatchObject({ status: 200 });
  const wrong: unknown[] = [];
  const left: string[] = [];
  // Addresses outside this machine are not called from a test.
  for (const { to, expected } of destinations.filter(
    (row) => !('sip' in destinationOf(row.to)) || row.expected !== 'allowed',
  )) {
    const { status, body } = await call(to);
    if (status === 201) left.push(to);
    // What is not even written as a destination is refused before the gate is asked.
    const isWritten = /^\+[1-9][0-9]{5,14}$/.test(to) || 'sip' in destinationOf(to);
    const fits =
      isWritten && status === 422
        ? body.code === expected
        : status === (expected === 'allowed' && isWritten ? 201 : 400);
    if (!fits) wrong.push([to, expected, status, body.code]);
  }
  expect(wrong).toEqual([]);
  expect(left.length).toBeGreaterThan(30);
  await until('the end of all calls', async () => (await usage()).concurrent === 0, 20_000);
  expect(invited()).toEqual(left.sort());
}, 120_000);

test('a caller ID that is not ours is refused', async () => {
  const asked = await ask('POST', '/api/calls', {
    flowId: 'reminder',
    to: { number: '+4930123456' },
    from: '+4930999999',
  });
  expect(asked).toMatchObject({ status: 422, body: { code: 'caller-id-not-owned' } });
});

test('a cap holds when the runtime is killed while calls ring, and they have their places until they are over', async () => {
  await ask('PUT', '/api/dial-rules', { ...tableRules, concurrent: 3 });
  carrier.rules.INVITE = { ringMs: 60_000 };
  carrier.requests.length = 0;
  const answers = await Promise.all(Array.from({ length: 8 }, () => call('+4930123456')));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
  expect(answers.filter(({ body }) => body.code === 'dial-concurrent-reached')).toHaveLength(5);
  await until('the calls', () => invited().length === 3, 5_000);

  const { supervisor } = instance();
  const killed = supervisor.status().runtime?.pid ?? 0;
  process.kill(killed, 'SIGKILL');
  const isBack = async () => {
    const { runtime, address } = supervisor.status();
    return runtime?.pid !== killed && address !== undefined && (await call('+4930123456')).status === 422;
  };
  await until('the next runtime', () => isBack().catch(() => false), 20_000);
  expect((await call('+4930123456')).body.code).toBe('dial-concurrent-reached');
  expect((await usage()).concurrent).toBe(3);
  expect(invited()).toHaveLength(3);

  const { calls } = carrier;
  for (const one of calls.filter(({ state }) => state === 'ringing')) one.answer();
  carrier.rules.INVITE = { status: 486 };
  await until('free places', async () => (await usage()).concurrent === 0, 60_000);
  expect((await call('+4930123456')).status).toBe(201);
}, 120_000);
