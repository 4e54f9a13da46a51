import { expect, test } from 'vitest';
import { DialRules } from '#asterisk-config/dial-rules';
import { DialCounters, type DialCountersOptions } from '#runtime/dial-gate/dial-counters';
import { openStore, type Store } from '#runtime/store/database';
import { saveDialRules } from '#runtime/store/dial-rules';
import { getDialUsage } from '#runtime/store/dial-usage';
import { type TestStore, useStore } from '../support/store.ts';

const newStore = useStore();
/** Noon of this day, so that an hour either way is the same day. */
const day = new Date().setUTCHours(12, 0, 0, 0);

/** Counters of one node; what it carries is in `live`, its clocks in `clock`. */
function node(store: Store, nodeName: string, options: Partial<DialCountersOptions> = {}) {
  const live = new Set<string>();
  const clock = { nowMs: day, monotonicMs: 0 };
  const errors: unknown[] = [];
  const counters = new DialCounters({
    db: store.db,
    nodeName,
    isLive: (callId) => live.has(callId),
    onError: (error) => errors.push(error),
    monotonic: () => clock.monotonicMs,
    now: () => clock.nowMs,
    beatMs: 20,
    ...options,
  });
  const ask = (number = '+4930123456', callId = 'c1', trunks: Parameters<DialCounters['reserve']>[0]['trunks'] = []) =>
    counters.reserve({ callId, number, trunks });
  const pass = (ms: number) => {
    clock.nowMs += ms;
    clock.monotonicMs += ms;
  };
  return { counters, live, clock, errors, ask, pass };
}

const wide = { callsPerSecond: 1_000, concurrent: 10_000, perNumberPerDay: 10_000, minutesPerDay: 10_000 };
const limit = (store: TestStore, limits: Partial<DialRules>) =>
  saveDialRules(store.db, DialRules.parse({ ...wide, ...limits }), store.owner.id);
type Answer = Awaited<ReturnType<DialCounters['reserve']>>;
const codeOf = (answer: Answer) => (answer.ok ? 'ok' : answer.code);

function tally(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const answer of answers) counts[codeOf(answer)] = (counts[codeOf(answer)] ?? 0) + 1;
  return counts;
}

test.each([
  ['concurrent', 'dial-concurrent-reached', 7],
  ['callsPerSecond', 'dial-rate-reached', 25],
  ['perNumberPerDay', 'dial-number-reached', 13],
] as const)(
  '1,000 calls that two nodes begin at once never pass %s',
  async (cap, code, most) => {
    const store = await newStore();
    await limit(store, { [cap]: most });
    const other = openStore({ url: store.url });
    const nodes = [node(store, 'a', { patienceMs: 60_000 }), node(other, 'b', { patienceMs: 60_000 })];
    const answers = await Promise.all(Array.from({ length: 1_000 }, (_, n) => nodes[n % 2]?.ask()));
    await other.close();
    expect(tally(answers.filter((answer) => answer !== undefined))).toEqual({ ok: most, [code]: 1_000 - most });
    expect(await getDialUsage(store.db)).toMatchObject({ concurrent: most });
  },
  60_000,
);

test('a place is free again once its call is over', async () => {
  const store = await newStore();
  await limit(store, { concurrent: 1 });
  const { counters, ask } = node(store, 'a');
  const first = await ask();
  expect([codeOf(first), codeOf(await ask())]).toEqual(['ok', 'dial-concurrent-reached']);
  if (first.ok) counters.release([first.id], 60_000);
  await expect.poll(async () => codeOf(await ask())).toBe('ok');
});

test('calls per second may be less than one', async () => {
  const store = await newStore();
  await limit(store, { callsPerSecond: 0.5 });
  const { ask, pass } = node(store, 'a');
  expect(codeOf(await ask())).toBe('ok');
  pass(1_500);
  expect(codeOf(await ask())).toBe('dial-rate-reached');
  pass(600);
  expect(codeOf(await ask())).toBe('ok');
});

test('minutes are counted while a call goes on, and put right when it is over', async () => {
  const store = await newStore();
  await limit(store, { minutesPerDay: 3 });
  const { counters, live, ask, pass, clock } = node(store, 'a');
  clock.nowMs = Date.now();
  live.add('c1');
  const call = await ask();
  for (let minute = 0; minute < 3; minute += 1) {
    pass(60_000);
    await counters.beat();
  }
  expect(codeOf(await ask())).toBe('dial-minutes-reached');
  // It had rung for one minute of the three.
  if (call.ok) counters.release([call.id], 120_000);
  await expect.poll(async () => codeOf(await ask())).toBe('ok');
});

test('calls that go on when the minutes of the day are used up are ended', async () => {
  const store = await newStore();
  await limit(store, { minutesPerDay: 2 });
  const ended: string[] = [];
  const { counters, live, ask, pass } = node(store, 'a', { onUsedUp: (callIds) => ended.push(...callIds) });
  live.add('c1').add('c2');
  await ask('+4930123456', 'c1');
  await ask('+4930123457', 'c2');
  pass(59_000);
  await counters.beat();
  expect(ended).toEqual([]);
  pass(2_000);
  await counters.beat();
  expect(ended).toEqual(['c1', 'c2']);
});

