import type { Place } from './hep-packet.ts';
import type { SipMessage } from './sip-message.ts';

/** A SIP message that Asterisk received or sent; secrets are taken out. One that is sent need not have arrived. */
export interface TappedMessage {
  readonly atMs: number;
  readonly direction: 'in' | 'out';
  readonly source: Place;
  readonly destination: Place;
  readonly transport: 'udp' | 'tcp';
  /** The channel's name where Asterisk has one for the dialogue, else the Call-ID. */
  readonly correlation: string;
  readonly sip: SipMessage;
}
