import type { WebSocket } from 'ws';

/** Close codes of our WebSockets. */
export const closeCodes = {
  /** The client reads too slowly. It can connect again, and get what it missed from the call's record. */
  tooSlow: 4008,
  /** It signed out, or its token was revoked. */
  signedOut: 4001,
  /** Too many are open for this user, or it sends too much. */
  tooMuch: 4009,
  /** Nobody has used it for long. */
  idle: 4002,
  /** The server stops. */
  goingAway: 1001,
} as const;

const PING_MS = 20_000;
const CLOSE_MS = 2_000;

interface Client {
  readonly credential: string;
  alive: boolean;
}

/** Every open WebSocket: found dead by pings, closed with the credential that it was opened with. */
export class OpenSockets {
  readonly #clients = new Map<WebSocket, Client>();
  #pings: NodeJS.Timeout | undefined;

  /** `mostBytes` is the largest message that its route reads. */
  add(socket: WebSocket, credential: string, mostBytes: number): void {
    const client: Client = { credential, alive: true };
    this.#clients.set(socket, client);
    this.#pings ??= setInterval(() => this.#ping(), PING_MS).unref();
    socket.on('pong', () => {
      client.alive = true;
    });
    socket.on('message', (data) => {
      if (Buffer.isBuffer(data) && data.length > mostBytes) this.drop(socket, closeCodes.tooMuch, 'too large');
    });
    socket.on('close', () => {
      this.#clients.delete(socket);
      if (this.#clients.size > 0) return;
      clearInterval(this.#pings);
      this.#pings = undefined;
    });
  }

  drop(socket: WebSocket, code: number, reason: string): void {
    socket.close(code, reason);
    // Who doesn't read doesn't answer the closing either.
    setTimeout(() => socket.terminate(), CLOSE_MS).unref();
  }

  /** Closes what was opened with a credential that holds no more. */
  closeFor(credential: string): void {
    for (const [socket, client] of this.#clients)
      if (client.credential === credential) this.drop(socket, closeCodes.signedOut, 'signed out');
  }

  close(): void {
    for (const socket of this.#clients.keys()) this.drop(socket, closeCodes.goingAway, 'going away');
  }

  #ping(): void {
    for (const [socket, client] of this.#clients) {
      if (!client.alive) socket.terminate();
      client.alive = false;
      socket.ping();
    }
  }
}
