import type {
  Bridged,
  Call,
  CallAudio,
  Collected,
  CollectOptions,
  Dialled,
  DialOptions,
  DialplanTarget,
  Leg,
  Played,
  PlayOptions,
  Recorded,
  RecordOptions,
  Said,
  SayOptions,
  Sound,
  TransferOptions,
  Transferred,
  Turn,
} from '#runtime/flow/call';
import { CallerGone, StepFailed } from '#runtime/flow/call';
import type { Party } from '#runtime/flow/record';
import type { StepLog } from '#runtime/flow/step';
import { type BridgeHost, bridge } from './bridged.ts';
import type { CallDriver } from './call-driver.ts';
import type { Clock } from './clock.ts';
import { dial } from './dialling.ts';
import type { KeyBuffer } from './key-buffer.ts';
import type { Operation, Operations } from './operations.ts';
import type { Playable, SessionPorts } from './ports.ts';
import { transfer } from './transferring.ts';
import type { Waiter } from './waiter.ts';

/** The end of a playback or recording that Asterisk never reports is assumed this long after it is due. */
const OVERDUE_MS = 5_000;
/** How long a recording may take to finish once it was stopped or the caller is gone. */
const FINISH_MS = 2_000;

/** Asterisk's own tone, with what it takes to begin: measured, 22.10.1. */
const BEEP_MS = 500;
/** Asterisk gives the length of a recording in whole seconds, and up to so much less than it is (measured, 22.10.1). */
const REPORTED_LESS_MS = 2_000;

/** The parts of a session that a step's call works on. */
export interface CallHost extends BridgeHost {
  readonly callId: string;
  readonly language: string;
  readonly voice: string;
  readonly driver: CallDriver;
  readonly clock: Clock;
  readonly keys: KeyBuffer;
  readonly waiter: Waiter;
  readonly playable: SessionPorts['playable'];
  readonly leg: Leg;
  answered(): void;
  hangingUp(): void;
  /** From here until `closeSensitive` keys are sealed wherever they are written. */
  openSensitive(): void;
  closeSensitive(): void;
}

/** The `Call` of a step: what each operation means, once for real and simulated calls. */
export class StepCall implements Call {
  readonly #host: CallHost;
  readonly #operations: Operations;
  readonly #log: StepLog;

  constructor(host: CallHost, operations: Operations, log: StepLog) {
    this.#host = host;
    this.#operations = operations;
    this.#log = log;
  }

  get id(): string {
    return this.#host.callId;
  }
  get direction(): 'inbound' | 'outbound' {
    return this.#host.driver.direction;
  }
  get caller(): Party {
    return this.#host.driver.caller;
  }
  get called(): string {
    return this.#host.driver.called;
  }
  get language(): string {
    return this.#host.language;
  }
  get leg(): Leg {
    return this.#host.leg;
  }

