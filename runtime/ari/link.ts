import { AriUnavailable, socketFailure } from './ari-error.ts';
import { startHeartbeat } from './heartbeat.ts';
import { parseObject } from './parse-object.ts';
import { PendingRequests } from './pending-requests.ts';
import type { AriTransport, AriTransportOptions } from './transport.ts';

/** The part of a WebSocket used here: that of `ws` today and that of the old one inside ari-client are the same. */
export interface LinkSocket {
  on(event: 'open' | 'pong', listener: () => void): unknown;
  on(event: 'message', listener: (data: unknown) => void): unknown;
  on(event: 'close', listener: (code: number) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  ping(): void;
  terminate(): void;
}

export interface Link extends Pick<AriTransport, 'state' | 'closed' | 'silentMs' | 'close'> {
  readonly pending: PendingRequests;
  /** Settles when the socket is open. @throws AriUnavailable */
  opened(): Promise<void>;
  /** @throws AriUnavailable unless open */
  requireOpen(): void;
}

/** What both transports have in common: the life of one WebSocket, with its heartbeat and the requests it ends. */
export function createLink(
  socket: LinkSocket,
  { onMalformed, pingMs, deadAfterMs = 6_000, connectTimeoutMs = 3_000 }: AriTransportOptions,
  onMessage: (message: Readonly<Record<string, unknown>>) => void,
): Link {
  const pending = new PendingRequests();
  let state: AriTransport['state'] = 'connecting';
  let resolveClosed: (reason: AriUnavailable) => void = () => {};
  const closed = new Promise<AriUnavailable>((resolve) => {
    resolveClosed = resolve;
  });

  const close = (reason = new AriUnavailable('ari-closed', 'The connection to Asterisk was closed.')) => {
    if (state === 'closed') return;
    state = 'closed';
    clearTimeout(connecting);
    heartbeat.stop();
    pending.failAll(reason);
    // No closing handshake: a dead peer answers none, and nothing it still sends may be acted upon.
    socket.terminate();
    resolveClosed(reason);
  };
  const connecting = setTimeout(() => {
    close(new AriUnavailable('ari-unreachable', "Asterisk's ARI did not answer in time."));
  }, connectTimeoutMs);
  const heartbeat = startHeartbeat(
    () => state === 'open' && socket.ping(),
    { pingMs, deadAfterMs },
    () => close(new AriUnavailable('ari-lost', `Nothing was heard from Asterisk for ${deadAfterMs} ms.`)),
  );

  socket.on('pong', heartbeat.heard);
  socket.on('message', (data) => {
    if (state === 'closed') return;
    heartbeat.heard();
    const message = parseObject(String(data));
    if (message === undefined) onMalformed('not a JSON object');
    else onMessage(message);
  });
  socket.on('close', (code) => close(new AriUnavailable('ari-lost', `Asterisk closed the connection (${code}).`)));
  socket.on('error', (cause) => close(socketFailure(cause, state === 'open')));
  const opened = new Promise<void>((resolve, reject) => {
    socket.on('open', () => {
      if (state === 'closed') return;
      clearTimeout(connecting);
      heartbeat.heard();
      state = 'open';
      resolve();
    });
    closed.then(reject);
  });

  return {
    get state() {
      return state;
    },
    closed,
    pending,
    silentMs: heartbeat.silentMs,
    opened: () => opened,
    requireOpen() {
      if (state !== 'open') throw new AriUnavailable('ari-lost', 'There is no connection to Asterisk.');
    },
    close,
  };
}
