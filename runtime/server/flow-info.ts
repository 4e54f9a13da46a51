import * as z from 'zod';
import { callsSince } from '#runtime/store/calls';
import type { FlowInfo as StoredInfo } from '#runtime/store/manage-flows';
import type { ServerContext } from './context.ts';

/** A flow in a list. */
export const FlowInfo = z.strictObject({
  id: z.string(),
  name: z.string(),
  folder: z.string(),
  createdAt: z.date(),
  updatedAt: z.date(),
  deletedAt: z.date().nullable(),
  revision: z.int().nullable().meta({ description: 'What new calls run on; null before the first publish.' }),
  draftVersion: z.int(),
  changed: z.boolean().meta({ description: 'Whether publishing the draft would change something.' }),
  extensions: z.array(z.string()),
  calls: z
    .strictObject({ today: z.int(), live: z.int() })
    .meta({ description: 'Tests are not counted; today is that of the machine.' }),
});
export type FlowInfo = z.infer<typeof FlowInfo>;

/** Adds to flows of the store what goes on in them. */
export async function describeFlows(
  { store, ports, now }: Pick<ServerContext, 'store' | 'ports' | 'now'>,
  flows: readonly StoredInfo[],
): Promise<FlowInfo[]> {
  const midnight = new Date(now());
  midnight.setHours(0, 0, 0, 0);
  const [only] = flows.length === 1 ? flows : [];
  const ended = await callsSince(store.db, midnight, only?.id);
  const live = ports.liveCalls().filter((call) => !call.test);
  return flows.map((flow) => {
    const going = live.filter((call) => call.flowId === flow.id);
    const begun = going.filter((call) => call.startedMs >= midnight.getTime()).length;
    return { ...flow, calls: { today: (ended.get(flow.id) ?? 0) + begun, live: going.length } };
  });
}

export async function describeFlow(
  context: Pick<ServerContext, 'store' | 'ports' | 'now'>,
  flow: StoredInfo,
): Promise<FlowInfo> {
  const [described] = await describeFlows(context, [flow]);
  return described as FlowInfo;
}
