import type { SipTransport } from './trunk.ts';

/** pjproject takes no longer address (PJSIP_MAX_URL_SIZE). */
export const maxUriBytes = 255;

/** Of what RFC 3261 25.1 lets stand in the user part, what means nothing to anybody. All else is %XX of its UTF-8. */
const asItIs = /[A-Za-z0-9\-_.!~*+]/;

/** The user part of an address, whatever somebody is called: an `@` or `;` in it ends nothing. */
export function uriUser(name: string): string {
  return [...new TextEncoder().encode(name)]
    .map((byte) => {
      const letter = String.fromCharCode(byte);
      return byte < 128 && asItIs.test(letter) ? letter : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

export interface SipUri {
  readonly user?: string;
  readonly host: string;
  readonly port?: number;
  readonly transport: SipTransport;
  /** For a proxy: loose routing, RFC 3261 16.12. Without it the request would be addressed to the proxy itself. */
  readonly looseRouting?: boolean;
}

/** `sip:+4930123@example.net:5061;transport=tls`. No port leaves the choice to the names' SRV records. */
export function sipUri({ user, host, port, transport, looseRouting }: SipUri): string {
  const at = user === undefined ? '' : `${uriUser(user)}@`;
  const where = port === undefined ? host : `${host}:${port}`;
  const how = transport === 'udp' ? '' : `;transport=${transport}`;
  return `sip:${at}${where}${how}${looseRouting ? ';lr' : ''}`;
}

/** The parts of `host` or `host:port`. */
export function hostAndPort(text: string): { host: string; port?: number } {
  const colon = text.lastIndexOf(':');
  return colon < 0 ? { host: text } : { host: text.slice(0, colon), port: Number(text.slice(colon + 1)) };
}
