import type { WebSocket } from 'ws';
import type { TrunkStateEvent } from '#asterisk-config/trunk-state';
import { hideSealed } from '#runtime/secrets/seal';
import { closeCodes, type OpenSockets } from './open-sockets.ts';
import type { ServerPorts } from './ports.ts';

export interface EventFilter {
  readonly callId?: string;
  readonly flowId?: string;
}

const QUEUE_BYTES = 1_000_000;

/**
 * Hands events of calls and trunks to the browsers that watch. It costs the calls nothing while nobody does, and never waits for a
 * reader: who is more than a megabyte behind is dropped.
 */
export class EventHub {
  readonly #observe: ServerPorts['observe'];
  readonly #observeTrunks: ServerPorts['trunks']['observe'];
  readonly #sockets: OpenSockets;
  readonly #watching = new Map<WebSocket, EventFilter>();
  #stopObserving: (() => void) | undefined;

  constructor(observe: ServerPorts['observe'], observeTrunks: ServerPorts['trunks']['observe'], sockets: OpenSockets) {
    this.#observe = observe;
    this.#observeTrunks = observeTrunks;
    this.#sockets = sockets;
  }

  get clients(): number {
    return this.#watching.size;
  }

  add(socket: WebSocket, filter: EventFilter): void {
    this.#watching.set(socket, filter);
    this.#stopObserving ??= this.#watch();
    socket.on('close', () => this.#remove(socket));
  }

  #watch(): () => void {
    const stops = [
      this.#observe((event, flowId) =>
        this.#send(
          () => hideSealed(event),
          (filter) =>
            (filter.callId === undefined || filter.callId === event.callId) &&
            (filter.flowId === undefined || filter.flowId === flowId),
        ),
      ),
      // Who asked for one call or one flow wants nothing else.
      this.#observeTrunks((trunkId, state) =>
        this.#send(
          (): TrunkStateEvent => ({ type: 'trunk.state', trunkId, state }),
          (filter) => filter.callId === undefined && filter.flowId === undefined,
        ),
      ),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  #send(message: () => unknown, isWanted: (filter: EventFilter) => boolean): void {
    let text: string | undefined;
    for (const [socket, filter] of this.#watching) {
      if (!isWanted(filter)) continue;
      if (socket.bufferedAmount > QUEUE_BYTES) {
        this.#remove(socket);
        this.#sockets.drop(socket, closeCodes.tooSlow, 'too slow');
        continue;
      }
      text ??= JSON.stringify(message());
      socket.send(text);
    }
  }

  #remove(socket: WebSocket): void {
    this.#watching.delete(socket);
    if (this.#watching.size > 0) return;
    this.#stopObserving?.();
    this.#stopObserving = undefined;
  }
}
