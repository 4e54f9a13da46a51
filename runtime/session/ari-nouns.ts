import type { Bridges } from '#runtime/ari/bridges';
import type { Channels } from '#runtime/ari/channels';
import type { Playbacks } from '#runtime/ari/playbacks';
import type { Recordings } from '#runtime/ari/recordings';

/** What all calls share of one Asterisk. */
export interface AriNouns {
  readonly app: string;
  readonly bridges: Bridges;
  readonly channels: Channels;
  readonly playbacks: Playbacks;
  readonly recordings: Recordings;
  /** Where in the dialplan a call is handed to its carrier, and the variable that holds the SIP address. */
  readonly refer: { readonly context: string; readonly extension: string; readonly variable: string };
}
