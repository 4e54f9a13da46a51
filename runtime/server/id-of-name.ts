import { StoreError } from '#runtime/store/store-error';

const MOST_TRIES = 100;

interface IdRules {
  /** Characters, without a number behind them. */
  readonly most?: number;
  readonly letterFirst?: boolean;
  /** Ids that mean something else. */
  readonly not?: RegExp;
}

/** An id made of a name: `Réception 2` becomes `reception-2`; `otherwise` where nothing of it can be used. */
function idOf(name: string, otherwise: string, { most = 50, letterFirst = false, not }: IdRules): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words = plain.split(/[^a-z0-9]+/).filter((word) => word !== '');
  const joined = words.join('-');
  const whole = (letterFirst && /^[0-9]/.test(joined)) || not?.test(joined) ? `${otherwise}-${joined}` : joined;
  return whole.slice(0, most).replace(/-$/, '') || otherwise;
}

/** Makes something under the id of its name, or with a number behind it while `make` throws a `...-exists`. */
export async function makeNamed(
  name: string,
  otherwise: string,
  make: (id: string) => Promise<void>,
  rules: IdRules = {},
): Promise<string> {
  const first = idOf(name, otherwise, rules);
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? first : `${first}-${n}`;
    try {
      await make(id);
      return id;
    } catch (error) {
      if (!(error instanceof StoreError) || !error.code.endsWith('-exists') || n >= MOST_TRIES) throw error;
    }
  }
}
