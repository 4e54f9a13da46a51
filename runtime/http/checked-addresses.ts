import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { AllowList } from './allow-list.ts';
import { explainFailure, HttpError } from './http-error.ts';

export interface CheckedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** All addresses of a name, if each of them may be connected to. Looked up once: what was checked is what is used. */
export type Resolve = (hostname: string) => Promise<readonly { address: string; family: number }[]>;

export const systemResolve: Resolve = (hostname) => lookup(hostname, { all: true, verbatim: true });

/** Throws HttpError where one address of the host is not to be connected to. */
export async function checkedAddresses(url: URL, allow: AllowList, resolve: Resolve): Promise<CheckedAddress[]> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const literal = isIP(host);
  const found =
    literal === 0
      ? await resolve(host).catch((error) => {
          throw explainFailure(error, host);
        })
      : [{ address: host, family: literal }];
  if (found.length === 0) throw new HttpError('http-unreachable', `'${host}' has no address.`);
  const refused = found.find(({ address }) => isIP(address) === 0 || !allow.allows(host, address));
  if (refused !== undefined) {
    const led = literal === 0 ? ` leads to ${refused.address}, which` : '';
    throw new HttpError(
      'http-address-refused',
      `'${host}'${led} is not on the open internet, so a flow may not connect to it.`,
      `If it shall, add '${host}' to the setting httpAllow (PATCHCORD_HTTP_ALLOW).`,
    );
  }
  return found.map(({ address }) => ({ address, family: isIP(address) === 6 ? 6 : 4 }));
}
