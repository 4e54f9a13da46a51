import { isGone } from '#runtime/ari/ari-error';
import type { HangupReason } from '#runtime/ari/channels';
import type { AriEvent } from '#runtime/ari/events';
import { recordingName } from '#runtime/ari/recordings';
import type { Channel } from '#runtime/ari/resources';
import type { DialplanTarget } from '#runtime/flow/call';
import type { Party } from '#runtime/flow/record';
import { AriLegs } from './ari-legs.ts';
import type { AriNouns } from './ari-nouns.ts';
import type { CallDriver, DriverEvent, RecordingRequest } from './call-driver.ts';
import type { CallRecorder } from './call-recorder.ts';
import { untilAnswered } from './until-answered.ts';

export interface AriCallOptions {
  readonly ari: AriNouns;
  /** None yet: an outbound call that has reached nobody. */
  readonly channel: Channel | undefined;
  /** Of a test call that pretends to be somebody else's, or of an outbound call; the channel's own without it. */
  readonly caller?: Party | undefined;
  readonly called: string;
  readonly direction: 'inbound' | 'outbound';
  /** Records both directions in the background, once asked to. */
  readonly recorder: CallRecorder;
  /** An outbound call has got a channel. */
  readonly onChannel: (channelId: string) => void;
  /** A command failed in a way that no event will explain. */
  readonly onError: (error: unknown) => void;
}

/** A caller's leg on Asterisk. */
export class AriCall implements CallDriver {
  channelId: string;
  readonly direction: 'inbound' | 'outbound';
  readonly caller: Party;
  readonly called: string;
  answered: boolean;
  readonly #ari: AriNouns;
  readonly #recorder: CallRecorder;
  readonly #onError: (error: unknown) => void;
  readonly #onChannel: (channelId: string) => void;
  /** Made when the call dials: most never do. */
  #legs: AriLegs | undefined;
  #listener: (event: DriverEvent) => void = () => {};
  /** Id of the playback or recording under way: one foreground operation, so one of each. */
  #playing: string | undefined;
  #recording: string | undefined;
  #recordedMs: number | undefined;
  /** Id of what Asterisk has not yet said that it began. */
  #starting: string | undefined;
  #hangingUp = false;
  /** Its channel lives on without us. */
  #left = false;
  #gone = false;

  constructor({ ari, channel, called, direction, recorder, onChannel, onError, ...options }: AriCallOptions) {
    const { caller = channel?.caller ?? { number: '', name: '' } } = options;
    this.#ari = ari;
    this.channelId = channel?.id ?? '';
    this.caller = { number: caller.number.slice(0, 80), name: caller.name.slice(0, 80) };
    this.called = called;
    this.direction = direction;
    this.answered = channel?.state === 'Up';
    this.#recorder = recorder;
    this.#onError = onError;
    this.#onChannel = onChannel;
  }

