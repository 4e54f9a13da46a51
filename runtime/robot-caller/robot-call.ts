import { copyFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Gap, type Measurement, measure, type Segment } from '#runtime/speech/measure';
import { readWav } from '#runtime/speech/wav';
import type { KeyPlan } from './key-plan.ts';
import { isUp } from './robot-events.ts';
import { type LegParts, makeLeg, type RobotLeg } from './robot-leg.ts';

export type RobotTarget = { readonly host: string; readonly port: number; readonly extension: string };

export type RobotCallOptions = {
  readonly target: RobotTarget;
  readonly plan: KeyPlan;
  /** Absolute path without extension of what `say` plays. */
  readonly utterance?: string | undefined;
  /** After this long on the line the robot hangs up. 120,000 by default. */
  readonly maxMs?: number;
  /** How long it may ring. 30,000 by default. */
  readonly ringMs?: number;
  /** The robot's own number: `100` by default. */
  readonly callerId?: string;
  /** Where the recording of what it heard goes: WAV, 8 kHz, mono. Without it none is kept. */
  readonly recordTo?: string | undefined;
};

/** What the robot saw of a call. Times are milliseconds since the answer, so early media begins before 0. */
export type RobotReport = {
  /** From dialling to the answer; undefined if nobody answered. */
  readonly answeredMs: number | undefined;
  /** The zero of all times, in milliseconds since the Unix epoch: the answer, or else the end of ringing. */
  readonly zeroAt: number;
  /** When the recording begins; before the answer, so below 0. */
  readonly recordedFromMs: number;
  /** `unanswered`: refused, or not answered in time. `limit`: it lasted `maxMs`. */
  readonly endedBy: 'callee' | 'robot' | 'limit' | 'unanswered';
  /** How long the call lasted. */
  readonly lengthMs: number;
  /** Q.850 cause, and the SIP status where the call did not end in the usual way. */
  readonly cause: number | undefined;
  readonly sipStatus: number | undefined;
  readonly heard: readonly Segment[];
  /** Those of 20 ms may be the recorder's own: its clock is not that of the packets. */
  readonly gaps: readonly Gap[];
  readonly clippedSamples: number;
  readonly keysPressed: readonly { readonly key: string; readonly atMs: number }[];
  readonly said: readonly { readonly atMs: number; readonly lengthMs: number }[];
  /** What of its plan the robot did not come to. */
  readonly undone: KeyPlan;
  readonly recording: string | undefined;
};

/** How long it must be quiet for a prompt to count as ended: longer than the pauses within one. */
const QUIET_MS = 700;

type Deeds = Pick<RobotReport, 'keysPressed' | 'said' | 'undone'> & { readonly hungUp: boolean };

/** Does what the plan says until it is done or the call is `gone`. `answeredAtMs` is the zero of all times. */
async function follow(
  plan: KeyPlan,
  leg: RobotLeg,
  utterance: string | undefined,
  answeredAtMs: number,
  gone: AbortSignal,
): Promise<Deeds> {
  const keysPressed: { key: string; atMs: number }[] = [];
  const said: { atMs: number; lengthMs: number }[] = [];
  const now = () => performance.now();
  const sinceAnswer = () => Math.round(now() - answeredAtMs);
  let lastActMs = answeredAtMs;
  let done = 0;
  try {
    for (const action of plan) {
      gone.throwIfAborted();
      if (action.kind === 'listen') await leg.ear.listen(lastActMs, QUIET_MS, gone);
      else if (action.kind === 'hear') await leg.ear.hear(lastActMs, gone);
      else if (action.kind === 'wait') await sleep(action.ms, undefined, { signal: gone });
      else if (action.kind === 'press') {
        for (const key of action.keys) {
          gone.throwIfAborted();
          keysPressed.push({ key, atMs: sinceAnswer() });
          lastActMs = now();
          await leg.pressKey(key);
        }
      } else if (action.kind === 'hang-up') return { keysPressed, said, undone: plan.slice(done + 1), hungUp: true };
      else if (utterance !== undefined) {
        const atMs = sinceAnswer();
        await leg.play(utterance);
        said.push({ atMs, lengthMs: sinceAnswer() - atMs });
        lastActMs = now();
      }
      done++;
    }
  } catch (error) {
    if (!gone.aborted) throw error;
  }
  return { keysPressed, said, undone: plan.slice(done), hungUp: false };
}

