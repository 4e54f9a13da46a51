import type { AnyStateMachine } from 'xstate';
import { createMachine } from 'xstate';
import type { Catalogue, CatalogueEntry } from '#runtime/flow/catalogue';
import type { Issue } from '#runtime/flow/issue';
import type { Flow } from '#runtime/flow/schema';
import { checkSettings } from '#runtime/flow/settings';
import type { CompiledSettings } from '#runtime/flow/settings-template';
import { compileSettings } from '#runtime/flow/settings-template';
import { validateFlow } from '#runtime/flow/validate';
import type { MachineJson } from './machine.ts';
import { entryOf, machineOf } from './machine.ts';

/** What a machine asks of its call. */
export interface MachineCall {
  /** Runs a node's step, then sends the machine its exit; never throws. */
  enter(nodeId: string): void;
  errorMayBeHandled(): boolean;
}

export interface CompiledNode {
  readonly id: string;
  readonly entry: CatalogueEntry;
  /** The settings with defaults filled in and templates parsed. */
  readonly settings: CompiledSettings;
}

/** A revision ready to run: one for all its calls. */
export interface CompiledFlow {
  readonly flow: Flow;
  readonly json: MachineJson;
  readonly machine: AnyStateMachine;
  readonly nodes: ReadonlyMap<string, CompiledNode>;
  /** Where a call begins. */
  readonly start: string;
  /** `outbound`: its calls begin without a leg, and dial. */
  readonly direction: 'inbound' | 'outbound';
  /** Where a caller's hang-up leads, if the flow has such a handler. */
  readonly onHangUp: string | undefined;
  /** A node asks for a secret (its setting `sensitive`), which a caller may key in before the call comes to it. */
  readonly sealsKeys: boolean;
}

export type Compiled =
  | { readonly ok: true; readonly compiled: CompiledFlow }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Compiles a flow, or says what is wrong with it; warnings don't stop it. Pure; never throws. */
export function compileFlow(flow: Flow, catalogue: Catalogue): Compiled {
  const issues = validateFlow(flow, catalogue).filter((issue) => issue.severity === 'error');
  const start = entryOf(flow, catalogue, 'call');
  if (issues.length > 0 || start === undefined) return { ok: false, issues };
  const nodes = new Map<string, CompiledNode>();
  let sealsKeys = false;
  for (const node of flow.nodes) {
    const entry = catalogue.get(node.step);
    if (entry === undefined) continue;
    const { settings } = checkSettings(entry, node.settings);
    sealsKeys ||= settings.sensitive === true;
    nodes.set(node.id, { id: node.id, entry, settings: compileSettings(settings) });
  }
  const json = machineOf(flow, catalogue);
  const compiled = {
    flow,
    json,
    machine: toMachine(json),
    nodes,
    start: start.id,
    direction: catalogue.get(start.step)?.traits.dialsOut ? ('outbound' as const) : flow.direction,
    onHangUp: entryOf(flow, catalogue, 'hangUp')?.id,
    sealsKeys,
  };
  return { ok: true, compiled };
}

interface MachineContext {
  readonly call: MachineCall;
}

/** The JSON with its action and guard supplied; both work on the call that the actor has for its context. */
function toMachine(json: MachineJson): AnyStateMachine {
  const actions = {
    runStep: ({ context: { call } }: { context: MachineContext }, params: { nodeId: string }) =>
      call.enter(params.nodeId),
  };
  const guards = {
    errorMayBeHandled: ({ context: { call } }: { context: MachineContext }) => call.errorMayBeHandled(),
  };
  // The config is data, so its states have no literal types for XState to infer from.
  return createMachine(json as never, { actions, guards } as never) as AnyStateMachine;
}
