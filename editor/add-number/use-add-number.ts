import { useCallback, useState } from 'react';
import type { TrunkKind } from '#asterisk-config/trunk';
import type { CarrierPreset } from '../api/carriers.ts';
import type { NumberDraft } from '../numbers/number-fields.tsx';
import type { TrunkDraft } from '../trunks/trunk-draft.ts';
import { addNumberWords } from '../words/add-number.ts';
import { isGeneric } from './is-generic.ts';

/** How far somebody is on the way to a new number. */
export interface AddNumberState {
  /** Id of the chosen preset; none where a trunk that is there already was chosen. */
  readonly carrier?: string | undefined;
  /** What was entered, for each carrier that was looked at: nothing is lost by looking at another. */
  readonly drafts: Readonly<Record<string, TrunkDraft>>;
  /** The trunk, once it is saved. */
  readonly trunkId?: string | undefined;
  readonly testId?: string | undefined;
  readonly number: NumberDraft;
  /** Things to do at the carrier that were ticked off, as `carrier text`. */
  readonly ticked: readonly string[];
}

const KEY = 'patchcord.add-number';
const NEW: AddNumberState = { drafts: {}, number: {}, ticked: [] };

/** The state, kept over a reload of the page, until the number is there. A typed password is in memory only. */
export function useAddNumber(query: URLSearchParams) {
  const [state, setState] = useState<AddNumberState>(() => first(query));
  const change = useCallback((part: Partial<AddNumberState>) => {
    setState((before) => {
      const next = { ...before, ...part };
      sessionStorage.setItem(KEY, JSON.stringify({ ...next, drafts: withoutPasswords(next.drafts) }));
      return next;
    });
  }, []);
  const reset = useCallback(() => {
    forgetAddNumber();
    setState(NEW);
  }, []);
  return { state, change, reset };
}

/** The next number begins at the beginning. */
export const forgetAddNumber = (): void => sessionStorage.removeItem(KEY);

/** What a new trunk of a carrier begins with. */
export function firstDraft(preset: CarrierPreset): TrunkDraft {
  const kind = preset.kinds[0] ?? 'registration';
  return {
    name: isGeneric(preset.id) ? addNumberWords.genericName : preset.title,
    carrier: preset.id,
    kind,
    ...defaultsOf(preset, kind),
  };
}

/** What is known of a carrier's trunks of a kind. */
export const defaultsOf = (preset: CarrierPreset, kind: TrunkKind): TrunkDraft => ({
  ...(preset.sourceAddresses.length > 0 ? { sourceAddresses: [...preset.sourceAddresses] } : {}),
  ...(kind === 'pbx' ? {} : preset.defaults[kind]),
});

function first(query: URLSearchParams): AddNumberState {
  const trunkId = query.get('trunk');
  if (trunkId !== null) return { ...NEW, trunkId, number: { trunkId, number: query.get('number') ?? undefined } };
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    return kept === null ? NEW : { ...NEW, ...kept };
  } catch {
    return NEW;
  }
}

const withoutPasswords = (drafts: AddNumberState['drafts']): AddNumberState['drafts'] =>
  Object.fromEntries(
    Object.entries(drafts).map(([carrier, { password, ...draft }]) => [
      carrier,
      typeof password === 'object' ? { ...draft, password } : draft,
    ]),
  );
