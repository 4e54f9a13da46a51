import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { CheckedAddress } from './checked-addresses.ts';
import { HttpError } from './http-error.ts';

export interface RawRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
  readonly addresses: readonly CheckedAddress[];
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  /** Beside the system's own authorities. */
  readonly ca?: string | undefined;
}

export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** One request over a connection of its own to one of the checked addresses; redirects are not followed. */
export function oneRequest(request: RawRequest): Promise<RawResponse> {
  const { url, method, headers, body, addresses, signal, maxBytes, ca } = request;
  const secure = url.protocol === 'https:';
  // Node connects to what this says and to nothing else, whatever the name has come to mean.
  const pinned: LookupFunction = (_hostname, { all }, callback) => {
    const [first] = addresses;
    if (all) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family);
  };
  return new Promise((resolve, reject) => {
    const options = {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-length': String(body.length) }) },
      lookup: pinned,
      signal,
      maxHeaderSize: 32_768,
      // A kept connection could be one that was made for other addresses.
      agent: secure ? new HttpsAgent({ keepAlive: false, ...(ca === undefined ? {} : { ca }) }) : new HttpAgent(),
    };
    const sent = (secure ? httpsRequest : httpRequest)(url, options, (response) => {
      read(response, maxBytes).then(resolve, reject);
    });
    sent.on('socket', (socket) => {
      socket.once('connect', () => {
        if (!addresses.some(({ address }) => address === socket.remoteAddress))
          sent.destroy(new HttpError('http-address-refused', `'${url.hostname}' was not where it was looked for.`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

async function read(response: IncomingMessage, maxBytes: number): Promise<RawResponse> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) {
      response.destroy();
      throw new HttpError('http-too-large', `The answer is larger than ${maxBytes} bytes.`);
    }
    chunks.push(chunk);
  }
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      (Array.isArray(value) ? value.join(', ') : (value ?? '')).slice(0, 4_000),
    ]),
  );
  return { status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks) };
}
