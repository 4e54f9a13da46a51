import { createHash } from 'node:crypto';
import { rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { awayFamilies, awayFilePrefix } from '#asterisk-config/away-dialplan';
import { trunkOfEndpoint } from '#asterisk-config/trunk-names';
import type { AmiConnection } from '#runtime/ami/ami-connection';
import { recordingName } from '#runtime/ari/recordings';
import type { CallEvent } from '#runtime/flow/record';
import { placeOf, treeOf } from './keep-away.ts';

export interface LeftMessagesOptions {
  readonly ami: Pick<AmiConnection, 'action' | 'list' | 'isOpen'>;
  /** Where Asterisk's recordings are. */
  readonly recordingFolder: string;
  /** Whether a channel is still there: its caller may be speaking. */
  readonly isLive: (channelId: string) => Promise<boolean>;
  readonly flowOf: (number: string) => Promise<string | undefined>;
  readonly isKept: (callId: string) => Promise<boolean>;
  /** Keeps a call that is over, with its recordings and jobs. */
  readonly keep: (events: readonly CallEvent[]) => Promise<void>;
}

const WAV_HEADER_BYTES = 44;
/** 8,000 samples of 16 bits a second. */
const BYTES_PER_MS = 16;
const SHORTEST_MS = 1_000;

/**
 * Takes the messages that callers left while no runtime was there: each becomes a call with a message, as one that a flow
 * took. True if somebody is still speaking.
 */
export async function takeLeftMessages(options: LeftMessagesOptions): Promise<boolean> {
  let more = false;
  for (const [path, value] of await treeOf(options.ami, awayFamilies.left)) {
    const { Family, Key: channelId } = placeOf(path);
    if (await options.isLive(channelId)) more = true;
    else {
      await take(channelId, value, options);
      await options.ami.action('DBDel', { Family, Key: channelId });
    }
  }
  return more;
}

async function take(channelId: string, value: string, options: LeftMessagesOptions): Promise<void> {
  const callId = `away_${createHash('sha256').update(channelId).digest('hex').slice(0, 20)}`;
  // Kept before a runtime died, which could not say so any more.
  if (!/^[A-Za-z0-9_.-]{1,150}$/.test(channelId) || (await options.isKept(callId))) return;
  const [seconds = '', called = '', endpoint = '', number = '', name = '', mailbox = ''] = value.split(':');
  const recordingId = `${callId}:1:1`;
  const atMs = Math.max(0, Number(seconds) * 1_000 || 0);
  const trunkId = trunkOfEndpoint(endpoint);
  const started: CallEvent = {
    type: 'call.started',
    callId,
    atMs,
    flowId: (await options.flowOf(called)) ?? 'away',
    revision: 0,
    direction: 'inbound',
    caller: { number: decoded(number), name: decoded(name) },
    called: called.slice(0, 80),
    test: false,
    variables: {},
    channelId,
    ...(trunkId === undefined ? {} : { trunkId: trunkId.slice(0, 60) }),
  };
  const durationMs = await moved(options.recordingFolder, channelId, recordingId);
  const endMs = atMs + (durationMs ?? 0);
  const end = {
    by: 'flow',
    code: 'patchcord-away',
    message: 'Patchcord was away: Asterisk took the call by itself.',
  } as const;
  await options.keep([
    started,
    { type: 'call.answered', callId, atMs },
    ...(durationMs === undefined ? [] : message({ callId, recordingId, durationMs, atMs, endMs, mailbox })),
    { type: 'call.ended', callId, atMs: endMs, end },
  ]);
}

interface Message {
  readonly callId: string;
  readonly recordingId: string;
  readonly durationMs: number;
  readonly atMs: number;
  readonly endMs: number;
  readonly mailbox: string;
}

function message({ callId, recordingId, durationMs, atMs, endMs, mailbox }: Message): CallEvent[] {
  const inStep = { callId, seq: 1, nodeId: 'away' };
  const data = { recordingId, mailbox, minMs: SHORTEST_MS, leftMs: endMs };
  return [
    { type: 'step.entered', ...inStep, atMs, step: 'voicemail' },
    {
      type: 'operation.finished',
      ...inStep,
      atMs: endMs,
      n: 1,
      kind: 'record',
      startedMs: atMs,
      result: { recordingId, durationMs, endedBy: 'hangUp' },
    },
    {
      type: 'operation.started',
      ...inStep,
      atMs: endMs,
      n: 2,
      kind: 'afterwards',
      details: { job: 'voicemail.deliver', data },
    },
    { type: 'step.left', ...inStep, atMs: endMs, exit: 'left' },
  ];
}

/** Gives the file the name that a flow's recording would have; its length, or undefined where nothing was recorded. */
async function moved(folder: string, channelId: string, recordingId: string): Promise<number | undefined> {
  const to = join(folder, `${recordingName(recordingId)}.wav`);
  await rename(join(folder, `${awayFilePrefix}${channelId}.wav`), to).catch(() => {});
  const size = await stat(to).then(
    (found) => found.size,
    () => 0,
  );
  return size <= WAV_HEADER_BYTES ? undefined : Math.round((size - WAV_HEADER_BYTES) / BYTES_PER_MS);
}

/** What the caller sent: text from outside. */
const decoded = (text: string): string =>
  Buffer.from(text, 'base64')
    .toString('utf8')
    .replaceAll(/\p{Cc}/gu, ' ')
    .slice(0, 80);
