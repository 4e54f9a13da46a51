import type { Channels } from '#runtime/ari/channels';
import type { Playbacks } from '#runtime/ari/playbacks';
import type { Recordings } from '#runtime/ari/recordings';

/** What all calls share of one Asterisk. */
export interface AriNouns {
  readonly app: string;
  readonly channels: Channels;
  readonly playbacks: Playbacks;
  readonly recordings: Recordings;
}
