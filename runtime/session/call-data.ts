import type { Leg } from '#runtime/flow/call';
import { StepFailed } from '#runtime/flow/call';
import type { Json, JsonObject } from '#runtime/flow/json';
import type { Flow, Variable } from '#runtime/flow/schema';
import type { Exit } from '#runtime/flow/step';
import { coerceTo } from '#runtime/flow/variable';
import type { CallDriver } from './call-driver.ts';
import type { CallState } from './call-state.ts';

/** What a call knows: its variables, the data of its nodes' last exits, and its last error. Expressions read it. */
export class CallData {
  readonly #flow: Flow;
  readonly #driver: CallDriver;
  readonly #callId: string;
  readonly #variables: Record<string, Json> = {};
  #steps: Record<string, JsonObject> | undefined;
  /** What `call.error` is: the failure that the call last left a node by. */
  error: JsonObject | null = null;

  constructor(callId: string, flow: Flow, driver: CallDriver) {
    this.#callId = callId;
    this.#flow = flow;
    this.#driver = driver;
    for (const variable of flow.variables) this.#variables[variable.name] = variable.default ?? null;
  }

  restore(state: CallState): void {
    Object.assign(this.#variables, state.variables);
    for (const [nodeId, { exit, data }] of Object.entries(state.steps))
      this.keep(nodeId, data === null ? { exit } : { exit, data });
    this.error = state.error;
  }

  /** The roots of every expression of the call. */
  roots(leg: Leg): JsonObject {
    const { direction, called, caller } = this.#driver;
    return {
      vars: this.#variables,
      steps: this.#steps ?? {},
      call: {
        id: this.#callId,
        language: this.#flow.language,
        direction,
        called,
        answered: leg === 'answered',
        error: this.error,
      },
      caller: { ...caller },
    };
  }

  /** Null for a variable that has no value. */
  get(name: string): Json {
    return this.#variables[name] ?? null;
  }

  /** Sets a declared variable; gives the value as kept. @throws StepFailed for an undeclared one or a wrong type */
  set(name: string, value: Json): Json {
    const declared = this.#declared(name);
    if (declared === undefined) {
      throw new StepFailed(
        'variable-undeclared',
        `The flow has no variable '${name}'. Add it to the flow's variables.`,
      );
    }
    const coerced = coerceTo(declared.type, value);
    if (!coerced.ok) throw new StepFailed('variable-type', `Variable '${name}': ${coerced.message}`);
    this.#variables[name] = coerced.value;
    return coerced.value;
  }

  isSensitive(name: string): boolean {
    return this.#declared(name)?.sensitive === true;
  }

  /** All variables, the sensitive ones sealed. */
  sealed(seal: (value: Json) => Json): Record<string, Json> {
    const entries = Object.entries(this.#variables);
    return Object.fromEntries(
      entries.map(([name, value]) => [name, value !== null && this.isSensitive(name) ? seal(value) : value]),
    );
  }

  /** Keeps what a node's exit carries, under `steps.<nodeId>`. */
  keep(nodeId: string, { exit, data }: Exit): void {
    this.#steps ??= {};
    const fields = data !== null && typeof data === 'object' && !Array.isArray(data) ? (data as JsonObject) : {};
    this.#steps[nodeId] = { ...fields, exit };
  }

  #declared(name: string): Variable | undefined {
    return this.#flow.variables.find((variable) => variable.name === name);
  }
}
