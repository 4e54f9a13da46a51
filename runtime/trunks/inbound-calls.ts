import { toE164 } from '#asterisk-config/called-number';
import type { PhoneNumber } from '#asterisk-config/number';
import { sourceGroups } from '#asterisk-config/source-groups';
import type { Trunk } from '#asterisk-config/trunk';
import { isSharedEndpoint, sharedEndpointId, trunkOfEndpoint } from '#asterisk-config/trunk-names';
import type { TrunkPage } from './trunk-book.ts';

/** Where a call came from, as its channel tells it. */
export interface ArrivingCall {
  /** Such as PJSIP/pc-acme-00000001 */
  readonly channelName: string;
  /** The user part of the request's address. */
  readonly extension: string;
  /** A header of the request; undefined without it. */
  header(name: string): Promise<string | undefined>;
}

export type Arrival =
  /** Not a carrier's call: from this machine, or from a person's telephone. */
  | { readonly kind: 'internal' }
  | { readonly kind: 'number'; readonly number: PhoneNumber; readonly trunk: Trunk }
  | {
      readonly kind: 'unknown';
      readonly trunkId: string;
      readonly dialled: string;
      readonly number: string | undefined;
    };

const MOST_TEXT = 80;

/** Whether a call comes from a carrier, and which of our numbers it is for. */
export async function arrivalOf(page: TrunkPage, call: ArrivingCall): Promise<Arrival> {
  const endpoint = endpointOf(call.channelName);
  const trunks = endpoint === undefined ? [] : trunksBehind(page, endpoint);
  if (trunks.length === 0) {
    if (endpoint === undefined || !looksLikeTrunk(endpoint)) return { kind: 'internal' };
    // The trunk was removed a moment ago: what comes by it is nobody's, and never an extension's.
    return unknown(trunkOfEndpoint(endpoint) ?? endpoint, call.extension, undefined);
  }
  const headers = new Map<string, Promise<string | undefined>>();
  const read = (name: string): Promise<string | undefined> => {
    const known = headers.get(name) ?? call.header(name);
    headers.set(name, known);
    return known;
  };
  for (const trunk of trunks) {
    // What the trunk says first; many carriers that are registered with put the account into the request's address.
    for (const place of new Set([placeOf(trunk), 'request-uri', 'To'])) {
      const dialled = place === 'request-uri' ? call.extension : addressIn(await read(place));
      const number = page.numbers.get(toE164(dialled, trunk.country) ?? '');
      if (number?.trunkId === trunk.id) return { kind: 'number', number, trunk };
    }
  }
  return onlyNumber(page, trunks, call.extension) ?? (await asUnknown(trunks, call.extension, read));
}

/** `PJSIP/pc-acme-00000001` -> `pc-acme` */
function endpointOf(channelName: string): string | undefined {
  return /^PJSIP\/(.+)-[0-9a-f]{8,}$/.exec(channelName)?.[1];
}

const looksLikeTrunk = (endpoint: string): boolean =>
  isSharedEndpoint(endpoint) || trunkOfEndpoint(endpoint) !== undefined;

function trunksBehind({ trunks }: TrunkPage, endpoint: string): readonly Trunk[] {
  const all = [...trunks.values()];
  if (isSharedEndpoint(endpoint)) {
    const groups = sourceGroups(all.filter(({ kind }) => kind !== 'pbx'));
    return groups.find((group) => sharedEndpointId(group.map(({ id }) => id)) === endpoint) ?? [];
  }
  const own = trunks.get(trunkOfEndpoint(endpoint) ?? '');
  if (own !== undefined) return [own];
  return all.filter(({ kind, pbx }) => kind === 'pbx' && pbx?.endpoint === endpoint);
}

/** `request-uri`, or the name of a header. */
function placeOf({ calledNumber }: Trunk): string {
  if (typeof calledNumber === 'object') return calledNumber.header;
  return calledNumber === 'to' ? 'To' : calledNumber;
}

/** `"Ada" <sip:+4930123456@carrier>;tag=1` -> `sip:+4930123456@carrier` */
function addressIn(header = ''): string {
  const bare = header.replaceAll(/"(?:[^"\\]|\\.)*"/g, '');
  return /<([^<>]*)>/.exec(bare)?.[1] ?? bare;
}

/** A carrier that says only whose account is called, and the account has one number: there is no doubt which is meant. */
function onlyNumber({ numbers }: TrunkPage, trunks: readonly Trunk[], extension: string): Arrival | undefined {
  const [trunk, ...others] = trunks;
  if (trunk === undefined || others.length > 0 || trunk.kind !== 'registration') return undefined;
  if (extension !== trunk.username) return undefined;
  const [number, ...more] = [...numbers.values()].filter(({ trunkId }) => trunkId === trunk.id);
  return number === undefined || more.length > 0 ? undefined : { kind: 'number', number, trunk };
}

async function asUnknown(
  trunks: readonly Trunk[],
  extension: string,
  read: (name: string) => Promise<string | undefined>,
): Promise<Arrival> {
  const [trunk] = trunks;
  if (trunk === undefined) throw new Error('A call of a trunk has a trunk.');
  const place = placeOf(trunk);
  const said = place === 'request-uri' ? extension : addressIn(await read(place));
  const dialled = said || extension;
  return unknown(trunk.id, dialled, toE164(dialled, trunk.country) ?? toE164(extension, trunk.country));
}

const unknown = (trunkId: string, dialled: string, number: string | undefined): Arrival => ({
  kind: 'unknown',
  trunkId,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  dialled: dialled.replaceAll(/[\u0000-\u001f\u007f]/g, ' ').slice(0, MOST_TEXT),
  number,
});
