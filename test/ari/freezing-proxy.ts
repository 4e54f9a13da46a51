import { connect, createServer, type Socket } from 'node:net';

export interface FreezingProxy {
  readonly port: number;
  /** From now on nothing passes, and nobody is told: what a cut network looks like. New connections work. */
  freeze(): void;
  /** Ends all connections and refuses new ones until `accept`. */
  refuse(): void;
  accept(): void;
  /** Sends bytes to every WebSocket client as if the server had. */
  inject(bytes: Uint8Array): void;
  stop(): void;
}

/** A TCP proxy on loopback to `targetPort`. */
export async function startFreezingProxy(targetPort: number): Promise<FreezingProxy> {
  const webSockets = new Set<Socket>();
  const all = new Set<Socket>();
  let refusing = false;
  const server = createServer((client) => {
    if (refusing) {
      client.destroy();
      return;
    }
    const target = connect(targetPort, '127.0.0.1');
    client.pipe(target);
    target.pipe(client);
    client.on('data', (bytes) => {
      if (/^upgrade: websocket/im.test(String(bytes))) webSockets.add(client);
    });
    for (const socket of [client, target]) {
      all.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        webSockets.delete(client);
        client.destroy();
        target.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    port: address.port,
    freeze() {
      for (const socket of all) {
        socket.unpipe();
        socket.pause();
      }
    },
    refuse() {
      refusing = true;
      for (const socket of all) socket.destroy();
      all.clear();
    },
    accept() {
      refusing = false;
    },
    inject(bytes) {
      for (const client of webSockets) client.write(bytes);
    },
    stop() {
      for (const socket of all) socket.destroy();
      server.close();
    },
  };
}

/** A WebSocket text frame as a server sends it (RFC 6455, 5.2), up to 65,535 bytes. */
export function textFrame(text: string): Uint8Array {
  const payload = Buffer.from(text);
  const long = payload.length > 125;
  const header = Buffer.alloc(long ? 4 : 2);
  header.writeUInt8(0x81, 0);
  header.writeUInt8(long ? 126 : payload.length, 1);
  if (long) header.writeUInt16BE(payload.length, 2);
  return Buffer.concat([header, payload]);
}
