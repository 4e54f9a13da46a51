import { describe, expect, test } from 'vitest';
import { Hours } from '#runtime/flow/hours';
import { HoursBook } from '#runtime/hours/hours-book';
import { listenForChanges } from '#runtime/store/changes';
import { changeHours, createHours, deleteHours, listHours } from '#runtime/store/hours';
import { useStore } from '../support/store.ts';
import { until } from '../support/supervisor.ts';

const newStore = useStore();
const hours = (id: string, state: 'open' | 'closed') =>
  Hours.parse({
    id,
    name: id,
    zone: 'Europe/Berlin',
    week: { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] },
    override: { state, until: null },
  });
const stateOf = async (book: HoursBook) => (await book.at('office', 0)).state;

describe('the hours that calls read', () => {
  test('change at once, whoever changes them', async () => {
    const { db, url, owner } = await newStore();
    await createHours(db, hours('office', 'open'), owner.id);
    const book = new HoursBook(() => listHours(db));
    const listening = listenForChanges(url, () => book.forget());
    expect(await stateOf(book)).toBe('open');
    await changeHours(db, 'office', { override: { state: 'closed', until: null } }, owner.id);
    await until('the change', async () => (await stateOf(book)) === 'closed', 2_000);
    await deleteHours(db, 'office');
    await until(
      'the removal',
      () =>
        stateOf(book).then(
          () => false,
          (error) => error.code === 'hours-unknown',
        ),
      2_000,
    );
    await listening.close();
  });

  test('stay as last known while the database is away, and a call does not wait for it long', async () => {
    let read = async () => [hours('office', 'open')];
    const book = new HoursBook(() => read());
    expect(await stateOf(book)).toBe('open');
    read = () => Promise.reject(new Error('away'));
    book.forget();
    expect(await stateOf(book)).toBe('open');
    read = () => new Promise(() => {});
    book.forget();
    const begunMs = performance.now();
    expect(await stateOf(book)).toBe('open');
    expect(performance.now() - begunMs).toBeLessThan(2_000);
    read = async () => [hours('office', 'closed')];
    book.forget();
    expect(await stateOf(book)).toBe('closed');
  });

  test('are those of the latest read, though an older one ends later', async () => {
    const ends: ((all: Hours[]) => void)[] = [];
    const book = new HoursBook(() => new Promise((resolve) => ends.push(resolve)));
    book.forget();
    book.forget();
    ends[1]?.([hours('office', 'closed')]);
    expect(await stateOf(book)).toBe('closed');
    ends[0]?.([hours('office', 'open')]);
    expect(await stateOf(book)).toBe('closed');
  });

  test('fail the step when they were never read', async () => {
    const book = new HoursBook(() => Promise.reject(new Error('away')));
    await expect(book.at('office', 0)).rejects.toThrow('away');
  });
});
