import type { DialplanTarget } from '#runtime/flow/call';
import type { ScriptedCallee } from '#runtime/flow/flow-test';
import type { Party } from '#runtime/flow/record';
import type { CallDriver, DriverEvent, RecordingRequest } from './call-driver.ts';
import type { Cancel, Clock } from './clock.ts';
import { SimulatedLegs } from './simulated-legs.ts';

export interface SimulatedCallOptions {
  readonly clock: Clock;
  readonly caller: Party;
  readonly called: string;
  readonly direction?: 'inbound' | 'outbound';
  /** Length of what `media` names, in ms. */
  readonly lengthOf: (media: string) => number;
  /** What whoever is dialled does. */
  readonly callee?: (to: string) => ScriptedCallee;
}

/** A caller's leg without a telephone: effects take the time they would take, on the clock it is given. */
export class SimulatedCall implements CallDriver {
  readonly channelId = '';
  readonly direction: 'inbound' | 'outbound';
  readonly caller: Party;
  readonly called: string;
  answered = false;
  hasLeg: boolean;
  readonly legs: SimulatedLegs;
  readonly #clock: Clock;
  readonly #lengthOf: (media: string) => number;
  readonly #running = new Map<string, Cancel>();
  readonly #recorded = new Map<string, { readonly startMs: number; readonly request: RecordingRequest; ms?: number }>();
  #listener: (event: DriverEvent) => void = () => {};
  #gone = false;
  /** Of an outbound call: the leg that was answered. */
  #ownLeg: string | undefined;

  constructor({ clock, caller, called, direction = 'inbound', lengthOf, callee }: SimulatedCallOptions) {
    this.#clock = clock;
    this.caller = caller;
    this.called = called;
    this.direction = direction;
    this.#lengthOf = lengthOf;
    this.hasLeg = direction === 'inbound';
    this.legs = new SimulatedLegs({
      clock,
      callee,
      emit: (event) => {
        if (event.type === 'callee.gone' && event.id === this.#ownLeg) this.#end(event.hangupCause ?? 16);
        else this.#listener(event);
      },
      becomes: (legId) => {
        this.#ownLeg = legId;
        this.hasLeg = true;
        this.answered = true;
      },
    });
  }

  listen(listener: (event: DriverEvent) => void): void {
    this.#listener = listener;
  }

  /** The caller presses a key. */
  press(key: string): void {
    if (!this.#gone) this.#listener({ type: 'key.pressed', key });
  }

  /** The caller hangs up. */
  callerHangsUp(hangupCause = 16): void {
    this.#end(hangupCause);
  }

  /** The caller begins to speak, for so long; what is being recorded goes on at least until the silence after it. */
  callerSpeaks(ms: number): void {
    for (const [id, { startMs, request }] of this.#recorded) {
      if (request.silenceMs === 0 || !this.#running.has(id)) continue;
      this.#stop(id);
      const leftMs = startMs + request.maxMs - this.#clock.now();
      this.#run(id, Math.min(leftMs, ms + request.silenceMs), () => this.#recordingEnds(id));
    }
  }

  get gone(): boolean {
    return this.#gone;
  }

  /** What is under way: to be heard by the caller, or to be recorded of them. */
  get activity(): 'playback' | 'recording' | undefined {
    const [id] = this.#running.keys();
    if (id === undefined) return undefined;
    return this.#recorded.has(id) ? 'recording' : 'playback';
  }

  /** Playbacks and recordings under way. */
  get running(): number {
    return this.#running.size;
  }

  async answer(): Promise<void> {
    if (!this.#gone) this.answered = true;
  }

  async startPlayback(id: string, media: readonly string[]): Promise<void> {
    const ms = media.reduce((sum, each) => sum + this.#lengthOf(each), 0);
    this.#run(id, ms, () => this.#listener({ type: 'playback.finished', id }));
  }

  async stopPlayback(id: string): Promise<void> {
    if (this.#stop(id)) this.#listener({ type: 'playback.finished', id });
  }

  async isPlaying(id: string): Promise<boolean> {
    return this.#running.has(id);
  }

  async startRecording(id: string, request: RecordingRequest): Promise<void> {
    const { maxMs, silenceMs } = request;
    if (this.#running.has(id)) return;
    if (this.#recorded.has(id)) return this.#listener({ type: 'recording.finished', id });
    this.#recorded.set(id, { startMs: this.#clock.now(), request });
    this.#run(id, silenceMs === 0 ? maxMs : Math.min(maxMs, silenceMs), () => this.#recordingEnds(id));
  }

  async stopRecording(id: string): Promise<void> {
    if (this.#stop(id)) this.#recordingEnds(id);
  }

  async isRecording(id: string): Promise<boolean> {
    return this.#running.has(id);
  }

  recordedMs(id: string): number | undefined {
    return this.#recorded.get(id)?.ms;
  }

  async sendDigits(): Promise<void> {}
  async startHold(): Promise<void> {}
  async stopHold(): Promise<void> {}
  async startCallRecording(): Promise<void> {}
  async catchUp(): Promise<void> {}

  async continueInDialplan(_target: DialplanTarget, leaving: () => void): Promise<boolean> {
    leaving();
    this.#end(16);
    return true;
  }

  async hangUp(cause: number): Promise<void> {
    this.#end(cause);
  }

  async close(): Promise<void> {
    this.#end(16);
  }

  #end(hangupCause: number): void {
    if (this.#gone) return;
    this.#gone = true;
    this.legs.close();
    for (const id of [...this.#running.keys()]) {
      this.#stop(id);
      if (this.#recorded.has(id)) this.#recordingEnds(id);
    }
    this.#listener({ type: 'leg.ended', hangupCause });
  }

  #run(id: string, ms: number, done: () => void): void {
    if (this.#gone || this.#running.has(id)) return;
    const cancel = this.#clock.after(ms, () => {
      this.#running.delete(id);
      done();
    });
    this.#running.set(id, cancel);
  }

  #stop(id: string): boolean {
    this.#running.get(id)?.();
    return this.#running.delete(id);
  }

  #recordingEnds(id: string): void {
    const recording = this.#recorded.get(id);
    if (recording) recording.ms = this.#clock.now() - recording.startMs;
    this.#listener({ type: 'recording.finished', id });
  }
}
