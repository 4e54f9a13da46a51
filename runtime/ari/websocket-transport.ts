import type { Socket } from 'node:net';
import WebSocket from 'ws';
import { AriUnavailable } from './ari-error.ts';
import { fetchFile } from './fetch-file.ts';
import { createLink, type Link } from './link.ts';
import { withQuery } from './path.ts';
import { ariUrl, basicAuth } from './server-address.ts';
import type { AriMethod, AriRequestOptions, AriTransport, AriTransportOptions } from './transport.ts';

/** The largest message taken from Asterisk; GET /channels with 5,000 calls is about 3 MB. */
const MAX_MESSAGE_BYTES = 32 * 1024 * 1024;
const PROBE_GRACE_MS = 250;

/**
 * ARI events and REST requests over one WebSocket (docs.asterisk.org, "ARI REST over WebSockets"). Resolves once a
 * probing request was answered.
 * @throws AriUnavailable `ari-no-rest` if the server is too old for it, `ari-unauthorized`, `ari-unreachable`
 */
export async function openWebsocketTransport(options: AriTransportOptions): Promise<AriTransport> {
  const { server, app } = options;
  const url = ariUrl(server, `events?app=${encodeURIComponent(app)}`);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const writes = new GatheredWrites();
  const socket = new WebSocket(url, {
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
    headers: { authorization: basicAuth(server) },
    finishRequest: (request) => {
      request.once('socket', (raw) => writes.use(raw));
      request.end();
    },
  });
  const link = createLink(socket, options, (message) => {
    if (message.type === 'RESTResponse') settle(link, message);
    else options.onEvent(message);
  });
  const transport: AriTransport = {
    kind: 'websocket',
    get state() {
      return link.state;
    },
    closed: link.closed,
    silentMs: link.silentMs,
    request: (method, path, requestOptions) =>
      link.pending.open(`${method} ${path}`, requestOptions, (id) => {
        link.requireOpen();
        writes.gather();
        socket.send(restRequest(id, method, path, requestOptions));
      }),
    fetchFile: (path) => fetchFile(server, path),
    close: link.close,
  };
  await link.opened();
  await probe(transport, socket, options.connectTimeoutMs ?? 3_000);
  return transport;
}

/** Requests that are made in one turn of the event loop leave in one write: a write costs more than the request. */
class GatheredWrites {
  #socket: Socket | undefined;
  #gathering = false;

  use(socket: Socket): void {
    this.#socket = socket;
  }

  /** Call it before each send. */
  gather(): void {
    if (this.#gathering || this.#socket === undefined) return;
    this.#gathering = true;
    this.#socket.cork();
    process.nextTick(() => {
      this.#gathering = false;
      this.#socket?.uncork();
    });
  }
}

function restRequest(id: string, method: AriMethod, path: string, options: AriRequestOptions | undefined): string {
  const uri = withQuery(path, options?.query);
  const message = { type: 'RESTRequest', transaction_id: id, request_id: id, method, uri };
  if (options?.body === undefined) return JSON.stringify(message);
  return JSON.stringify({
    ...message,
    content_type: 'application/json',
    message_body: JSON.stringify(options.body),
  });
}

function settle(link: Link, message: Readonly<Record<string, unknown>>): void {
  const { request_id: id, status_code: status, message_body: body } = message;
  if (typeof id !== 'string' || typeof status !== 'number') return;
  link.pending.settle(id, { status, body: typeof body === 'string' ? body : '' });
}

/**
 * Asks whether the server takes REST requests. Asterisk handles the messages of one WebSocket in order, so a pong to a
 * ping sent after the request, and no answer to the request, means that it does not; a slow server sends neither.
 */
async function probe(transport: AriTransport, socket: WebSocket, timeoutMs: number): Promise<void> {
  const answer = transport.request('GET', 'asterisk/ping', { timeoutMs });
  const ponged = new Promise<'pong'>((resolve) => {
    socket.once('pong', () => setTimeout(resolve, PROBE_GRACE_MS, 'pong'));
  });
  socket.ping();
  const first = await Promise.race([answer, ponged]).catch((error: AriUnavailable) => error);
  if (typeof first === 'object' && 'status' in first && first.status === 200) return;
  answer.catch(() => {});
  const failure =
    first === 'pong'
      ? new AriUnavailable('ari-no-rest', 'This Asterisk takes no REST requests over its WebSocket.')
      : new AriUnavailable('ari-unreachable', "Asterisk's ARI does not answer a ping.", { cause: first });
  transport.close(failure);
  throw failure;
}
