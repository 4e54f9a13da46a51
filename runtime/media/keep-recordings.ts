import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { recordingName } from '#runtime/ari/recordings';
import type { CallRecord } from '#runtime/flow/record';
import { callRecordingName } from '#runtime/session/call-recorder';
import { mergeToStereo, WAV_HEADER_BYTES } from './stereo.ts';

/** Asterisk's `wav`: 8,000 samples of 16 bits a second for each channel. */
const BYTES_PER_MS = 16;
/** A recording shorter than it should be by more than this has lost something: a full disk cuts files without a word. */
const TOLERANCE_MS = 1_000;

export interface KeptRecording {
  readonly id: string;
  readonly callId: string;
  readonly kind: 'call' | 'step';
  readonly nodeId: string | null;
  /** Name in the folder of kept recordings. */
  readonly fileKey: string;
  readonly mediaType: 'audio/wav';
  readonly durationMs: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly complete: boolean;
}

/**
 * Moves what Asterisk recorded of a call from its spool to `folder`: the steps' recordings, and the whole call as one
 * stereo file (left the caller, right what the caller heard). A recording that is not there is left out.
 */
export async function keepRecordings(record: CallRecord, spool: string, folder: string): Promise<KeptRecording[]> {
  const kept: KeptRecording[] = [];
  if (record.recordings.length === 0) return kept;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const recording of record.recordings) {
    const found =
      recording.kind === 'call'
        ? await keepCall(record.id, recording.durationMs, spool, folder)
        : await keepStep(record.id, recording, spool, folder);
    if (found !== undefined) kept.push(found);
  }
  return kept;
}

async function keepStep(
  callId: string,
  { id, durationMs, nodeId }: CallRecord['recordings'][number],
  spool: string,
  folder: string,
): Promise<KeptRecording | undefined> {
  const fileKey = `${recordingName(id)}.wav`;
  if (!(await exists(join(spool, fileKey)))) return undefined;
  await move(join(spool, fileKey), join(folder, fileKey));
  return described(folder, fileKey, { id, callId, kind: 'step', nodeId: nodeId ?? null }, durationMs, 1);
}

async function keepCall(
  callId: string,
  durationMs: number,
  spool: string,
  folder: string,
): Promise<KeptRecording | undefined> {
  const [left = '', right = ''] = (['in', 'out'] as const).map((side) =>
    join(spool, `${callRecordingName(callId, side)}.wav`),
  );
  if (!(await exists(left)) || !(await exists(right))) return undefined;
  const fileKey = `${callId}.wav`;
  await mergeToStereo(left, right, join(folder, fileKey));
  for (const side of [left, right]) await rm(side, { force: true });
  return described(folder, fileKey, { id: callId, callId, kind: 'call', nodeId: null }, durationMs, 2);
}

async function described(
  folder: string,
  fileKey: string,
  of: Pick<KeptRecording, 'id' | 'callId' | 'kind' | 'nodeId'>,
  expectedMs: number,
  channels: number,
): Promise<KeptRecording> {
  const path = join(folder, fileKey);
  const { size } = await stat(path);
  const durationMs = Math.max(0, Math.round((size - WAV_HEADER_BYTES) / (BYTES_PER_MS * channels)));
  const complete = durationMs >= expectedMs - TOLERANCE_MS;
  return { ...of, fileKey, mediaType: 'audio/wav', durationMs, bytes: size, sha256: await sha256Of(path), complete };
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

/** The spool may be another file system. */
async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await copyFile(from, to);
    await rm(from);
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
