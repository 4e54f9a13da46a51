import { openAriClientTransport } from './ari-client-transport.ts';
import { AriUnavailable } from './ari-error.ts';
import type { AriTransport, AriTransportOptions } from './transport.ts';
import { openWebsocketTransport } from './websocket-transport.ts';

/** Opens the named transport; without a name the WebSocket, or ari-client if the server takes no requests over it. */
export async function openTransport(
  kind: AriTransport['kind'] | undefined,
  options: AriTransportOptions,
): Promise<AriTransport> {
  if (kind === 'ari-client') return openAriClientTransport(options);
  try {
    return await openWebsocketTransport(options);
  } catch (error) {
    const tooOld = error instanceof AriUnavailable && error.code === 'ari-no-rest';
    if (kind === undefined && tooOld) return openAriClientTransport(options);
    throw error;
  }
}
