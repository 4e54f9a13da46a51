import * as z from 'zod';
import { FlowTest } from '#runtime/flow/flow-test';
import { hideSealed } from '#runtime/secrets/seal';
import { principalOf } from './access.ts';
import { ApiError, refused } from './api-error.ts';
import type { App, ServerContext } from './context.ts';
import { AnyObject } from './fields.ts';
import { FLOW_BYTES, FLOW_DEPTH, flowOf, RawFlow } from './flow-body.ts';
import { issueJson } from './issue.ts';
import { closeCodes } from './open-sockets.ts';
import { SimulatorSocket } from './simulator-socket.ts';

const MOST_OF_ONE = 8;
const IDLE_MS = 15 * 60_000;

/** Calls without a telephone: scripted ones at once, and ones in the hand of a person over a WebSocket. */
export function simulatorRoutes(app: App, { ports, sockets }: ServerContext): void {
  /** Open simulators by user. */
  const open = new Map<string, number>();

  app.post(
    '/api/simulator/run',
    {
      bodyLimit: FLOW_BYTES,
      config: { access: 'user', jsonDepth: FLOW_DEPTH, rateLimit: { max: 120, timeWindow: 60_000 } },
      schema: {
        summary: 'Simulate a whole call with a scripted caller, in virtual time',
        description:
          'The script is a flow test. The answer has the record of the call, the words of its prompts, the jobs that ' +
          'would be done afterwards, what web services were asked, and the actions of the script that were never used. Nothing leaves this machine.',
        body: z.strictObject({ flow: RawFlow, script: FlowTest.optional() }),
        response: {
          200: z.strictObject({
            record: AnyObject,
            heard: z.array(z.string()),
            jobs: z.array(AnyObject),
            requests: z.array(AnyObject),
            unused: z.array(AnyObject),
          }),
        },
      },
    },
    async (request) => {
      const flow = flowOf(request.body.flow);
      const issues = await ports.validate(flow);
      if (issues.some(({ severity }) => severity === 'error'))
        throw new ApiError(422, 'flow-has-errors', 'The flow has errors, and can not be simulated.', {
          fix: 'Mend what the issues name.',
          details: { issues: issues.map(issueJson) },
        });
      const { record, heard, jobs, requests, unused } = await ports.simulator
        .run(flow, request.body.script ?? { actions: [] })
        .catch((error: unknown) => {
          throw refused(error);
        });
      return {
        record: hideSealed(record) as Record<string, unknown>,
        heard: [...heard],
        jobs: jobs.map((job) => ({ ...job })),
        requests: requests.map((one) => ({ ...one })),
        unused: unused.map((action) => ({ ...action })),
      };
    },
  );

  app.get('/api/simulator', { websocket: true, config: { access: 'user' } }, (socket, request) => {
    const { credential, user } = principalOf(request);
    sockets.add(socket, credential, FLOW_BYTES);
    const count = open.get(user.id) ?? 0;
    if (count >= MOST_OF_ONE) {
      sockets.drop(socket, closeCodes.tooMuch, 'too many simulators');
      return;
    }
    open.set(user.id, count + 1);
    socket.on('close', () => {
      const left = (open.get(user.id) ?? 1) - 1;
      if (left > 0) open.set(user.id, left);
      else open.delete(user.id);
    });
    new SimulatorSocket({ socket, sockets, ports, idleMs: IDLE_MS });
  });
}