async function hear(file: string, recordTo: string | undefined): Promise<Measurement> {
  // A call that ended at once leaves a file without sound.
  const bytes = await readFile(file).catch(() => Buffer.alloc(0));
  if (bytes.length <= 44) return { durationMs: 0, segments: [], gaps: [], clippedSamples: 0 };
  if (recordTo) await copyFile(file, recordTo);
  await rm(file, { force: true });
  return measure(readWav(bytes));
}

/**
 * One call of the robot (`lost` rejects when its Asterisk is gone): dials, follows its plan, stays until the other side hangs up, and tells what it heard.
 * What the other side does is never an exception.
 * @throws AriRefused, AriUnavailable when its own Asterisk does not obey.
 */
export async function robotCall(
  parts: LegParts & { readonly recordingFolder: string; readonly lost: Promise<never> },
  id: string,
  options: RobotCallOptions,
): Promise<RobotReport> {
  const { target, maxMs = 120_000, ringMs = 30_000, callerId = '100' } = options;
  if (!/^[A-Za-z0-9_.+*#-]{1,80}$/.test(target.extension) || !/^[A-Za-z0-9.-]{1,253}$/.test(target.host)) {
    throw new Error(`The robot can't call ${target.extension}@${target.host}.`);
  }
  const uri = `sip:${target.extension.replaceAll('#', '%23')}@${target.host}:${target.port}`;
  const leg = await makeLeg(parts, id, uri, callerId);
  try {
    const dialledAtMs = performance.now();
    const outcome = await leg.dial(ringMs);
    const answered = outcome !== undefined && isUp(outcome.event);
    const answeredAtMs = outcome?.atMs ?? performance.now();
    const gone = new AbortController();
    const ended = Promise.race([leg.ended, parts.lost]).finally(() => gone.abort());
    // It is awaited only after the plan has been followed.
    ended.catch(() => {});
    let endedBy: RobotReport['endedBy'] = answered ? 'callee' : 'unanswered';
    let deeds: Deeds = { keysPressed: [], said: [], undone: options.plan, hungUp: false };
    if (answered) {
      const limit = sleep(maxMs, 'limit' as const, { signal: gone.signal }).catch(() => 'gone' as const);
      void limit.then(() => gone.abort());
      deeds = await follow(options.plan, leg, options.utterance, answeredAtMs, gone.signal);
      if (deeds.hungUp) endedBy = 'robot';
      else if ((await limit) === 'limit') endedBy = 'limit';
    }
    await leg.hangUp();
    const { event, atMs } = await ended;
    await leg.finish();
    const { segments, gaps, clippedSamples } = await hear(
      join(parts.recordingFolder, `${id}-ear.wav`),
      options.recordTo,
    );
    const lateMs = Math.round(answeredAtMs - leg.recordedFromMs);
    const sinceAnswer = <T extends { startMs: number }>(part: T): T => ({ ...part, startMs: part.startMs - lateMs });
    const end = event.type === 'ChannelDestroyed' ? event : undefined;
    return {
      answeredMs: answered ? Math.round(answeredAtMs - dialledAtMs) : undefined,
      endedBy,
      zeroAt: Math.round(performance.timeOrigin + answeredAtMs),
      recordedFromMs: -lateMs,
      lengthMs: answered ? Math.round(atMs - answeredAtMs) : 0,
      cause: end?.cause,
      sipStatus: end?.tech_cause,
      heard: segments.map(sinceAnswer),
      gaps: gaps.map(sinceAnswer),
      clippedSamples,
      keysPressed: deeds.keysPressed,
      said: deeds.said,
      undone: deeds.undone,
      recording: segments.length > 0 || answered ? options.recordTo : undefined,
    };
  } finally {
    await leg.finish().catch(() => {});
  }
}
