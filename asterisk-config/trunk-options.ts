import type { SipHost } from './host.ts';
import type { TransportName } from './transports.ts';

export interface TrunkObjectsOptions {
  readonly host: SipHost;
  /** The value of a secret. */
  secretOf(name: string): string;
  /** Where calls in enter the dialplan. */
  readonly dialplanContext: string;
  /** Names of transports; those of our own Asterisk by default. */
  transportId?(name: TransportName): string;
}

/** What the parts of a trunk are made with. */
export interface PartOptions extends TrunkObjectsOptions {
  transportId(name: TransportName): string;
}
