import { type ScriptedCallee, TEST_CALLEE } from '#runtime/flow/flow-test';
import type { CallEvent } from '#runtime/flow/record';

/** Whom a simulated call dials, and what they do: once each, in the script's order. */
export class ScriptedCallees {
  readonly #callees: ScriptedCallee[];
  #nodeId = '';

  constructor(callees: readonly ScriptedCallee[]) {
    this.#callees = [...callees];
  }

  observe(event: CallEvent): void {
    if (event.type === 'step.entered') this.#nodeId = event.nodeId;
  }

  readonly next = (to: string): ScriptedCallee => {
    const index = this.#callees.findIndex(
      (each) => (each.at ?? this.#nodeId) === this.#nodeId && to.includes(each.to ?? ''),
    );
    const [callee] = index < 0 ? [] : this.#callees.splice(index, 1);
    return callee ?? TEST_CALLEE;
  };
}
