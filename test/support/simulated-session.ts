import type { CompiledFlow } from '#runtime/compile/compile';
import type { Sound } from '#runtime/flow/call';
import type { FlowTest } from '#runtime/flow/flow-test';
import { promptFor } from '#runtime/flow/prompt';
import type { CallEvent, CallRecord } from '#runtime/flow/record';
import type { Step } from '#runtime/flow/step';
import type { CallDriver } from '#runtime/session/call-driver';
import { foldCall } from '#runtime/session/call-state';
import type { Clock } from '#runtime/session/clock';
import type { Journal } from '#runtime/session/journal';
import type { LegDriver } from '#runtime/session/leg-driver';
import type { SessionPorts } from '#runtime/session/ports';
import { recordOf } from '#runtime/session/record-of';
import { ScriptedCaller } from '#runtime/session/scripted-caller';
import { Session } from '#runtime/session/session';
import { SimulatedCall } from '#runtime/session/simulated-call';
import { VirtualClock } from '#runtime/session/virtual-clock';
import { stepsByType } from './flow-of.ts';

/** Milliseconds a simulated prompt takes. */
export const lengthOf = (text: string): number => 300 + text.length * 65;

export interface CallOptions {
  readonly extra?: readonly Step[];
  readonly actions?: FlowTest['actions'];
  readonly ports?: Partial<SessionPorts>;
  /** Kills the runtime at its n-th dangerous moment (a flush of the journal, or before or after an effect). */
  readonly killAt?: number;
}

/**
 * A call whose telephone and clock outlive its runtime: the runtime can be killed, and a new one goes on from what the
 * journal had flushed by then.
 */
export class SimulatedSession {
  readonly clock = new VirtualClock(Date.parse('2030-01-07T09:00:00Z'));
  readonly startMs = this.clock.now();
  readonly driver: SimulatedCall;
  /** Ids of playbacks and recordings, each time one was begun. */
  readonly begun: string[] = [];
  /** Ids of legs, each time one was dialled. */
  readonly dialled: string[] = [];
  /** What the journal holds for good. */
  readonly events: CallEvent[] = [];
  session: Session;
  ended = 0;
  /** Dangerous moments so far. */
  moments = 0;
  killed = false;
  readonly #compiled: CompiledFlow;
  readonly #options: CallOptions;
  readonly #caller: ScriptedCaller;
  #generation = 0;

  constructor(compiled: CompiledFlow, options: CallOptions = {}) {
    this.#compiled = compiled;
    this.#options = options;
    const caller = { number: '+15550100', name: '' };
    this.driver = new SimulatedCall({ clock: this.clock, caller, called: '100', lengthOf: Number });
    this.#caller = new ScriptedCaller(this.driver, this.clock, options.actions ?? []);
    this.session = this.#runtime();
    this.session.start();
  }

  get record(): CallRecord {
    return recordOf(this.events, 'test');
  }

