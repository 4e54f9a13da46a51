import type { Actor, AnyStateMachine } from 'xstate';
import { createActor } from 'xstate';
import type { MachineCall } from './compile.ts';

/**
 * An actor of the machine that stands in a node: at the beginning of a call, or where a restarted one goes on. XState runs
 * no entry action of a state that it is put into, so whoever starts the actor enters the node.
 */
export function actorAt(machine: AnyStateMachine, nodeId: string, call: MachineCall): Actor<AnyStateMachine> {
  // XState walks through everything that the context of a snapshot holds; functions hide the call from it.
  const shielded: MachineCall = {
    enter: (id) => call.enter(id),
    errorMayBeHandled: () => call.errorMayBeHandled(),
  };
  return createActor(machine, { snapshot: machine.resolveState({ value: nodeId, context: { call: shielded } }) });
}