  get legs(): AriLegs {
    this.#legs ??= new AriLegs({
      ari: this.#ari,
      own: () => this.channelId,
      isOver: () => this.#gone,
      emit: (event) => {
        if (event.type === 'callee.gone' && event.id === this.channelId) this.legEnded(event.hangupCause);
        else this.#listener(event);
      },
      becomes: (legId) => {
        this.channelId = legId;
        this.answered = true;
        this.#onChannel(legId);
      },
      onError: this.#onError,
    });
    return this.#legs;
  }

  get hasLeg(): boolean {
    return this.channelId !== '';
  }

  listen(listener: (event: DriverEvent) => void): void {
    this.#listener = listener;
  }

  /** An event of this call's channel, or of something that plays or records on it. */
  handle(event: AriEvent): void {
    switch (event.type) {
      case 'ChannelDtmfReceived':
        this.#listener({ type: 'key.pressed', key: event.digit });
        break;
      case 'PlaybackFinished':
        if (event.playback.id === this.#playing) this.#playing = undefined;
        this.#listener({ type: 'playback.finished', id: event.playback.id });
        break;
      case 'RecordingFinished':
      case 'RecordingFailed':
        if (this.#recording !== undefined && event.recording.name === recordingName(this.#recording))
          this.#recordingEnded(event.recording.duration);
        break;
      case 'ChannelHangupRequest':
      case 'ChannelDestroyed':
        this.legEnded(event.cause);
        break;
      case 'StasisStart':
        this.legs.handle(event);
        break;
    }
  }

  /** The channel is gone. */
  legEnded(hangupCause?: number): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#listener({ type: 'leg.ended', ...(hangupCause === undefined ? {} : { hangupCause }) });
  }

  async answer(): Promise<void> {
    await this.#command(() => this.#ari.channels.answer(this.channelId));
    this.answered = true;
  }

  async startPlayback(id: string, media: readonly string[]): Promise<void> {
    const { playbacks } = this.#ari;
    const playback = { id, on: { channel: this.channelId }, media };
    this.#playing = id;
    this.#starting = id;
    await this.#command(async (again) => {
      await (again ? playbacks.ensure(playback) : playbacks.start(playback));
    });
    this.#starting = undefined;
  }

  async stopPlayback(id: string): Promise<void> {
    // Asterisk does what it is told in order, so whatever comes next need not wait for the answer.
    this.#command(() => this.#ari.playbacks.stop(id)).catch(this.#failed);
    if (this.#playing === id) this.#playing = undefined;
  }

  async isPlaying(id: string): Promise<boolean> {
    const playback = await this.#asked(() => this.#ari.playbacks.get(id));
    if (playback !== undefined) this.#playing = id;
    return playback !== undefined;
  }

  async startRecording(id: string, { maxMs, silenceMs, beep }: RecordingRequest): Promise<void> {
    this.#recording = id;
    this.#recordedMs = undefined;
    const limits = { maxDurationSeconds: Math.ceil(maxMs / 1_000), maxSilenceSeconds: Math.ceil(silenceMs / 1_000) };
    const recording = { name: recordingName(id), on: { channel: this.channelId }, format: 'wav', beep, ...limits };
    this.#starting = id;
    await this.#command(async () => {
      const isNew = await this.#ari.recordings.start(recording);
      // Asked for again after a restart or a lost answer: it has been made, and may be over.
      if (!isNew && !(await this.isRecording(id))) this.#recordingEnded(undefined);
    });
    this.#starting = undefined;
  }

  async stopRecording(id: string): Promise<void> {
    await this.#command(() => this.#ari.recordings.stop(recordingName(id)));
  }

  async isRecording(id: string): Promise<boolean> {
    const live = await this.#asked(() => this.#ari.recordings.getLive(recordingName(id)));
    if (live !== undefined) this.#recording = id;
    return live !== undefined;
  }

  recordedMs(): number | undefined {
    return this.#recordedMs;
  }

  async sendDigits(digits: string, toneMs: number, gapMs: number): Promise<void> {
    // Sent twice they would be another number: where it is not known whether they were sent, they were.
    await this.#command(async (again) => {
      if (!again) await this.#ari.channels.sendDigits(this.channelId, digits, { durationMs: toneMs, betweenMs: gapMs });
    });
  }

  async startHold(): Promise<void> {
    await this.#command(() => this.#ari.channels.startMusic(this.channelId));
  }

  async stopHold(): Promise<void> {
    await this.#command(() => this.#ari.channels.stopMusic(this.channelId));
  }

  async startCallRecording(id: string): Promise<void> {
    await this.#recorder.start(id, this.channelId);
  }

  async catchUp(): Promise<void> {
    await this.#legs?.catchUp();
    const [playing, recording] = [this.#playing, this.#recording];
    if (playing !== undefined && playing !== this.#starting && !(await this.isPlaying(playing))) {
      if (this.#playing === playing) this.#playing = undefined;
      this.#listener({ type: 'playback.finished', id: playing });
    }
    if (recording !== undefined && recording !== this.#starting && !(await this.isRecording(recording)))
      if (this.#recording === recording) this.#recordingEnded(undefined);
  }

  async continueInDialplan(target: DialplanTarget, leaving: () => void): Promise<boolean> {
    const { context, extension, variables = {} } = target;
    const { channels } = this.#ari;
    let found = true;
    await this.#command(async () => {
      // Without the module of this function nothing can be said of it, and Asterisk hangs up where there is none.
      const exists = `DIALPLAN_EXISTS(${context},${extension},1)`;
      found = (await channels.getVariable(this.channelId, exists).catch(() => undefined)) !== '0';
      if (!found) return;
      for (const [name, value] of Object.entries(variables)) await channels.setVariable(this.channelId, name, value);
      leaving();
      await channels.continueInDialplan(this.channelId, { context, extension });
      // Not ours any more: what becomes of it, nobody tells us.
      this.#left = true;
      this.legEnded();
    });
    return found;
  }

  async hangUp(cause: number): Promise<void> {
    this.#hangingUp = true;
    await this.#command(() => this.#ari.channels.hangUp(this.channelId, reasons.get(cause) ?? 'normal'));
  }

  async close(): Promise<void> {
    // A channel that is hung up takes its playback and its recording with it. Where the connection is away it is found,
    // and hung up, when that is back: the record of the call need not wait for it.
    const legs = this.#legs?.close();
    if (this.hasLeg && !this.#gone && !this.#hangingUp && !this.#left)
      await this.#ari.channels.hangUp(this.channelId).catch(this.#failed);
    await legs;
    this.#gone = true;
    await this.#recorder.stop();
  }

  #recordingEnded(seconds: number | undefined): void {
    const id = this.#recording;
    if (id === undefined) return;
    this.#recording = undefined;
    this.#recordedMs = seconds === undefined ? undefined : seconds * 1_000;
    this.#listener({ type: 'recording.finished', id });
  }

  /** A channel that is gone is no error: the leg has ended. */
  async #command(send: (again: boolean) => Promise<unknown>): Promise<void> {
    if (this.#gone) return;
    try {
      await this.#asked(send);
    } catch (error) {
      if (!isGone(error)) throw error;
      this.legEnded();
    }
  }

  readonly #failed = (error: unknown): void => {
    if (!isGone(error)) this.#onError(error);
  };

  #asked<T>(send: (again: boolean) => Promise<T>): Promise<T> {
    return untilAnswered(send, () => this.#gone);
  }
}

/** Q.850 causes as ARI names them (docs.asterisk.org, Hangup Cause Mappings). */
const reasons = new Map<number, HangupReason>([
  [1, 'unallocated'],
  [16, 'normal'],
  [17, 'busy'],
  [18, 'no_answer'],
  [19, 'no_answer'],
  [21, 'rejected'],
  [26, 'answered_elsewhere'],
  [28, 'number_incomplete'],
  [31, 'normal_unspecified'],
  [34, 'congestion'],
  [38, 'failure'],
  [42, 'congestion'],
  [127, 'interworking'],
]);