  async answer(): Promise<void> {
    // Numbered also when there is nothing to do: a re-run finds the call answered, and must count as its first run did.
    await this.#operations.run('answer', async () => {
      await answerCall(this.#host);
      return null;
    });
  }

  play(sounds: Sound | readonly Sound[], options: PlayOptions = {}): Promise<Played> {
    let details: { text: string; durationMs: number } | undefined;
    return this.#operations.run(
      'play',
      async (operation) => {
        const playables = await this.#playables(sounds);
        details = describe(playables);
        return this.#prompt(operation, playables, options.bargeIn ?? 'keys', details);
      },
      { details: () => details },
    );
  }

  async say(text: string | AsyncIterable<string>, options: SayOptions = {}): Promise<Said> {
    let words = '';
    if (typeof text === 'string') words = text;
    else for await (const part of text) words += part;
    const { kind, playedMs } = await this.play(
      options.voice === undefined ? { say: words } : { say: words, voice: options.voice },
      options,
    );
    return { heardText: kind === 'completed' ? words : '', playedMs, completed: kind === 'completed' };
  }

  async collect(options: CollectOptions): Promise<Collected> {
    let details: { text: string; durationMs: number } | undefined;
    if (options.sensitive) this.#host.openSensitive();
    try {
      return await this.#operations.run<Collected>(
        'collect',
        async (operation) => {
          const playables = options.prompt === undefined ? [] : await this.#playables(options.prompt);
          details = describe(playables);
          await this.#prompt(operation, playables, options.bargeIn ?? 'keys', details);
          // Also without a prompt it is seen from outside that the caller is waited for.
          operation.begin();
          return this.#keys(options);
        },
        { sensitive: options.sensitive ?? false, details: () => details },
      );
    } finally {
      if (options.sensitive) this.#host.closeSensitive();
    }
  }

  record(options: RecordOptions): Promise<Recorded> {
    return this.#operations.run<Recorded>('record', (operation) => this.#record(operation, options));
  }

  async hold(): Promise<void> {
    await this.#effect('hold', () => this.#host.driver.startHold());
  }

  async unhold(): Promise<void> {
    await this.#effect('unhold', () => this.#host.driver.stopHold());
  }

  async sendDigits(digits: string, { toneMs = 100, gapMs = 100 } = {}): Promise<void> {
    await this.#effect('sendDigits', async () => {
      await this.#host.driver.sendDigits(digits, toneMs, gapMs);
      await this.#host.waiter.wait({ keys: false, ms: digits.length * (toneMs + gapMs) });
    });
  }

  async hangUp({ cause = 16 }: { readonly cause?: number } = {}): Promise<void> {
    // Hanging up twice is hanging up once, so nothing is written before it.
    await this.#operations.run('hangUp', async () => {
      this.#host.hangingUp();
      await this.#host.driver.hangUp(cause);
      return null;
    });
  }

  async continueInDialplan(target: DialplanTarget): Promise<void> {
    const { context, extension } = target;
    // Two of the same call would be two callers for the dialplan: where it is not known whether it went, it did.
    const went = await this.#operations.run(
      'continueInDialplan',
      async (operation) => {
        operation.begin({ to: `${extension}@${context}` });
        return this.#host.driver.continueInDialplan(target, () => this.#host.hangingUp());
      },
      { once: true },
    );
    if (!went) throw new StepFailed('dialplan-missing', `The dialplan has no extension ${extension} in ${context}.`);
  }

  dial(options: DialOptions): Promise<Dialled> {
    return dial(this.#host, this.#operations, this.#log, { ...options, kind: 'dial' });
  }
  bridge(legId: string, options: { readonly maxMs?: number } = {}): Promise<Bridged> {
    return bridge(this.#host, this.#operations, legId, options);
  }
  transfer(options: TransferOptions): Promise<Transferred> {
    return transfer(this.#host, this.#operations, this.#log, options);
  }
  audio(): Promise<CallAudio> {
    return unavailable('audio');
  }
  turns(): AsyncIterable<Turn> {
    return { [Symbol.asyncIterator]: () => ({ next: () => unavailable('turns') }) };
  }

  async #effect(kind: string, effect: () => Promise<void>): Promise<void> {
    await this.#operations.run(kind, async (operation) => {
      operation.begin();
      await effect();
      return null;
    });
  }

  async #playables(sounds: Sound | readonly Sound[]): Promise<readonly Playable[]> {
    const { language, voice, playable } = this.#host;
    const list = isList(sounds) ? sounds : [sounds];
    const playables: Playable[] = [];
    for (const sound of list) {
      const ready = await playable(sound, { language, voice });
      // Words that came out empty are not a sound.
      if (ready.durationMs > 0) playables.push(ready);
    }
    return playables;
  }

  async #prompt(
    operation: Operation,
    playables: readonly Playable[],
    bargeIn: 'none' | 'keys',
    details: { durationMs: number },
  ): Promise<Played> {
    const { driver, clock, keys, waiter } = this.#host;
    const byKey = bargeIn === 'keys';
    if (playables.length === 0) return { kind: 'completed', playedMs: 0 };
    if (byKey && !keys.isEmpty && !operation.resumed) return { kind: 'interrupted', playedMs: 0 };
    operation.begin(details);
    const dueMs = operation.startedMs + details.durationMs;
    const playing = operation.resumed && (await driver.isPlaying(operation.id));
    // A prompt that should still be heard, is not, and was not ended by a key has never begun.
    const unheard = clock.now() < dueMs && (keys.isEmpty || !byKey);
    if (operation.resumed && !playing && !unheard) {
      if (!byKey) keys.dropRestored(dueMs);
      return { kind: 'completed', playedMs: details.durationMs };
    }
    if (!playing)
      await driver.startPlayback(
        operation.id,
        playables.map((sound) => sound.media),
      );
    const fromMs = playing ? operation.startedMs : clock.now();
    const woken =
      byKey && !keys.isEmpty
        ? 'key'
        : await waiter.wait({
            target: operation.id,
            keys: byKey,
            ms: fromMs + details.durationMs + OVERDUE_MS - clock.now(),
          });
    if (woken === 'gone') {
      if (this.#host.leg !== 'ended') await driver.stopPlayback(operation.id);
      throw new CallerGone();
    }
    if (!byKey) keys.drop();
    if (woken === 'key') {
      await driver.stopPlayback(operation.id);
      waiter.forget(operation.id);
      return { kind: 'interrupted', playedMs: Math.min(details.durationMs, clock.now() - fromMs) };
    }
    return { kind: 'completed', playedMs: details.durationMs };
  }

  async #keys({ min, max, finishKey, firstKeyMs, nextKeyMs }: CollectOptions): Promise<Collected> {
    const { keys, waiter, clock } = this.#host;
    let entered = '';
    for (;;) {
      const key = keys.take();
      if (key === '') {
        const woken = await waiter.wait({ keys: true, ms: entered === '' ? firstKeyMs : nextKeyMs });
        if (woken === 'gone') throw new CallerGone();
        if (woken === 'time') return collected(entered, min, 'timeout');
      } else if (key === finishKey) {
        return collected(entered, min, 'finishKey');
      } else {
        entered += key;
        if (entered.length >= max) {
          if (finishKey !== undefined) keys.dropNext(finishKey, clock.now() + nextKeyMs);
          return collected(entered, min, 'max');
        }
      }
    }
  }

  async #record(
    operation: Operation,
    { maxMs, silenceMs = 0, finishKey = '#', beep = true }: RecordOptions,
  ): Promise<Recorded> {
    const { driver, keys, waiter, clock } = this.#host;
    const going = operation.resumed && (await driver.isRecording(operation.id));
    // Keys that the recording was to hear, and that a killed runtime did not come to, still count.
    if (!operation.resumed) keys.drop();
    operation.begin();
    // Killed before it began, it begins now; killed after its end, that is reported once more.
    if (!going) await driver.startRecording(operation.id, { maxMs, silenceMs, beep });
    let endedBy: Recorded['endedBy'] | undefined;
    let left = (going ? operation.startedMs : clock.now()) + maxMs + OVERDUE_MS - clock.now();
    for (;;) {
      const ending = endedBy !== undefined;
      const woken =
        ending || keys.isEmpty
          ? await waiter.wait({ target: operation.id, keys: !ending, gone: !ending, ms: left })
          : 'key';
      if (woken === 'finished' || ending) break;
      if (woken === 'gone' && this.#host.leg !== 'ended') {
        await driver.stopRecording(operation.id);
        throw new CallerGone();
      }
      if (woken === 'key') {
        const key = keys.take();
        if (finishKey !== 'any' && key !== finishKey) continue;
        endedBy = 'key';
        await driver.stopRecording(operation.id);
      } else {
        endedBy = woken === 'gone' ? 'hangUp' : 'max';
      }
      left = FINISH_MS;
    }
    const tookMs = clock.now() - operation.startedMs - (beep ? BEEP_MS : 0);
    const heardMs = Math.min(maxMs, lengthOf(driver.recordedMs(operation.id), tookMs));
    // The end of the recording may be heard of before the hang-up that ended it.
    if (this.#host.leg === 'ended') endedBy ??= 'hangUp';
    endedBy ??= heardMs >= maxMs - 500 ? 'max' : 'silence';
    const durationMs = Math.max(0, heardMs - (endedBy === 'silence' ? silenceMs : 0));
    return { recordingId: operation.id, durationMs, endedBy };
  }
}

