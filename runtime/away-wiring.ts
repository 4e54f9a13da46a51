import type { Logger } from 'pino';
import type { AmiConnection } from '#runtime/ami/ami-connection';
import { channelsOf } from '#runtime/ari/channels';
import type { AriRequester } from '#runtime/ari/transport';
import type { CallEvent } from '#runtime/flow/record';
import { getCall } from '#runtime/store/calls';
import type { Db } from '#runtime/store/database';
import { listPeople } from '#runtime/store/people';
import { AwayKeeper, type AwayKeeperOptions } from '#runtime/trunks/away';
import type { TrunkBook } from '#runtime/trunks/trunk-book';

export interface AwayWiringOptions {
  readonly ami: AmiConnection;
  readonly ari: AriRequester;
  readonly book: TrunkBook;
  readonly db: Db;
  readonly recordingFolder: string;
  readonly keep: (events: readonly CallEvent[]) => Promise<void>;
  /** The dial gate: what Asterisk passes on alone is asked for when it is left there. */
  readonly mayCall: AwayKeeperOptions['mayCall'];
  readonly log: Logger;
}

/** What callers get while no runtime is there, put together. */
export function wireAway({ ami, ari, book, db, recordingFolder, keep, mayCall, log }: AwayWiringOptions): AwayKeeper {
  return new AwayKeeper({
    ami,
    book,
    people: async () => (await listPeople(db)).map(({ settings }) => settings),
    mayCall,
    messages: {
      recordingFolder,
      isLive: async (channelId) => (await channelsOf(ari).get(channelId)) !== undefined,
      flowOf: async (number) => (await book.read()).numbers.get(number)?.inboundFlow,
      isKept: async (callId) => (await getCall(db, callId)) !== undefined,
      keep,
    },
    log,
  });
}
