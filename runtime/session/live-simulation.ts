import type { CompiledFlow } from '#runtime/compile/compile';
import { StepFailed } from '#runtime/flow/call';
import { TEST_CALLER } from '#runtime/flow/flow-test';
import type { Json, JsonObject } from '#runtime/flow/json';
import type { CallEnd, CallEvent, Party } from '#runtime/flow/record';
import type { PlayedAnswer, SimulationAct, SimulationWaiting } from '#runtime/flow/simulation';
import type { HttpRequest, HttpResponse, Step } from '#runtime/flow/step';
import { MemoryJournal } from './journal.ts';
import { offlinePorts } from './offline-ports.ts';
import { Outside } from './outside.ts';
import { Pacer } from './pacer.ts';
import type { SessionPorts } from './ports.ts';
import { recordOf } from './record-of.ts';
import { BETWEEN_KEYS_MS } from './scripted-caller.ts';
import { Session } from './session.ts';
import { LONGEST_MS } from './simulate.ts';
import { SimulatedCall } from './simulated-call.ts';
import { speakingMs } from './speaking-time.ts';
import { VirtualClock } from './virtual-clock.ts';

export interface LiveSimulationOptions {
  readonly compiled: CompiledFlow;
  readonly steps: ReadonlyMap<string, Step>;
  readonly caller?: Party | undefined;
  readonly called?: string | undefined;
  /** Virtual time at the beginning; now without it. */
  readonly startMs?: number | undefined;
  readonly variables?: JsonObject | undefined;
  readonly speed?: number | undefined;
  readonly paused?: boolean | undefined;
  /** What it does not do without, such as shared opening hours. */
  readonly ports: Pick<SessionPorts, 'hours'> & Partial<SessionPorts>;
  readonly onEvent: (event: CallEvent) => void;
  readonly onWaiting: (waiting: SimulationWaiting) => void;
  readonly onEnded: (end: CallEnd, variables: Readonly<Record<string, Json>>) => void;
}

interface OpenRequest {
  readonly request: HttpRequest;
  readonly resolve: (response: HttpResponse) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A simulated call in the hand of a person: the compiled machine itself, in virtual time that runs as real time does.
 * Servers that the flow asks are played by the person; nothing leaves this process.
 */
export class LiveSimulation {
  readonly #options: LiveSimulationOptions;
  readonly #clock: VirtualClock;
  readonly #driver: SimulatedCall;
  readonly #pacer: Pacer;
  readonly #session: Session;
  readonly #requests: OpenRequest[] = [];
  readonly #startMs: number;
  #doing: { kind: string; text: string } | undefined;
  #waiting = '';
  #over = false;

