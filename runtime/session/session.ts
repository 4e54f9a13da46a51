import type { Actor, AnyStateMachine } from 'xstate';
import { actorAt } from '#runtime/compile/actor-at';
import type { CompiledFlow, MachineCall } from '#runtime/compile/compile';
import { ENDED, exitEvent, leadsOn } from '#runtime/compile/machine';
import type { Leg } from '#runtime/flow/call';
import type { JsonObject } from '#runtime/flow/json';
import type { CallEnd, CallEvent } from '#runtime/flow/record';
import { limits } from '#runtime/flow/schema';
import type { Exit } from '#runtime/flow/step';
import { CallData } from './call-data.ts';
import type { CallDriver, DriverEvent } from './call-driver.ts';
import type { CallState } from './call-state.ts';
import type { Cancel, Clock } from './clock.ts';
import type { DialRefusal } from './dialling.ts';
import type { Journal } from './journal.ts';
import { KeyBuffer } from './key-buffer.ts';
import { LEGS, Legs } from './legs.ts';
import type { Replay } from './operations.ts';
import type { SessionPorts } from './ports.ts';
import { answeredLegs } from './restored-legs.ts';
import { type FirstRing, ringFirst } from './ring-first.ts';
import type { VisitHost } from './step-visit.ts';
import { StepVisit } from './step-visit.ts';
import { Waiter } from './waiter.ts';

/** A step that ignores the caller's hang-up for this long is left behind. */
const HANG_UP_GRACE_MS = 2_000;
/** How often a call may enter the flow's error handler. */
const ERRORS_HANDLED = 3;

export interface SessionOptions {
  readonly callId: string;
  readonly compiled: CompiledFlow;
  readonly revision: number;
  readonly driver: CallDriver;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly ports: SessionPorts;
  readonly test?: boolean;
  /** The hour that a test call pretends to begin at, in milliseconds since the Unix epoch. */
  readonly pretendedMs?: number;
  /** The trunk that the call came by. */
  readonly trunkId?: string;
  /** Values for variables that the caller of `dial` or a script sets. */
  readonly variables?: JsonObject;
  /** Of a call that was started from outside: the trunk to be used. */
  readonly dialBy?: string;
  /** Told of each call out: it goes, or why not. */
  readonly onDialled?: (refusal: DialRefusal | undefined) => void;
  /** Runs once, after everything of the call has been released. */
  readonly onEnded: (session: Session) => void;
}

/** One live call: it runs the flow's machine, keeps the call's state, and cleans up once, however the call ends. */
export class Session implements MachineCall, VisitHost {
  readonly callId: string;
  readonly compiled: CompiledFlow;
  readonly revision: number;
  readonly driver: CallDriver;
  readonly clock: Clock;
  readonly ports: SessionPorts;
  readonly journal: Journal;
  readonly keys = new KeyBuffer();
  readonly waiter: Waiter;
  readonly data: CallData;
  readonly #options: SessionOptions;
  /** From the clock's time to the one that steps see. */
  readonly #pretendedShiftMs: number;
  #actor: Actor<AnyStateMachine> | undefined;
  #visit: StepVisit | undefined;
  #replay: { readonly seq: number; readonly replay: Replay } | undefined;
  #leg: Leg;
  #seq = 0;
  #withoutWaiting = 0;
  #errorsHandled = 0;
  #sensitiveOpen = 0;
  /** Made when the call dials: most never do. */
  #legs: Legs | undefined;
  /** Who ends the call, once that is decided. */
  #ending: CallEnd | undefined;
  #handlingHangUp = false;
  #grace: Cancel | undefined;
  #ended = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.callId = options.callId;
    this.compiled = options.compiled;
    this.revision = options.revision;
    this.driver = options.driver;
    this.clock = options.clock;
    this.ports = options.ports;
    this.journal = options.journal;
    this.waiter = new Waiter(options.clock);
    this.#pretendedShiftMs = options.pretendedMs === undefined ? 0 : options.pretendedMs - options.clock.now();
    this.#leg = options.driver.answered ? 'answered' : options.driver.hasLeg ? 'ringing' : 'none';
    this.data = new CallData(options.callId, options.compiled.flow, options.driver);
    options.driver.listen((event) => this.#heard(event));
  }

  /** Begins a new call at the flow's entry. */
  start(first?: FirstRing): void {
    const { compiled, driver, test = false, variables = {}, trunkId } = this.#options;
    for (const [name, value] of Object.entries(variables)) this.data.set(name, value);
    this.write({
      type: 'call.started',
      callId: this.callId,
      atMs: this.clock.now(),
      flowId: compiled.flow.id,
      revision: this.revision,
      direction: driver.direction,
      caller: driver.caller,
      called: driver.called,
      test,
      variables: this.data.sealed(this.ports.seal),
      channelId: driver.channelId,
      ...(trunkId === undefined ? {} : { trunkId }),
    });
    if (first === undefined) this.#startAt(compiled.start);
    else void this.#ringFirst(first);
  }

