import * as z from 'zod';
import { SourceAddress, TrunkId } from '#asterisk-config/sip-names';
import type { TrunkTest } from '#asterisk-config/trunk-test';
import { writeAudit } from '#runtime/store/audit';
import { getTrunk, saveTrunk } from '#runtime/store/trunks';
import { actorOf } from './access.ts';
import { ApiError } from './api-error.ts';
import type { App, ServerContext } from './context.ts';

/** An address alone: a network could hold half the internet. */
const Address = SourceAddress.regex(/^[^/]+$/, 'Enter one address, not a network.');

/** After a test somebody reads, and decides. */
const WINDOW_MS = 10 * 60_000;

/**
 * Adds an address that calls come from. Strangers call every telephone system from everywhere, so it must be shown to be
 * the carrier's: by a "call your number now" a moment ago, or by the carrier's own host names. Whoever knows better
 * changes the trunk's settings.
 */
export function sourceAddressRoutes(app: App, { store, ports, now }: ServerContext): void {
  app.post(
    '/api/trunks/:id/source-addresses',
    {
      config: { access: 'user', rateLimit: { max: 30, timeWindow: 60_000 } },
      schema: {
        summary: "Add an address that calls come from, once it is shown to be the carrier's",
        params: z.strictObject({ id: TrunkId }),
        body: z.strictObject({
          address: Address,
          window: z
            .string()
            .max(64)
            .optional()
            .meta({ description: 'Id of a test of the trunk in which a call from this address was turned away.' }),
        }),
        response: { 200: z.strictObject({ sourceAddresses: z.array(z.string()), revision: z.int() }) },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { address, window } = request.body;
      const { settings, revision } = await getTrunk(store.db, id);
      const { sourceAddresses } = settings;
      if (sourceAddresses.includes(address)) return { sourceAddresses, revision };
      const test = window === undefined ? undefined : ports.trunkTests?.get(window);
      const isSeen = test !== undefined && now() - test.startedAt < WINDOW_MS && cameFrom(test, address);
      if (!isSeen && !(await ports.diagnosis.isCarrierAddress(settings, address)))
        throw new ApiError(422, 'source-address-unproven', `Nothing shows that ${address} is the carrier's.`, {
          fix: 'Test the trunk with "call your number now", or compare the address with the list of your carrier and enter it in the settings of the trunk.',
          field: 'address',
        });
      const actor = actorOf(request);
      const more = [...sourceAddresses, address];
      const saved = await saveTrunk(store.db, { ...settings, sourceAddresses: more }, actor.userId, false);
      await writeAudit(store.db, actor, 'trunk.source-added', id, { address, by: isSeen ? 'test' : 'name' });
      return { sourceAddresses: more, revision: saved };
    },
  );
}

/** The inbound rung names where the call came from that was turned away. */
const cameFrom = ({ rungs }: TrunkTest, address: string): boolean =>
  rungs.some(
    ({ id, state, field, details = [] }) =>
      id === 'inbound' &&
      state === 'failed' &&
      field === 'sourceAddresses' &&
      details.some((line) => line.startsWith(`From ${address}:`)),
  );
