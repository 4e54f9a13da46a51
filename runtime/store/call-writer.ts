import type pg from 'pg';
import type { CallRecord } from '#runtime/flow/record';
import { type BatchLog, BatchWriter } from './batch-writer.ts';
import type { NewRecording } from './recordings.ts';
import { storableJson } from './storable.ts';

/** The columns come out of the record in Postgres, so Node only makes its JSON text. */
const CALLS = `
insert into calls (id, flow_id, revision, node_name, direction, caller, called, test,
                   started_at, answered_at, ended_at, end_by, end_code, record)
select r->>'id', r->>'flowId', (r->>'revision')::int, r->>'nodeName', r->>'direction', r#>>'{caller,number}',
       r->>'called', (r->>'test')::boolean, to_timestamp((r->>'startedMs')::float8 / 1000),
       to_timestamp((r->>'answeredMs')::float8 / 1000), to_timestamp((r->>'endedMs')::float8 / 1000),
       r#>>'{end,by}', r#>>'{end,code}', r
from jsonb_array_elements($1::jsonb) as rows(r)
on conflict (id) do update set
  answered_at = excluded.answered_at, ended_at = excluded.ended_at, end_by = excluded.end_by,
  end_code = excluded.end_code, record = excluded.record
where calls.ended_at is null or excluded.ended_at is not null`;

const RECORDINGS = `
insert into recordings (id, call_id, kind, node_id, node_name, file_key, media_type, duration_ms, bytes, sha256, complete)
select r.id, r."callId", r.kind, r."nodeId", r."nodeName", r."fileKey", r."mediaType", r."durationMs", r.bytes,
       r.sha256, r.complete
from jsonb_to_recordset($1::jsonb) as r(id text, "callId" text, kind text, "nodeId" text, "nodeName" text,
     "fileKey" text, "mediaType" text, "durationMs" int, bytes bigint, sha256 text, complete boolean)
on conflict (id) do update set
  duration_ms = excluded.duration_ms, bytes = excluded.bytes, sha256 = excluded.sha256, complete = excluded.complete`;

export interface CallWriterOptions {
  readonly pool: pg.Pool;
  readonly log: BatchLog;
  readonly flushMs?: number;
  readonly everyMs?: number;
  readonly maxBytes?: number;
}

/** Keeps calls and their recordings. A call never waits for it, and a lost Postgres never reaches a call. */
export class CallWriter {
  readonly #calls: BatchWriter;
  readonly #recordings: BatchWriter;
  readonly #log: BatchLog;

  constructor(options: CallWriterOptions) {
    this.#log = options.log;
    this.#calls = new BatchWriter({ ...options, name: 'patchcord_calls', statement: CALLS });
    this.#recordings = new BatchWriter({ ...options, name: 'patchcord_recordings', statement: RECORDINGS });
  }

  /** Rows that wait to be written. */
  get pending(): number {
    return this.#calls.pending + this.#recordings.pending;
  }

  get dropped(): number {
    return this.#calls.dropped + this.#recordings.dropped;
  }

  /**
   * Keeps a call as it is now: once at its start, once, complete, at its end. The end replaces the start. `settled` is told
   * once whether the row is safe in Postgres.
   */
  call(record: CallRecord, settled?: (committed: boolean) => void): void {
    this.#write(this.#calls, record.id, record, record.endedMs === undefined, settled);
  }

  recording(recording: NewRecording, settled?: (committed: boolean) => void): void {
    this.#write(this.#recordings, recording.id, recording, false, settled);
  }

  async flush(): Promise<void> {
    await Promise.all([this.#calls.flush(), this.#recordings.flush()]);
  }

  /** Writes what is left; resolves with the number of rows that could not be written in `timeoutMs`. */
  async close(timeoutMs?: number): Promise<number> {
    const left = await Promise.all([this.#calls.close(timeoutMs), this.#recordings.close(timeoutMs)]);
    return left[0] + left[1];
  }

  #write(
    writer: BatchWriter,
    key: string,
    row: unknown,
    preliminary: boolean,
    settled?: (committed: boolean) => void,
  ): void {
    try {
      writer.write(key, storableJson(row), preliminary, settled);
    } catch (error) {
      this.#log.error({ key, err: error }, 'A row could not be turned into JSON; it was dropped.');
    }
  }
}
