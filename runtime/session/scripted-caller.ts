import type { CallerAction } from '#runtime/flow/flow-test';
import type { CallEvent } from '#runtime/flow/record';
import type { Clock } from './clock.ts';
import type { SimulatedCall } from './simulated-call.ts';
import { speakingMs } from './speaking-time.ts';

/** From the moment the flow waits for the caller to an action that names no time of its own. */
const REACTION_MS = 1_000;
/** Between two keys of one action. */
export const BETWEEN_KEYS_MS = 250;

/** The caller of a script: each action comes when its node is reached, or when the flow next waits for the caller. */
export class ScriptedCaller {
  readonly #driver: SimulatedCall;
  readonly #clock: Clock;
  readonly #actions: CallerAction[];
  #busy = false;
  #nodeId = '';
  #awaited = false;

  constructor(driver: SimulatedCall, clock: Clock, actions: readonly CallerAction[]) {
    this.#driver = driver;
    this.#clock = clock;
    this.#actions = [...actions];
  }

  get left(): readonly CallerAction[] {
    return this.#actions;
  }

  observe(event: CallEvent): void {
    if (event.type === 'step.entered') {
      this.#nodeId = event.nodeId;
      this.#awaited = false;
    } else if (event.type === 'operation.started') this.#awaited = event.kind === 'collect' || event.kind === 'record';
    else if (event.type === 'operation.finished') this.#awaited = false;
    this.#react();
  }

  #react(): void {
    const action = this.#actions[0];
    if (action === undefined || this.#busy) return;
    if (action.at === undefined ? this.#awaited : this.#nodeId === action.at) this.#plan(action);
  }

  #plan(action: CallerAction): void {
    this.#busy = true;
    this.#clock.after(action.afterMs ?? REACTION_MS, () => this.#act(action));
  }

  #act(action: CallerAction): void {
    this.#actions.shift();
    this.#clock.after(this.#perform(action), () => {
      this.#busy = false;
      const next = this.#actions[0];
      // An action with a time and no place follows the one before.
      if (next !== undefined && next.at === undefined && next.afterMs !== undefined) this.#plan(next);
      else this.#react();
    });
  }

  /** Begins the action; returns how long it takes. */
  #perform(action: CallerAction): number {
    if ('speak' in action) {
      const ms = speakingMs(action.speak);
      this.#driver.callerSpeaks(ms);
      return ms;
    }
    if ('hangUp' in action) this.#driver.callerHangsUp();
    const keys = 'press' in action ? [...action.press] : [];
    keys.forEach((key, index) => {
      this.#clock.after(index * BETWEEN_KEYS_MS, () => this.#driver.press(key));
    });
    return keys.length * BETWEEN_KEYS_MS;
  }
}
