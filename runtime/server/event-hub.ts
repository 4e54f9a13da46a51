import type { WebSocket } from 'ws';
import type { CallEvent } from '#runtime/flow/record';
import { hideSealed } from '#runtime/secrets/seal';
import { closeCodes, type OpenSockets } from './open-sockets.ts';
import type { ServerPorts } from './ports.ts';

export interface EventFilter {
  readonly callId?: string;
  readonly flowId?: string;
}

const QUEUE_BYTES = 1_000_000;

/**
 * Hands call events to the browsers that watch. It costs the calls nothing while nobody does, and never waits for a
 * reader: who is more than a megabyte behind is dropped.
 */
export class EventHub {
  readonly #observe: ServerPorts['observe'];
  readonly #sockets: OpenSockets;
  readonly #watching = new Map<WebSocket, EventFilter>();
  #stopObserving: (() => void) | undefined;

  constructor(observe: ServerPorts['observe'], sockets: OpenSockets) {
    this.#observe = observe;
    this.#sockets = sockets;
  }

  get clients(): number {
    return this.#watching.size;
  }

  add(socket: WebSocket, filter: EventFilter): void {
    this.#watching.set(socket, filter);
    this.#stopObserving ??= this.#observe((event, flowId) => this.#send(event, flowId));
    socket.on('close', () => this.#remove(socket));
  }

  #send(event: CallEvent, flowId: string): void {
    let text: string | undefined;
    for (const [socket, filter] of this.#watching) {
      if (filter.callId !== undefined && filter.callId !== event.callId) continue;
      if (filter.flowId !== undefined && filter.flowId !== flowId) continue;
      if (socket.bufferedAmount > QUEUE_BYTES) {
        this.#remove(socket);
        this.#sockets.drop(socket, closeCodes.tooSlow, 'too slow');
        continue;
      }
      text ??= JSON.stringify(hideSealed(event));
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
