import type { CallEngine } from '#runtime/call-engine';
import { compileFlow } from '#runtime/compile/compile';
import { StepFailed } from '#runtime/flow/call';
import type { Catalogue } from '#runtime/flow/catalogue';
import type { CallingPort } from '#runtime/server/ports';
import type { Runnable } from '#runtime/session/live-calls';

/** How long the phone of somebody who tries a flow may ring. */
const RING_FIRST_MS = 45_000;

export interface OutboundCallsOptions {
  readonly engine: Pick<CallEngine, 'calls'>;
  readonly catalogue: Catalogue;
  /** What a new call of a flow runs. */
  readonly currentOf: (flowId: string) => Promise<Runnable | undefined>;
}

/** Calls that begin here, for the API: each settles when it is on its way, or rejects with why it is not. */
export function outboundCalls({ engine, catalogue, currentOf }: OutboundCallsOptions): CallingPort {
  return {
    async start({ flowId, ...call }) {
      const runnable = await currentOf(flowId);
      if (runnable === undefined)
        throw withFix('flow-not-published', `Flow '${flowId}' was never published.`, 'Publish it.');
      if (runnable.compiled.direction !== 'outbound')
        throw withFix('flow-takes-calls', `Flow '${flowId}' makes no calls.`, 'Begin it with Outgoing call.');
      const { callId, letOut } = engine.calls.startOutbound({ ...call, runnable });
      await letOut;
      return callId;
    },
    async callMe({ flow, to, from }) {
      const compiled = compileFlow(flow, catalogue);
      if (!compiled.ok) throw withFix('flow-has-errors', 'The flow can not take calls.', 'Mend its issues.');
      const { callId, letOut } = engine.calls.startOutbound({
        runnable: { compiled: compiled.compiled, revision: 0, test: true },
        to,
        from,
        ringFirstMs: RING_FIRST_MS,
      });
      await letOut;
      return callId;
    },
  };
}

const withFix = (code: string, message: string, fix: string) => Object.assign(new StepFailed(code, message), { fix });
