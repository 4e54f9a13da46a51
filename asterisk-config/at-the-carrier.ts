import type { SipHost } from './host.ts';
import { sipUri } from './sip-uri.ts';
import type { Trunk } from './trunk.ts';

/** What has to be entered at the carrier about this machine. Undefined: it has no public address yet. */
export interface AtTheCarrier {
  /** Where the carrier sends calls: `sip:203.0.113.5:5061;transport=tls`. */
  readonly originationUri: string | undefined;
  readonly publicAddress: string | undefined;
  /** Where calls out come from: address and port. */
  readonly callsOutFrom: string | undefined;
}

export function atTheCarrier(trunk: Pick<Trunk, 'transport'>, host: SipHost): AtTheCarrier {
  const address = publicAddressOf(host);
  if (address === undefined) return { originationUri: undefined, publicAddress: undefined, callsOutFrom: undefined };
  const port = trunk.transport === 'tls' ? (host.tls?.port ?? 5061) : host.sipPort;
  return {
    originationUri: sipUri({ host: address, port, transport: trunk.transport }),
    publicAddress: address,
    callsOutFrom: `${address}:${port}`,
  };
}

/** The address that was given, or the one that is bound, if it is no private one and no "any". */
function publicAddressOf({ externalAddress, bindAddress }: SipHost): string | undefined {
  if (externalAddress !== undefined) return externalAddress;
  return /^(0\.0\.0\.0$|127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)/.test(bindAddress)
    ? undefined
    : bindAddress;
}
