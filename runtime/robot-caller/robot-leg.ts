import { setTimeout as sleep } from 'node:timers/promises';
import { AriRefused, refused } from '#runtime/ari/ari-error';
import { ariPath, type Query } from '#runtime/ari/path';
import type { AriMethod, AriRequester } from '#runtime/ari/transport';
import { createEar, DETECT_QUIET_MS, type Ear } from './ear.ts';
import { isOneOf, isUp, type RobotEvents, type TimedEvent } from './robot-events.ts';

/** What a leg needs of the robot's own Asterisk. `endpoint`: the PJSIP endpoint it dials through. */
export type LegParts = {
  readonly ari: AriRequester;
  readonly app: string;
  readonly endpoint: string;
  readonly events: RobotEvents;
};

/** The robot's side of one call, made but not dialled. Times are of `performance.now()`. */
export type RobotLeg = {
  readonly ear: Ear;
  /** When the recording began. */
  readonly recordedFromMs: number;
  /** Settles with the answer, or with the end if there is none. */
  dial(ringMs: number): Promise<TimedEvent | undefined>;
  readonly ended: Promise<TimedEvent>;
  pressKey(key: string): Promise<void>;
  /** Plays a sound by its path without extension; settles when it has ended. */
  play(path: string): Promise<void>;
  hangUp(): Promise<void>;
  /** Frees what the call used in Asterisk, once its recording is whole. */
  finish(): Promise<void>;
};

/** The mean amplitude from which on talk detection takes it for sound: about -42 dBFS. */
const DETECT_AMPLITUDE = 200;
const KEY_MS = 120;
const BETWEEN_KEYS_MS = 100;
const RECORDING_END_MS = 3_000;

/** Makes a channel to `uri` that sends PCMU, detects sound, and records what comes in from its first moment. */
export async function makeLeg(parts: LegParts, id: string, uri: string, callerId: string): Promise<RobotLeg> {
  const { ari, app, events } = parts;
  const order = async (method: AriMethod, path: string, query: Query = {}) => {
    const { status, body } = await ari.request(method, path, { query });
    if (status >= 300) throw refused(`${method} ${path}`, status, body);
  };
  const orderIfThere = (method: AriMethod, path: string, query?: Query) =>
    order(method, path, query).catch((error: unknown) => {
      if (!(error instanceof AriRefused) || error.status !== 404) throw error;
    });
  const setVariable = (channelId: string, variable: string, value: string) =>
    order('POST', ariPath`channels/${channelId}/variable`, { variable, value });

  const ear = createEar(() => performance.now());
  const earId = `${id}-ear`;
  const channel = events.watch(id);
  const recording = events.watch(earId, ({ event, atMs }) => {
    if (event.type === 'ChannelTalkingStarted') ear.soundBegan(atMs);
    if (event.type === 'ChannelTalkingFinished') ear.soundEnded(atMs);
  });

  await order('POST', 'channels/create', {
    endpoint: `PJSIP/${parts.endpoint}/${uri}`,
    app,
    channelId: id,
    formats: 'ulaw',
  });
  await channel.first(isOneOf('StasisStart'));
  await setVariable(id, 'CONNECTEDLINE(num,i)', callerId);
  // A recording of the channel itself would hold up the keys: orders to one channel queue up.
  await order('POST', ariPath`channels/${id}/snoop/${earId}`, { app, spy: 'in' });
  await recording.first(isOneOf('StasisStart'));
  // On the snoop, too, because only that has a clock of its own: an Asterisk that has nothing to say sends no packets,
  // and without them the channel itself never notices silence.
  await setVariable(earId, 'TALK_DETECT(set)', `${DETECT_QUIET_MS},${DETECT_AMPLITUDE}`);
  await order('POST', ariPath`channels/${earId}/record`, { name: earId, format: 'wav', ifExists: 'overwrite' });
  const started = await recording.first(isOneOf('RecordingStarted', 'RecordingFailed'));
  if (started.event.type === 'RecordingFailed') throw new Error('The robot can not record.');

  let playbacks = 0;
  const ended = channel.first(isOneOf('ChannelDestroyed'));
  // A phone sends all the time; without this the other side would take a silent robot for a broken line.
  const sendSilence = () => orderIfThere('POST', ariPath`channels/${id}/silence`);
  return {
    ear,
    recordedFromMs: started.atMs,
    ended,
    async dial(ringMs) {
      const up = channel.first((event) => isUp(event) || event.type === 'ChannelDestroyed');
      await order('POST', ariPath`channels/${id}/dial`, { timeout: Math.ceil(ringMs / 1_000) });
      const outcome = await Promise.race([up, sleep(ringMs, undefined, { ref: false })]);
      if (outcome && isUp(outcome.event)) {
        await sendSilence();
      }
      return outcome;
    },
    async pressKey(key) {
      await orderIfThere('POST', ariPath`channels/${id}/dtmf`, { dtmf: key, duration: KEY_MS });
      await sleep(KEY_MS + BETWEEN_KEYS_MS);
    },
    async play(path) {
      const playbackId = `${id}-say-${++playbacks}`;
      const playback = events.watch(playbackId);
      await order('POST', ariPath`channels/${id}/play/${playbackId}`, { media: `sound:${path}` });
      await Promise.race([playback.first(isOneOf('PlaybackFinished')), ended]);
      playback.stop();
      await sendSilence();
    },
    hangUp: () => orderIfThere('DELETE', ariPath`channels/${id}`),
    async finish() {
      await orderIfThere('DELETE', ariPath`channels/${id}`);
      await orderIfThere('DELETE', ariPath`channels/${earId}`);
      const whole = recording.first(isOneOf('RecordingFinished', 'RecordingFailed'));
      await Promise.race([whole, sleep(RECORDING_END_MS, undefined, { ref: false })]);
      channel.stop();
      recording.stop();
    },
  };
}