  constructor(options: LiveSimulationOptions) {
    const { compiled, steps, startMs = Date.now(), ports } = options;
    this.#options = options;
    this.#startMs = startMs;
    this.#clock = new VirtualClock(startMs);
    const lengths = new Map<string, number>();
    this.#driver = new SimulatedCall({
      clock: this.#clock,
      caller: options.caller ?? TEST_CALLER,
      called: options.called ?? '100',
      direction: compiled.direction,
      lengthOf: (media) => lengths.get(media) ?? 0,
    });
    const outside = new Outside(() => this.#pacer.act());
    this.#pacer = new Pacer({
      clock: this.#clock,
      isFrozen: () => outside.busy || this.#requests.length > 0,
      isOver: () => this.#over,
      onSettled: () => this.#settled(),
      ...(options.speed === undefined ? {} : { speed: options.speed }),
      ...(options.paused === undefined ? {} : { paused: options.paused }),
    });
    const journal = new MemoryJournal();
    this.#session = new Session({
      callId: 'simulated',
      compiled,
      revision: 0,
      driver: this.#driver,
      clock: this.#clock,
      journal,
      test: true,
      ...(options.variables === undefined ? {} : { variables: options.variables }),
      ports: {
        ...offlinePorts(steps, lengths),
        afterwards: () => Promise.resolve(),
        ...ports,
        hours: outside.asked(ports.hours),
        http: (request, signal) => this.#asked(request, signal),
        observe: (event) => this.#observe(event),
      },
      onEnded: () => {
        this.#over = true;
        const { end = { by: 'failed' }, variables } = recordOf(journal.events(), 'simulation');
        options.onEnded(end, variables);
      },
    });
  }

  /** Throws where the given variables don't fit the flow. */
  start(): void {
    this.#session.start();
    this.#pacer.act();
  }

  /** False where there was nothing to answer. */
  act(act: SimulationAct): boolean {
    switch (act.type) {
      case 'press':
        this.#pacer.act(() => this.#press(act.keys));
        return true;
      case 'say':
        this.#pacer.act(() => this.#driver.callerSpeaks(speakingMs(act.text)));
        return true;
      case 'hangUp':
        this.#pacer.act(() => this.#driver.callerHangsUp());
        return true;
      case 'advance':
        this.#pacer.advance(act.ms);
        return true;
      case 'pause':
        this.#pacer.pause();
        return true;
      case 'resume':
        this.#pacer.resume();
        return true;
      case 'speed':
        this.#pacer.setSpeed(act.factor);
        return true;
      case 'answer':
        return this.#answer(act.answer);
      case 'callee': {
        let done = false;
        this.#pacer.act(() => {
          done = this.#driver.legs.act(act.does);
        });
        return done;
      }
    }
  }

  /** Nobody looks on any more. */
  stop(): void {
    this.#session.stop('simulation-stopped', 'The simulation was closed.');
    this.#pacer.stop();
  }

  #press(keys: string): void {
    [...keys].forEach((key, index) => {
      if (index === 0) this.#driver.press(key);
      else this.#clock.after(index * BETWEEN_KEYS_MS, () => this.#driver.press(key));
    });
  }

  #asked(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
    return new Promise((resolve, reject) => {
      const open = { request, resolve, reject };
      this.#requests.push(open);
      const aborted = () => {
        this.#requests.splice(this.#requests.indexOf(open), 1);
        reject(new StepFailed('http-aborted', 'The call did not wait for the answer.'));
      };
      if (signal.aborted) aborted();
      else signal.addEventListener('abort', () => this.#requests.includes(open) && aborted(), { once: true });
    });
  }

  #answer(answer: PlayedAnswer): boolean {
    const open = this.#requests.shift();
    if (open === undefined) return false;
    this.#pacer.act(() => {
      if (!('failure' in answer)) open.resolve(answer);
      else if (answer.failure === 'timeout')
        open.reject(new StepFailed('http-timeout', 'The server has not answered in time.'));
      else open.reject(new StepFailed('http-unreachable', 'The server could not be reached.'));
    });
    return true;
  }

  #observe(event: CallEvent): void {
    if (event.type === 'operation.started') this.#doing = { kind: event.kind, text: textOf(event.details) };
    else if (event.type === 'operation.finished' || event.type === 'step.left') this.#doing = undefined;
    this.#options.onEvent(event);
  }

  #settled(): void {
    if (this.#over) return;
    if (this.#clock.now() - this.#startMs > LONGEST_MS) {
      this.#session.stop('too-long', 'The simulated call took more than a day.');
      return;
    }
    const waiting = this.#waitingFor();
    const { atMs: _, ...lasting } = waiting;
    const told = JSON.stringify(lasting);
    if (told === this.#waiting) return;
    this.#waiting = told;
    this.#options.onWaiting(waiting);
  }

  #waitingFor(): SimulationWaiting {
    const nodeId = this.#session.nodeId ?? '';
    const atMs = this.#clock.now();
    const asked = this.#requests[0]?.request;
    if (asked !== undefined) {
      const { method = 'GET', url, body } = asked;
      return {
        for: 'http',
        nodeId,
        atMs,
        untilMs: null,
        request: { method, url, ...(body === undefined ? {} : { body }) },
      };
    }
    const common = { nodeId, atMs, untilMs: this.#clock.nextMs ?? null };
    const { kind, text } = this.#doing ?? { kind: '', text: '' };
    const { activity } = this.#driver;
    const callee = this.#driver.legs.activity;
    if (callee !== undefined && (kind === 'dial' || kind === 'bridge')) return { for: 'callee', callee, ...common };
    if (activity === 'recording') return { for: 'speech', ...common };
    if (activity === 'playback') return { for: 'prompt', ...common, ...(text === '' ? {} : { text }) };
    return { for: kind === 'collect' ? 'keys' : 'time', ...common };
  }
}

function textOf(details: Json | undefined): string {
  if (details === null || typeof details !== 'object' || !('text' in details)) return '';
  return typeof details.text === 'string' ? details.text : '';
}
