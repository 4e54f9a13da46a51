import { z } from 'zod';
import { command, create, decode, end, find } from './command.ts';
import { ariPath } from './path.ts';
import { Bridge } from './resources.ts';
import type { AriRequester } from './transport.ts';

/** Mixing, holding, or mixing with other attributes of ARI's `type`, such as ['mixing', 'dtmf_events']. */
export type BridgeAttribute = 'mixing' | 'holding' | 'dtmf_events' | 'proxy_media' | 'video_sfu';

export type Bridges = ReturnType<typeof bridgesOf>;

/** Bridges of Asterisk (docs.asterisk.org, Bridges REST API). Unless said otherwise, calls throw AriRefused. */
export function bridgesOf(ari: AriRequester) {
  return {
    get: (id: string) => find(ari, ariPath`bridges/${id}`, Bridge),
    list: async () => decode(z.array(Bridge), await command(ari, 'GET', 'bridges'), 'GET bridges'),

    /** False if the id exists already (older Asterisks keep that bridge too, but say true). */
    create: (bridge: { readonly id: string; readonly type: readonly BridgeAttribute[]; readonly name?: string }) =>
      create(ari, 'bridges', { query: { type: bridge.type, bridgeId: bridge.id, name: bridge.name } }),

    /** 409 (`ari-conflict`) if a channel has left the application meanwhile, 400 if there is none. */
    add: (id: string, channel: readonly string[], options: { readonly mute?: boolean; readonly role?: string } = {}) =>
      command(ari, 'POST', ariPath`bridges/${id}/addChannel`, { query: { channel, ...options } }),

    remove: (id: string, channel: readonly string[]) =>
      command(ari, 'POST', ariPath`bridges/${id}/removeChannel`, { query: { channel } }),

    startMusic: (id: string, mohClass?: string) =>
      command(ari, 'POST', ariPath`bridges/${id}/moh`, { query: { mohClass } }),
    stopMusic: (id: string) => command(ari, 'DELETE', ariPath`bridges/${id}/moh`),

    /** The channels in it stay. False if it was gone already. */
    destroy: (id: string) => end(ari, 'DELETE', ariPath`bridges/${id}`),
  };
}