test('limits hold over a restart, which goes on with the calls that are still there and frees the others', async () => {
  const store = await newStore();
  await limit(store, { concurrent: 2, perNumberPerDay: 3 });
  const before = node(store, 'a');
  before.live.add('kept').add('lost');
  await before.ask('+4930123456', 'kept');
  await before.ask('+4930123457', 'lost');
  before.pass(30_000);
  await before.counters.beat();

  const after = node(store, 'a');
  after.live.add('kept');
  expect(codeOf(await after.ask('+4930123458', 'new'))).toBe('dial-concurrent-reached');
  await after.counters.beat();
  expect((await getDialUsage(store.db)).concurrent).toBe(2);
  after.pass(31_000);
  await after.counters.beat();
  expect((await getDialUsage(store.db)).concurrent).toBe(1);
  expect(codeOf(await after.ask('+4930123456', 'new'))).toBe('ok');
  after.live.clear();
  after.pass(31_000);
  await after.counters.beat();
  expect((await getDialUsage(store.db)).concurrent).toBe(0);
  expect(codeOf(await after.ask('+4930123456', 'new'))).toBe('ok');
  expect(codeOf(await after.ask('+4930123456', 'new'))).toBe('dial-number-reached');
});

test('a clock that jumps an hour, either way, or over midnight, gives nothing back', async () => {
  const store = await newStore();
  await limit(store, { concurrent: 3, perNumberPerDay: 2, callsPerSecond: 1 });
  const { counters, live, ask, pass, clock } = node(store, 'a');
  live.add('c1');
  const hour = 3_600_000;
  expect(codeOf(await ask())).toBe('ok');
  clock.nowMs -= hour;
  expect(codeOf(await ask())).toBe('dial-rate-reached');
  pass(1_001);
  // Not an hour later, when the clock has come back to where it was.
  expect(codeOf(await ask())).toBe('ok');
  clock.nowMs += hour;
  await counters.beat();
  expect(codeOf(await ask())).toBe('dial-number-reached');
  // Over midnight: that day's count begins, and this day's is still there after it.
  clock.nowMs += 12 * hour;
  expect(codeOf(await ask())).toBe('ok');
  expect(codeOf(await ask('+4930999999'))).toBe('dial-concurrent-reached');
  clock.nowMs -= 12 * hour;
  expect(codeOf(await ask())).toBe('dial-number-reached');
});

test('what a dead node has let out is free once it is silent for long, whatever the wall clock says', async () => {
  const store = await newStore();
  await limit(store, { concurrent: 1 });
  const dead = node(store, 'dead');
  const alive = node(store, 'alive');
  dead.live.add('c1');
  await dead.ask();
  await dead.counters.beat();
  await alive.counters.beat();
  alive.clock.nowMs += 86_400_000;
  alive.clock.monotonicMs += 50_000;
  await alive.counters.beat();
  expect((await getDialUsage(store.db)).concurrent).toBe(1);
  // A sign of life counts from when it is seen.
  await dead.counters.beat();
  alive.clock.monotonicMs += 30_000;
  await alive.counters.beat();
  expect((await getDialUsage(store.db)).concurrent).toBe(1);
  alive.clock.monotonicMs += 61_000;
  await alive.counters.beat();
  expect((await getDialUsage(store.db)).concurrent).toBe(0);
  expect(codeOf(await alive.ask())).toBe('ok');
});

test('a trunk that is full is left out, and without another one nothing is let out', async () => {
  const store = await newStore();
  await limit(store, {});
  const { ask } = node(store, 'a');
  const trunks = [
    { trunkId: 'acme', maxCalls: 1 },
    { trunkId: 'spare', maxCallsPerSecond: 1 },
  ];
  expect(await ask('+4930123456', 'c1', trunks)).toMatchObject({ ok: true, trunkIds: ['acme', 'spare'] });
  expect(await ask('+4930123456', 'c1', trunks)).toMatchObject({ ok: true, trunkIds: ['spare'] });
  expect(codeOf(await ask('+4930123456', 'c1', trunks))).toBe('trunk-busy');
});

test('while Postgres is away nothing is let out, and soon said so', async () => {
  const store = await newStore();
  const away = openStore({ url: 'postgres://nobody@127.0.0.1:1/none' });
  const { ask, errors } = node({ ...store, db: away.db }, 'a', { patienceMs: 1_000 });
  const asked = performance.now();
  expect(codeOf(await ask())).toBe('dial-store-away');
  expect(performance.now() - asked).toBeLessThan(2_000);
  expect(errors).toHaveLength(1);
  await away.close();
});

test('what Postgres does too late is given back', async () => {
  const store = await newStore();
  await limit(store, {});
  const locked = await store.pool.connect();
  await locked.query("insert into dial_gate (id, recent) values ('gate', '[]') on conflict do nothing");
  await locked.query("begin; select 1 from dial_gate where id = 'gate' for update");
  const { ask, pass } = node(store, 'a', { patienceMs: 100 });
  expect(codeOf(await ask())).toBe('dial-store-away');
  await locked.query('rollback');
  locked.release();
  pass(2_000);
  await expect.poll(async () => (await getDialUsage(store.db)).concurrent).toBe(0);
  expect(codeOf(await ask())).toBe('ok');
});
