import { describe, expect, test } from 'vitest';
import { listenForChanges } from '#runtime/store/changes';
import { listNumbers, saveNumber } from '#runtime/store/numbers';
import { listTrunks, saveTrunk } from '#runtime/store/trunks';
import { TrunkBook } from '#runtime/trunks/trunk-book';
import { useStore } from '../support/store.ts';
import { until } from '../support/supervisor.ts';
import { ipTrunk, numberAt } from '../support/trunk.ts';

const newStore = useStore();

describe('the trunks and numbers that calls read', () => {
  test('change at once, whoever changes them', async () => {
    const { db, url, owner } = await newStore();
    await saveTrunk(db, ipTrunk('acme'), owner.id, true);
    const book = new TrunkBook({
      trunks: async () => (await listTrunks(db)).map(({ settings }) => settings),
      numbers: async () => (await listNumbers(db)).map(({ settings }) => settings),
    });
    const listening = listenForChanges(url, () => book.forget());
    expect([...(await book.read()).trunks.keys()]).toEqual(['acme']);
    await saveNumber(db, numberAt('acme', '+4930123456', { inboundFlow: 'reception' }), owner.id, true);
    await until('the number', async () => (await book.read()).numbers.size === 1, 10_000);
    expect((await book.read()).numbers.get('+4930123456')).toMatchObject({ inboundFlow: 'reception' });
    await listening.close();
  });

  test('stay in use while they can not be read, and reading them fails only where nothing is known', async () => {
    let away = true;
    const book = new TrunkBook({
      trunks: async () => {
        if (away) throw new Error('away');
        return [ipTrunk('acme')];
      },
      numbers: async () => [],
    });
    await expect(book.read()).rejects.toThrow('away');
    away = false;
    expect((await book.read()).trunks.size).toBe(1);
    away = true;
    book.forget();
    expect((await book.read()).trunks.size).toBe(1);
  });
});
