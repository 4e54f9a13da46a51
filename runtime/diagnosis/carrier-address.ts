import { carrierOf, isHostOf } from '#asterisk-config/carriers';
import type { Trunk } from '#asterisk-config/trunk';

/** Questions to the domain name system; rejects where there is no answer. */
export interface Names {
  addressesOf(host: string): Promise<readonly string[]>;
  namesOf(address: string): Promise<readonly string[]>;
}

/** A name of an address says nothing by itself, for whoever has the address chooses it. */
const MOST_NAMES = 5;

/**
 * Whether an address is one of the carrier's own: a host of the trunk's settings leads to it, or it has a name under the
 * carrier's domain that leads back to it.
 */
export async function isCarrierAddress(trunk: Trunk, address: string, names: Names): Promise<boolean> {
  const leadsThere = async (host: string): Promise<boolean> =>
    (await names.addressesOf(host).catch((): string[] => [])).includes(address);
  const hosts = [trunk.domain, trunk.registrar, trunk.outboundProxy].flatMap(
    (host) => host?.replace(/:\d+$/, '') ?? [],
  );
  for (const host of new Set(hosts)) if (await leadsThere(host)) return true;
  const own = carrierOf(trunk.carrier)?.hostNames ?? [];
  if (own.length === 0) return false;
  const called = await names.namesOf(address).catch((): string[] => []);
  for (const name of called.slice(0, MOST_NAMES)) {
    if (own.some((host) => isHostOf(name, host)) && (await leadsThere(name))) return true;
  }
  return false;
}
