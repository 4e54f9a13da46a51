import { compileFlow } from '#runtime/compile/compile';
import type { Catalogue } from '#runtime/flow/catalogue';
import type { Json } from '#runtime/flow/json';
import type { Flow } from '#runtime/flow/schema';
import type { Step } from '#runtime/flow/step';
import type { Keyring } from '#runtime/secrets/key';
import { openSealed, seal } from '#runtime/secrets/seal';
import type { SimulatorPort } from '#runtime/server/ports';
import { LiveSimulation } from '#runtime/session/live-simulation';
import type { SessionPorts } from '#runtime/session/ports';
import { simulate } from '#runtime/session/simulate';

export interface SimulatorParts {
  readonly steps: ReadonlyMap<string, Step>;
  readonly catalogue: Catalogue;
  readonly keyring: Keyring;
  /** The shared opening hours as they are. */
  readonly hours: SessionPorts['hours'];
}

/** What sealed values of simulated calls are for: nothing opens them after the call. */
const PURPOSE = 'simulation';

/** Simulated calls for the server: of the real world they know the opening hours, and nothing else. */
export function simulatorPort({ steps, catalogue, keyring, hours }: SimulatorParts): SimulatorPort {
  const sealing = {
    seal: (value: Json) => seal(keyring, PURPOSE, value) as unknown as Json,
    open: (value: Json) => openSealed(keyring, PURPOSE, value),
  };
  const compiledOf = (flow: Flow) => {
    const result = compileFlow(flow, catalogue);
    if (result.ok) return result.compiled;
    throw Object.assign(new Error(result.issues[0]?.message ?? 'The flow can not run.'), { code: 'flow-invalid' });
  };
  return {
    run(flow, script) {
      const ports = script.hours === undefined ? { hours, ...sealing } : sealing;
      return simulate({ compiled: compiledOf(flow), steps, script, ports });
    },
    start(flow, options) {
      const simulation = new LiveSimulation({
        ...options,
        compiled: compiledOf(flow),
        steps,
        ports: { hours, ...sealing },
      });
      simulation.start();
      return simulation;
    },
  };
}
