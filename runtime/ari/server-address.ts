import type { AriServer } from './transport.ts';

export function ariUrl(server: AriServer, path: string): URL {
  return new URL(`${server.url}/${path}`);
}

export function basicAuth({ username, password }: AriServer): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** The HTTP server's own address, without ARI's part: what ari-client wants. */
export function httpBase({ url }: AriServer): string {
  return url.replace(/\/ari$/, '');
}
