import type { ActorLogic, ActorSystem, Snapshot } from 'xstate';
import type { Exit } from '#runtime/flow/step';

/** What a machine asks of its call. */
export interface MachineCall {
  /** Runs a node's step; never rejects. */
  run(nodeId: string): Promise<Exit>;
  errorMayBeHandled(): boolean;
}

interface StepInput {
  readonly call: MachineCall;
  readonly nodeId: string;
}

type StepSnapshot = Snapshot<Exit> & { readonly input: StepInput };
interface StepDone {
  readonly type: 'step.done';
  readonly exit: Exit;
}

/**
 * The machine's actor `step`: runs the node's step and is done with its exit. It is XState's `fromPromise` without what
 * a step does not need (an AbortController and its listeners for every actor), which a waiting call would hold.
 */
export const stepActor: ActorLogic<StepSnapshot, StepDone, StepInput, ActorSystem<never>> = {
  getInitialSnapshot: (_scope, input) => ({ status: 'active', output: undefined, error: undefined, input }),
  start: ({ input, status }, { self }) => {
    if (status !== 'active') return;
    void input.call.run(input.nodeId).then((exit) => self.send({ type: 'step.done', exit }));
  },
  transition: (snapshot, event) =>
    event.type === 'step.done' ? { ...snapshot, status: 'done', output: event.exit, error: undefined } : snapshot,
  getPersistedSnapshot: (snapshot) => snapshot,
};
