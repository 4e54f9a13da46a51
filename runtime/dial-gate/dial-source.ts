import type { DialRules } from '#asterisk-config/dial-rules';
import type { PhoneNumber } from '#asterisk-config/number';
import type { Person } from '#asterisk-config/person';
import type { Trunk } from '#asterisk-config/trunk';
import type { Db } from '#runtime/store/database';
import { getDialRules } from '#runtime/store/dial-rules';
import { flowOfExtension } from '#runtime/store/extensions';
import { listNumbers } from '#runtime/store/numbers';
import { getPerson } from '#runtime/store/people';
import { StoreError } from '#runtime/store/store-error';
import { listTrunks } from '#runtime/store/trunks';

/** All that is known about outside calls at one moment. */
export interface DialPage {
  readonly rules: DialRules;
  readonly numbers: ReadonlyMap<string, PhoneNumber>;
  readonly trunks: ReadonlyMap<string, Trunk>;
}

/** What the gate reads. It is asked for every call, and nothing of it is kept: what was forbidden a moment ago is. */
export interface DialSource {
  page(): Promise<DialPage>;
  person(id: string): Promise<Person | undefined>;
  hasFlow(extension: string): Promise<boolean>;
}

export const storedDialSource = (db: Db): DialSource => ({
  async page() {
    const [rules, numbers, trunks] = [await getDialRules(db), await listNumbers(db), await listTrunks(db)];
    return {
      rules,
      numbers: new Map(numbers.map(({ settings }) => [settings.number, settings])),
      trunks: new Map(trunks.map(({ settings }) => [settings.id, settings])),
    };
  },
  async person(id) {
    try {
      return (await getPerson(db, id)).settings;
    } catch (error) {
      if (error instanceof StoreError && error.code === 'person-unknown') return undefined;
      throw error;
    }
  },
  hasFlow: async (extension) => (await flowOfExtension(db, extension)) !== undefined,
});