  /** Reaches a telephone before the flow begins: that of somebody who tries it. */
  async #ringFirst(first: FirstRing): Promise<void> {
    const reached = await ringFirst(this, first).catch((error) => ({ code: 'call-failed', message: String(error) }));
    if (this.#ended) return;
    if (reached === undefined) this.#startAt(this.compiled.start);
    else this.stop(reached.code, reached.message);
  }

  /** Goes on with a call of a runtime that died, at the node and the operation it died in. */
  resume(state: CallState): void {
    const { open } = state;
    this.data.restore(state);
    this.keys.restore(state.keys, state.keysTaken, state.keysMs);
    this.#seq = open === undefined ? state.seq : open.seq - 1;
    this.#errorsHandled = [...this.compiled.nodes.values()]
      .filter((node) => node.entry.traits.entry === 'error')
      .reduce((sum, node) => sum + (state.visits[node.id] ?? 0), 0);
    this.#replay = open;
    for (const leg of answeredLegs(this.journal.events(), this.ports.open))
      this.legs.restore(leg, this.ports.releaseOf?.(leg.reservations));
    if (state.answered) this.#leg = 'answered';
    this.write({
      type: 'call.resumed',
      callId: this.callId,
      atMs: this.clock.now(),
      gapMs: Math.max(0, this.clock.now() - state.lastMs),
    });
    this.#startAt(open?.nodeId ?? this.compiled.start);
  }