/** Answers a call that still rings. */
export async function answerCall(host: Pick<CallHost, 'leg' | 'driver' | 'answered'>): Promise<void> {
  if (host.leg !== 'ringing') return;
  await host.driver.answer();
  host.answered();
}

const isList = (sounds: Sound | readonly Sound[]): sounds is readonly Sound[] => Array.isArray(sounds);

/** How long a recording is: as long as it took, if what Asterisk says of it allows that. */
function lengthOf(reportedMs: number | undefined, tookMs: number): number {
  if (reportedMs === undefined) return Math.max(0, tookMs);
  return Math.min(Math.max(reportedMs, tookMs), reportedMs + REPORTED_LESS_MS);
}

const describe = (playables: readonly Playable[]) => ({
  text: playables
    .map((sound) => sound.text ?? '')
    .join(' ')
    .trim(),
  durationMs: playables.reduce((sum, sound) => sum + sound.durationMs, 0),
});

function collected(keys: string, min: number, endedBy: 'max' | 'finishKey' | 'timeout'): Collected {
  if (keys === '') return { kind: 'noInput' };
  return keys.length < min ? { kind: 'tooFew', keys } : { kind: 'keys', keys, endedBy };
}

function unavailable(operation: string): Promise<never> {
  return Promise.reject(
    new StepFailed('operation-unavailable', `This version of Patchcord has no '${operation}' yet.`),
  );
}
