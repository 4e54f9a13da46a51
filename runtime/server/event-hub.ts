import type { WebSocket } from 'ws';
import type { CallEvent } from '#runtime/flow/record';
import { hideSealed } from '#runtime/secrets/seal';
import type { ServerPorts } from './ports.ts';

export interface EventFilter {
  readonly callId?: string;
  readonly flowId?: string;
}

/** Close codes of the WebSocket. */
export const closeCodes = {
  /** The client reads too slowly. It can connect again, and get what it missed from the call's record. */
  tooSlow: 4008,
  /** It signed out, or its token was revoked. */
  signedOut: 4001,
  /** The server stops. */
  goingAway: 1001,
} as const;

const QUEUE_BYTES = 1_000_000;
const PING_MS = 20_000;
const CLOSE_MS = 2_000;

interface Client {
  readonly socket: WebSocket;
  readonly filter: EventFilter;
  readonly credential: string;
  alive: boolean;
}

/**
 * Hands call events to the browsers that watch. It costs the calls nothing while nobody does, and never waits for a
 * reader: who is more than a megabyte behind is dropped.
 */
export class EventHub {
  readonly #observe: ServerPorts['observe'];
  readonly #clients = new Set<Client>();
  #stopObserving: (() => void) | undefined;
  #pings: NodeJS.Timeout | undefined;

  constructor(observe: ServerPorts['observe']) {
    this.#observe = observe;
  }

  get clients(): number {
    return this.#clients.size;
  }

  add(socket: WebSocket, filter: EventFilter, credential: string): void {
    const client: Client = { socket, filter, credential, alive: true };
    this.#clients.add(client);
    this.#stopObserving ??= this.#observe((event, flowId) => this.#send(event, flowId));
    this.#pings ??= setInterval(() => this.#ping(), PING_MS).unref();
    socket.on('pong', () => {
      client.alive = true;
    });
    socket.on('close', () => this.#remove(client));
  }

  /** Closes what was opened with a credential that holds no more. */
  closeFor(credential: string): void {
    for (const client of this.#clients)
      if (client.credential === credential) this.#drop(client, closeCodes.signedOut, 'signed out');
  }

  close(): void {
    for (const client of this.#clients) this.#drop(client, closeCodes.goingAway, 'going away');
  }

  #send(event: CallEvent, flowId: string): void {
    let text: string | undefined;
    for (const client of this.#clients) {
      const { filter, socket } = client;
      if (filter.callId !== undefined && filter.callId !== event.callId) continue;
      if (filter.flowId !== undefined && filter.flowId !== flowId) continue;
      if (socket.bufferedAmount > QUEUE_BYTES) {
        this.#drop(client, closeCodes.tooSlow, 'too slow');
        continue;
      }
      text ??= JSON.stringify(hideSealed(event));
      socket.send(text);
    }
  }

  #ping(): void {
    for (const client of this.#clients) {
      if (!client.alive) client.socket.terminate();
      client.alive = false;
      client.socket.ping();
    }
  }

  #drop(client: Client, code: number, reason: string): void {
    this.#remove(client);
    client.socket.close(code, reason);
    // Who doesn't read doesn't answer the closing either.
    setTimeout(() => client.socket.terminate(), CLOSE_MS).unref();
  }

  #remove(client: Client): void {
    this.#clients.delete(client);
    if (this.#clients.size > 0) return;
    this.#stopObserving?.();
    this.#stopObserving = undefined;
    clearInterval(this.#pings);
    this.#pings = undefined;
  }
}