  /** Ends the call because of us: a limit, a lost media server, a shutdown. */
  stop(code: string, message: string, by: CallEnd['by'] = 'failed'): void {
    if (this.#ended) return;
    this.#ending ??= { by, code, message };
    this.#finish();
  }

  enter(nodeId: string): void {
    this.#visit?.leaveBehind();
    this.#visit = undefined;
    const node = this.compiled.nodes.get(nodeId);
    const step = node && this.ports.steps.get(node.entry.type);
    if (node === undefined || step === undefined) {
      this.#actor?.send({ type: exitEvent('failed') });
      return;
    }
    const replay = this.#replay?.seq === this.#seq + 1 ? this.#replay.replay : undefined;
    this.#replay = undefined;
    this.#seq += 1;
    this.#withoutWaiting = node.entry.traits.waits ? 0 : this.#withoutWaiting + 1;
    if (this.#seq > limits.stepsPerCall || this.#withoutWaiting > limits.stepsWithoutWaiting) {
      this.stop('step-limit', `The call took too many steps; the last node was '${nodeId}'.`);
      return;
    }
    if (replay === undefined) {
      this.write({
        type: 'step.entered',
        callId: this.callId,
        atMs: this.clock.now(),
        seq: this.#seq,
        nodeId,
        step: node.entry.type,
      });
    }
    const visit = new StepVisit(this, node, this.#seq, replay);
    this.#visit = visit;
    visit
      .run(step)
      .then((exit) => this.#left(visit, exit))
      .catch((error) => this.stop('machine-error', String(error)));
  }

  errorMayBeHandled(): boolean {
    return this.#errorsHandled++ < ERRORS_HANDLED;
  }

  get language(): string {
    return this.compiled.flow.language;
  }
  get voice(): string {
    return this.compiled.flow.voice;
  }
  get leg(): Leg {
    return this.#leg;
  }
  get legs(): Legs {
    this.#legs ??= new Legs({
      driver: this.driver.legs,
      now: () => this.clock.now(),
      changed: () => this.waiter.finished(LEGS),
    });
    return this.#legs;
  }
  get playable(): SessionPorts['playable'] {
    return this.ports.playable;
  }
  /** The node the call is in. */
  get nodeId(): string | undefined {
    return this.#visit?.nodeId;
  }
  get end(): CallEnd | undefined {
    return this.#ending;
  }

  roots(): JsonObject {
    return this.data.roots(this.#leg);
  }

  hour(): number {
    return this.clock.now() + this.#pretendedShiftMs;
  }

  answered(): void {
    if (this.#leg !== 'ringing') return;
    this.#leg = 'answered';
    this.write({ type: 'call.answered', callId: this.callId, atMs: this.clock.now() });
  }

  get dialBy(): string | undefined {
    return this.#options.dialBy;
  }

  dialled(refusal: DialRefusal | undefined): void {
    this.#options.onDialled?.(refusal);
  }

  connected(channelId: string): void {
    if (this.#leg !== 'none') return;
    this.#leg = 'answered';
    this.write({ type: 'call.answered', callId: this.callId, atMs: this.clock.now(), channelId });
    this.flush();
    this.driver.legs.becomeCaller(channelId);
    this.#startCallRecording();
  }

  hangingUp(): void {
    this.#ending ??= { by: 'flow' };
  }

  openSensitive(): void {
    this.#sensitiveOpen += 1;
  }
  closeSensitive(): void {
    this.#sensitiveOpen -= 1;
  }

  write(event: CallEvent): void {
    this.journal.append(event);
    this.ports.observe(event, this.compiled.flow.id);
  }
  flush(): void {
    this.journal.flush();
  }

  /** After a gap in the connection: what was missed is made up for. */
  async reconnected(): Promise<void> {
    await this.driver.catchUp();
  }

  #heard(event: DriverEvent): void {
    if (this.#ended) return;
    switch (event.type) {
      case 'key.pressed': {
        const key = this.#sensitiveOpen > 0 || this.compiled.sealsKeys ? this.ports.seal(event.key) : event.key;
        this.write({ type: 'key.pressed', callId: this.callId, atMs: this.clock.now(), key });
        this.journal.flushSoon();
        this.keys.push(event.key, this.clock.now());
        this.waiter.key();
        break;
      }
      case 'playback.finished':
      case 'recording.finished':
        this.waiter.finished(event.id);
        break;
      case 'leg.ended':
        this.#legEnded(event.hangupCause);
        break;
      default:
        this.#legs?.heard(event);
    }
  }

  #legEnded(hangupCause: number | undefined): void {
    if (this.#leg === 'ended') return;
    this.#leg = 'ended';
    const cause = hangupCause === undefined ? {} : { hangupCause };
    this.#ending = this.#ending === undefined ? { by: 'caller', ...cause } : { ...this.#ending, ...cause };
    this.#visit?.abort();
    this.waiter.gone();
    this.#grace = this.clock.after(HANG_UP_GRACE_MS, () => this.#afterHangUp());
  }

  /** A step is done. One that the call went on without has no say any more. */
  #left(visit: StepVisit, exit: Exit | undefined): void {
    if (this.#ended || visit !== this.#visit) return;
    const { nodeId } = visit;
    if (exit !== undefined) {
      this.data.keep(nodeId, exit);
      if (exit.exit === 'failed') this.data.error = { nodeId, ...(exit.data as JsonObject | undefined) };
      else if (!leadsOn(this.compiled.json, nodeId, exit.exit))
        this.data.error = { nodeId, code: 'exit-unwired', message: `The exit '${exit.exit}' leads nowhere.` };
    }
    if (this.#leg === 'ended' && !this.#handlingHangUp && this.#ending?.by !== 'flow') this.#afterHangUp();
    else this.#actor?.send({ type: exitEvent(exit?.exit ?? 'failed') });
  }

  /** Leaves the node for the flow's hang-up handler, or the end; once. */
  #afterHangUp(): void {
    if (this.#ended || this.#handlingHangUp || this.#ending?.by === 'flow') return;
    this.#handlingHangUp = true;
    this.#actor?.send({ type: 'call.hungUp' });
  }

  #startAt(nodeId: string): void {
    this.#startCallRecording();
    if (!this.compiled.nodes.has(nodeId)) {
      this.stop('node-missing', `This revision of the flow has no node '${nodeId}'.`);
      return;
    }
    this.#actor = actorAt(this.compiled.machine, nodeId, this);
    // Without an error subscriber XState would throw into the event loop, and take all calls down.
    this.#actor.subscribe({
      complete: () => this.#completed(),
      error: (error) => this.stop('machine-error', String(error)),
    });
    this.#actor.start();
    this.enter(nodeId);
  }

  #startCallRecording(): void {
    if (this.compiled.flow.recording.calls !== 'always' || !this.driver.hasLeg) return;
    this.write({ type: 'recording.started', callId: this.callId, atMs: this.clock.now() });
    void this.driver.startCallRecording(this.callId);
  }

  #completed(): void {
    if (this.#actor?.getSnapshot().value === ENDED) this.#ending ??= { by: 'flow' };
    else this.#ending ??= { by: 'failed', ...this.#failure() };
    this.#finish();
  }

  #failure(): { code: string; message: string } {
    const { error } = this.data;
    return {
      code: String(error?.code ?? 'failed'),
      message: `${String(error?.nodeId ?? '')}: ${String(error?.message ?? 'The step failed.')}`.slice(0, 500),
    };
  }

  /** The one place that cleans up. */
  #finish(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#grace?.();
    this.#visit?.leaveBehind();
    this.waiter.gone();
    this.#actor?.stop();
    this.write({
      type: 'call.ended',
      callId: this.callId,
      atMs: this.clock.now(),
      end: this.#ending ?? { by: 'failed' },
    });
    this.journal.flushSoon();
    void this.driver.close().finally(() => {
      this.#legs?.close();
      this.#options.onEnded(this);
    });
  }
}
