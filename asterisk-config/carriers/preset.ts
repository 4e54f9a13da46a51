import type { Trunk, TrunkKind } from '../trunk.ts';
import type { TrunkField } from '../trunk-fields.ts';

/** `pbx` is no carrier's. */
export type CarrierKind = Exclude<TrunkKind, 'pbx'>;

/** Something to click or enter at the carrier. */
export interface ChecklistItem {
  readonly text: string;
  readonly detail?: string;
  /** Shown beside it, to be copied: what AtTheCarrier has under this name. */
  readonly value?: 'originationUri' | 'publicAddress' | 'callsOutFrom';
}

/** A usual but wrong setting: a host that is another product's. */
export interface WrongHost {
  /** The host itself; with a dot before it, any host below. */
  readonly hosts: readonly string[];
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly suggestion?: Partial<Trunk>;
  readonly clear?: readonly TrunkField[];
}

/** What is known of a carrier, as data. */
export interface CarrierPreset {
  readonly id: string;
  readonly title: string;
  /** The usual one first. */
  readonly kinds: readonly CarrierKind[];
  /** The carrier's own pages. */
  readonly source: readonly string[];
  /** Day on which somebody compared this with the carrier's pages, or a copy of them; null: nobody did, shown as unverified. */
  readonly verifiedAt: string | null;
  /** What is not confirmed by the carrier's pages, or said differently by two of them. */
  readonly unverified: readonly string[];
  readonly defaults: Readonly<Partial<Record<CarrierKind, Partial<Trunk>>>>;
  /** What has to be filled in, in this order; all else is under "more". */
  readonly fields: Readonly<Partial<Record<CarrierKind, readonly TrunkField[]>>>;
  /** Words of this carrier for fields, in place of the general ones. */
  readonly words: Readonly<Partial<Record<TrunkField, { readonly label: string; readonly help: string }>>>;
  readonly checklist: readonly ChecklistItem[];
  /** Where its calls in come from: what a new trunk begins with. */
  readonly sourceAddresses: readonly string[];
  /** As `verifiedAt`, for the addresses. */
  readonly sourceAddressesVerifiedAt: string | null;
  readonly notes: readonly string[];
  /** What its host names end with. */
  readonly hostNames: readonly string[];
  readonly wrongHosts: readonly WrongHost[];
}

/** What most presets have none of. */
export const nothing = {
  unverified: [],
  words: {},
  sourceAddresses: [],
  sourceAddressesVerifiedAt: null,
  wrongHosts: [],
} as const;

/** The fields of the form for each kind, where a carrier wants nothing special. */
export const usualFields: Readonly<Record<CarrierKind, readonly TrunkField[]>> = {
  registration: ['registrar', 'username', 'password', 'domain', 'transport'],
  digest: ['domain', 'username', 'password', 'sourceAddresses', 'transport'],
  ip: ['domain', 'sourceAddresses', 'transport'],
};
