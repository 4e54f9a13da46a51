import { connect, type Socket } from 'node:net';
import type { CarrierPlace } from './sip-resolver.ts';

/** A TCP connection, or why there is none: `ECONNREFUSED`, `ETIMEDOUT`, ... */
export function openStream(
  { address, port }: CarrierPlace,
  { signal, withinMs = 4_000 }: { readonly signal: AbortSignal; readonly withinMs?: number },
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port });
    const give = (code: string) => {
      socket.destroy();
      reject(Object.assign(new Error(code), { code }));
    };
    const late = setTimeout(() => give('ETIMEDOUT'), withinMs);
    const cancel = () => give('ABORTED');
    signal.addEventListener('abort', cancel, { once: true });
    const settle = () => {
      clearTimeout(late);
      signal.removeEventListener('abort', cancel);
    };
    socket.once('connect', () => {
      settle();
      resolve(socket);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      settle();
      reject(error);
    });
  });
}

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : error instanceof Error ? error.name : 'failed';
