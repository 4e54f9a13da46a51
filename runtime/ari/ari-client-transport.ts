import type { Client, SwaggerResponse } from 'ari-client';
import { AriUnavailable, socketFailure } from './ari-error.ts';
import { fetchFile } from './fetch-file.ts';
import { limitConcurrency } from './limit-concurrency.ts';
import { createLink } from './link.ts';
import { operationTable } from './operation-table.ts';
import { queryEntries } from './path.ts';
import { httpBase } from './server-address.ts';
import type { AriMethod, AriRequestOptions, AriTransport, AriTransportOptions } from './transport.ts';

/** Asterisk's http.conf allows 100 HTTP sessions unless told otherwise; every request in flight holds one. */
const MAX_CONNECTIONS = 32;
const NO_SUCH_OPERATION = { status: 404, body: '{"message":"This Asterisk has no such operation"}' };

/**
 * npm `ari-client` as the transport for servers without REST over WebSocket: its operations for requests, its
 * WebSocket for events. What it does on top is left out: its reconnecting gives up for ever after ten tries; its
 * message handler throws on an event that the server's api-docs do not describe, which would end the process;
 * listeners on its channel objects are never freed. It keeps its credentials in a variable of the process, so one
 * process can use it with one Asterisk only.
 * @throws AriUnavailable
 */
export async function openAriClientTransport(options: AriTransportOptions): Promise<AriTransport> {
  const client = await connect(options);
  const findOperation = operationTable(client);
  client.start(options.app);
  const socket = client._ws;
  for (const event of ['message', 'close', 'error']) socket.removeAllListeners(event);
  const link = createLink(socket, options, options.onEvent);
  const limited = limitConcurrency(MAX_CONNECTIONS);

  const send = (id: string, method: AriMethod, path: string, requestOptions: AriRequestOptions | undefined) => {
    link.requireOpen();
    const found = findOperation(method, path);
    if (found === undefined) return link.pending.settle(id, NO_SUCH_OPERATION);
    const args = { ...found.parameters, ...Object.fromEntries(queryEntries(requestOptions?.query ?? {})) };
    if (requestOptions?.body !== undefined) args.body = JSON.stringify(requestOptions.body);
    const answer = ({ status, data }: SwaggerResponse) => link.pending.settle(id, { status, body: String(data ?? '') });
    limited((done) => {
      if (!link.pending.has(id)) return done();
      // ari-client tells nobody of a broken HTTP connection: then it is the deadline that frees the place.
      link.pending.whenGone(id, done);
      found.operation.do(args, answer, answer);
    });
  };

  await link.opened();
  return {
    kind: 'ari-client',
    get state() {
      return link.state;
    },
    closed: link.closed,
    silentMs: link.silentMs,
    request: (method, path, requestOptions) =>
      link.pending.open(`${method} ${path}`, requestOptions, (id) => send(id, method, path, requestOptions)),
    fetchFile: (path) => fetchFile(options.server, path),
    close: link.close,
  };
}

/** Loads the server's api-docs. ari-client never settles if the server dies meanwhile, hence the deadline. */
async function connect({ server, connectTimeoutMs = 3_000 }: AriTransportOptions): Promise<Client> {
  const ariClient = await import('ari-client');
  // swagger-client reports a deprecation on stdout through this global of its own making; stdout belongs to the CLI.
  Reflect.set(globalThis, 'log', () => {});
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    const late = new AriUnavailable('ari-unreachable', "Asterisk's ARI did not describe itself in time.");
    timer = setTimeout(reject, connectTimeoutMs, late);
  });
  const { username, password } = server;
  try {
    // swagger-client throws where nobody can catch it if the api-docs are refused, so see that they are not.
    (await fetchFile(server, 'api-docs/resources.json')).resume();
    return await Promise.race([ariClient.connect(httpBase(server), username, password), tooLate]);
  } catch (error) {
    throw error instanceof AriUnavailable ? error : socketFailure(error, false);
  } finally {
    clearTimeout(timer);
  }
}
