import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { AriUnavailable, refused } from './ari-error.ts';
import { ariUrl, basicAuth } from './server-address.ts';
import { type AriServer, DEFAULT_TIMEOUT_MS } from './transport.ts';

/**
 * A binary resource of ARI as a stream. By HTTP, because REST over WebSocket answers 406 to it; on a connection of its
 * own, because a kept one would count against Asterisk's sessionlimit.
 */
export function fetchFile(server: AriServer, path: string): Promise<Readable> {
  const url = ariUrl(server, path);
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const sent = send(url, {
      agent: false,
      headers: { authorization: basicAuth(server) },
      timeout: DEFAULT_TIMEOUT_MS,
    });
    sent.on('timeout', () => sent.destroy(new AriUnavailable('ari-timeout', `Asterisk did not send ${path}.`)));
    sent.on('error', (cause) => {
      const known = cause instanceof AriUnavailable;
      reject(
        known ? cause : new AriUnavailable('ari-unreachable', `Could not fetch ${path} from Asterisk.`, { cause }),
      );
    });
    sent.on('response', (response) => {
      const status = response.statusCode ?? 0;
      if (status === 200) resolve(response);
      else text(response).then((body) => reject(refused(`GET ${path}`, status, body)), reject);
    });
    sent.end();
  });
}