  /** Runs until the call is over, or until `ms` after its start. */
  async run(ms = Number.POSITIVE_INFINITY): Promise<this> {
    let reached = false;
    if (Number.isFinite(ms)) this.clock.after(this.startMs + ms - this.clock.now(), () => (reached = true));
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.ended > 0 || reached) return this;
      if (this.#isDead(this.#generation)) {
        this.killed = true;
        if (!this.#goOn()) return this;
      } else if (!this.clock.advance()) throw new Error(`Nothing can happen any more in '${this.session.nodeId}'.`);
    }
  }

  /** Lets everything that is still planned come to pass. */
  async drain(): Promise<this> {
    do await new Promise((resolve) => setImmediate(resolve));
    while (this.clock.advance());
    return this;
  }

  /** A new runtime; false where a real one would only close the call's record. */
  #goOn(): boolean {
    const state = foldCall(this.events, this.#options.ports?.open ?? ((value) => value));
    if (state === undefined || state.ended || this.driver.gone) return false;
    this.#generation += 1;
    this.session = this.#runtime();
    this.session.resume(state);
    return true;
  }

  readonly #isDead = (generation: number): boolean =>
    generation < this.#generation ||
    (generation === 0 && this.moments >= (this.#options.killAt ?? Number.POSITIVE_INFINITY));

  /** A session that falls silent for good at the moment it is killed. */
  #runtime(): Session {
    const { extra, ports } = this.#options;
    const generation = this.#generation;
    const isDead = () => this.#isDead(generation);
    return new Session({
      callId: 'call',
      compiled: this.#compiled,
      revision: 1,
      driver: this.#mortalDriver(isDead),
      clock: this.#mortalClock(isDead),
      journal: this.#mortalJournal(isDead),
      ports: {
        steps: stepsByType(extra),
        playable,
        http: () => Promise.reject(new Error('no network')),
        hours: () => Promise.reject(new Error('no hours')),
        route: () => Promise.reject(new Error('no way out')),
        secret: () => Promise.reject(new Error('no secrets')),
        afterwards: () => Promise.resolve(),
        seal: (value) => value,
        open: (value) => value,
        ...ports,
        observe: (event, flowId) => {
          if (isDead()) return;
          this.#caller.observe(event);
          ports?.observe?.(event, flowId);
        },
      },
      onEnded: () => {
        if (!isDead()) this.ended += 1;
      },
    });
  }

  #mortalClock(isDead: () => boolean): Clock {
    return {
      now: () => this.clock.now(),
      after: (ms, run) => this.clock.after(ms, () => isDead() || run()),
    };
  }

  #mortalJournal(isDead: () => boolean): Journal {
    const unwritten: CallEvent[] = [];
    const flush = () => {
      if (isDead() || unwritten.length === 0) return;
      this.events.push(...unwritten.splice(0));
      this.moments += 1;
    };
    return {
      append: (event) => void unwritten.push(event),
      flush,
      flushSoon: flush,
      events: () => [...this.events, ...unwritten],
    };
  }

  #mortalDriver(isDead: () => boolean): CallDriver {
    const commands = new Set<PropertyKey>([
      'answer',
      'startPlayback',
      'stopPlayback',
      'startRecording',
      'stopRecording',
      'hangUp',
    ]);
    return new Proxy<SimulatedCall>(this.driver, {
      get: (driver, name) => {
        if (name === 'legs') return this.#mortalLegs(isDead);
        const value: unknown = Reflect.get(driver, name, driver);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          if (isDead()) return new Promise(() => {});
          if (!commands.has(name)) return value.apply(driver, args);
          this.moments += 1;
          if (isDead()) return new Promise(() => {});
          const running = driver.running;
          const result: unknown = value.apply(driver, args);
          // Asked for twice, an effect is done once.
          if (driver.running > running) this.begun.push(String(args[0]));
          this.moments += 1;
          return isDead() ? new Promise(() => {}) : result;
        };
      },
    });
  }

  #mortalLegs(isDead: () => boolean): LegDriver {
    const commands = new Set<PropertyKey>(['dial', 'hangUpLeg', 'connect', 'disconnect']);
    return new Proxy<LegDriver>(this.driver.legs, {
      get: (legs, name) => {
        const value: unknown = Reflect.get(legs, name, legs);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          if (isDead()) return new Promise(() => {});
          if (!commands.has(name)) return value.apply(legs, args);
          this.moments += 1;
          if (isDead()) return new Promise(() => {});
          if (name === 'dial') this.dialled.push(String(args[0]));
          const result: unknown = value.apply(legs, args);
          this.moments += 1;
          return isDead() ? new Promise(() => {}) : result;
        };
      },
    });
  }
}

function playable(sound: Sound, { language }: { readonly language: string }) {
  const chosen = 'recording' in sound ? sound : promptFor(sound, language);
  const text = 'say' in chosen ? chosen.say : '';
  const durationMs = 'say' in chosen ? (text.trim() === '' ? 0 : lengthOf(text)) : 2_000;
  return { media: String(durationMs), durationMs, text };
}
