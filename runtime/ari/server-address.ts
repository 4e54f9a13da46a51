import type { AriServer } from './transport.ts';

export function ariUrl(server: AriServer, path: string): URL {
  return new URL(`${server.url.replace(/\/+$/, '')}/ari/${path}`);
}

export function basicAuth({ username, password }: AriServer): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
