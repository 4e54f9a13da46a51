import type { CallEvent } from '#runtime/flow/record';
import type { Jobs } from '#runtime/jobs/jobs';
import { keepRecordings } from '#runtime/media/keep-recordings';
import type { Keyring } from '#runtime/secrets/key';
import { openSealed } from '#runtime/secrets/seal';
import { askedJobs } from '#runtime/session/asked-jobs';
import { recordOf } from '#runtime/session/record-of';
import type { CallWriter } from '#runtime/store/call-writer';

export interface KeepCallOptions {
  readonly nodeName: string;
  /** Where Asterisk leaves what it recorded, and where it is kept. */
  readonly spool: string;
  readonly recordingFolder: string;
  readonly writer: CallWriter;
  readonly jobs: Jobs;
  readonly keyring: Keyring;
  /** What the values of calls are sealed for. */
  readonly purpose: string;
  readonly onError: (error: unknown, message: string) => void;
}

/** Keeps a call that is over. Settles when all of it is in Postgres, and its jobs are: until then its journal stays. */
export async function keepCall(events: readonly CallEvent[], options: KeepCallOptions): Promise<void> {
  const { nodeName, spool, recordingFolder, writer, jobs, keyring, purpose, onError } = options;
  const record = recordOf(events, nodeName);
  const recordings = (await keepRecordings(record, spool, recordingFolder)).map(
    (recording) => new Promise((resolve) => writer.recording({ ...recording, nodeName }, resolve)),
  );
  const committed = await new Promise<boolean>((resolve) => writer.call(record, resolve));
  if (!committed) throw new Error('Postgres did not take the record.');
  await Promise.all(recordings);
  for (const job of askedJobs(events, (value) => openSealed(keyring, purpose, value))) {
    // One that can never be stored must not hold up the others, nor the journal.
    await jobs.ask(job).catch((error) => onError(error, 'A job of a call was refused.'));
  }
}
