import { isIP, type Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { openStream } from './open-stream.ts';
import type { CarrierPlace } from './sip-resolver.ts';

export interface TlsOptions {
  readonly signal: AbortSignal;
  readonly authorities: string | undefined;
  readonly withinMs?: number;
}

/** A TLS connection, whatever the certificate is like: `authorizationError` tells. Rejects where no TLS came about. */
export async function openTls(
  place: CarrierPlace,
  { signal, authorities, withinMs = 5_000 }: TlsOptions,
): Promise<TLSSocket> {
  const socket: Socket = await openStream(place, { signal });
  return new Promise((resolve, reject) => {
    const secure = connect({
      socket,
      ca: authorities,
      host: place.host,
      // A name only (RFC 6066, 3).
      servername: isIP(place.host) === 0 ? place.host : '',
      minVersion: 'TLSv1.2',
      rejectUnauthorized: false,
    });
    const late = setTimeout(() => give('ETIMEDOUT'), withinMs);
    const give = (code: string) => {
      clearTimeout(late);
      secure.destroy();
      socket.destroy();
      reject(Object.assign(new Error(code), { code }));
    };
    signal.addEventListener('abort', () => give('ABORTED'), { once: true });
    secure.once('error', (error: NodeJS.ErrnoException) => give(error.code ?? error.message));
    secure.once('close', () => give('ECONNRESET'));
    secure.once('secureConnect', () => {
      clearTimeout(late);
      resolve(secure);
    });
  });
}
