import { command, end, find } from './command.ts';
import { ariPath } from './path.ts';
import { Playback } from './resources.ts';
import type { AriRequester } from './transport.ts';

/** What plays where. `media` are URIs (sound:, recording:, tone:) built by us, played one after the other. */
export interface NewPlayback {
  readonly id: string;
  readonly on: { readonly channel: string } | { readonly bridge: string };
  readonly media: readonly string[];
  readonly language?: string;
  readonly offsetMs?: number;
}

/** Playbacks of Asterisk (docs.asterisk.org, Playbacks REST API). Unless said otherwise, calls throw AriRefused. */
export type Playbacks = ReturnType<typeof playbacksOf>;

export function playbacksOf(ari: AriRequester) {
  const get = (id: string) => find(ari, ariPath`playbacks/${id}`, Playback);
  const start = ({ id, on, media, language, offsetMs }: NewPlayback) => {
    const path =
      'channel' in on ? ariPath`channels/${on.channel}/play/${id}` : ariPath`bridges/${on.bridge}/play/${id}`;
    return command(ari, 'POST', path, { query: { media, lang: language, offsetms: offsetMs } });
  };

  return {
    /** undefined once it has finished. */
    get,

    /** Plays, after whatever the channel is playing already. Not to be repeated: Asterisk would play it twice. */
    start,

    /**
     * `start` for when an earlier attempt may have got through (after a restart or a timeout): Asterisk accepts a
     * second playback of the same id, so ask first. False if it is there; one that has finished is played again.
     */
    async ensure(playback: NewPlayback): Promise<boolean> {
      if ((await get(playback.id)) !== undefined) return false;
      await start(playback);
      return true;
    },

    /** False if it had finished already. */
    stop: (id: string) => end(ari, 'DELETE', ariPath`playbacks/${id}`),
    pause: (id: string) => command(ari, 'POST', ariPath`playbacks/${id}/control`, { query: { operation: 'pause' } }),
    resume: (id: string) => command(ari, 'POST', ariPath`playbacks/${id}/control`, { query: { operation: 'unpause' } }),
  };
}
