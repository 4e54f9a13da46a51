import type { Json, JsonObject } from '#runtime/flow/json';
import type { CallEvent } from '#runtime/flow/record';

/** A job that a step asked for. */
export interface AskedByCall {
  readonly name: string;
  readonly data: JsonObject;
  /** Id of the operation that asked: the same however often the journal is read. */
  readonly key: string;
}

/** Every job that a call's steps asked for, by its events: its journal must not go before they are stored. */
export function askedJobs(events: readonly CallEvent[], open: (sealed: Json) => Json): AskedByCall[] {
  return events.flatMap((event) => {
    if (event.type !== 'operation.started' || event.kind !== 'afterwards') return [];
    const { job, data } = event.details as { job: string; data: Json };
    return [{ name: job, data: open(data) as JsonObject, key: `${event.callId}:${event.seq}:${event.n}` }];
  });
}
