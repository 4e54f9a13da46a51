import { expect } from 'vitest';
import type { CallRecord } from '#runtime/flow/record';
import { getCall, listCalls } from '#runtime/store/calls';
import type { Instance } from './instance.ts';
import { leftIn, NOTHING } from './leftovers.ts';
import { until } from './supervisor.ts';

/** The records of an extension's calls that are over, in the order of their callers. */
export async function recordsSoFar({ store }: Instance, extension: string): Promise<CallRecord[]> {
  const rows = (await listCalls(store.db, {}, 10_000)).filter(
    (row) => row.called === extension && row.endedAt !== null,
  );
  const records = await Promise.all(rows.map((row) => getCall(store.db, row.id)));
  return records.flatMap((record) => record ?? []).sort((a, b) => a.startedMs - b.startedMs);
}

/** The same, once there are `count`. */
export async function recordsOf(instance: Instance, extension: string, count: number): Promise<CallRecord[]> {
  const rows = () => listCalls(instance.store.db, {}, 10_000);
  const over = async () => (await rows()).filter((row) => row.called === extension && row.endedAt !== null).length;
  await until(`${count} records of ${extension}`, async () => (await over()) >= count, 10_000);
  const records = await recordsSoFar(instance, extension);
  expect(records).toHaveLength(count);
  return records;
}

/** Waits until Asterisk has nothing left of these calls, and the runtime no session. */
export async function expectQuiet({ supervisor }: Instance, records: readonly CallRecord[]): Promise<void> {
  const { asterisk } = supervisor.config;
  if (asterisk === undefined) throw new Error('The instance has no Asterisk.');
  await expect.poll(() => leftIn(asterisk.ari, records), { timeout: 5_000 }).toEqual(NOTHING);
  await expect.poll(() => supervisor.status().liveCalls, { timeout: 5_000 }).toBe(0);
}

export const pathOf = ({ trace }: CallRecord): string => trace.map(({ nodeId }) => nodeId).join(' ');

export const keysOf = ({ events }: CallRecord): string =>
  events.map((event) => (event.type === 'key.pressed' ? String(event.key) : '')).join('');
