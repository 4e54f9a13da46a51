import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** Below the range that the system hands out to outgoing connections, and above the well-known services. */
const firstPort = 10_000;
const lastPort = 30_000;

/** A port of 127.0.0.1 that nobody listens on, by TCP or by UDP. Chosen at random, so that two seekers rarely meet. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = randomInt(firstPort, lastPort);
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port between ${firstPort} and ${lastPort}.`);
}

/** The first of `count` ports for media, even as RTP wants it. Asterisk itself passes over one that is taken. */
export async function freeRange(count: number): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const first = 2 * randomInt(firstPort / 2, (lastPort - count) / 2);
    const probes = [0, Math.floor(count / 2), count - 1].map((offset) => isFree(first + offset));
    if ((await Promise.all(probes)).every(Boolean)) return first;
  }
  throw new Error(`No ${count} free ports between ${firstPort} and ${lastPort}.`);
}

export async function isFree(port: number, address = '127.0.0.1'): Promise<boolean> {
  return (await tcpIsFree(port, address)) && (await udpIsFree(port, address));
}

function tcpIsFree(port: number, address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: address, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function udpIsFree(port: number, address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(false));
    socket.bind({ port, address, exclusive: true }, () => socket.close(() => resolve(true)));
  });
}
