import * as z from 'zod';
import { PhoneNumber } from '#asterisk-config/number';
import { E164 } from '#asterisk-config/sip-names';
import { writeAudit } from '#runtime/store/audit';
import { flowNames, requireFlow } from '#runtime/store/flows';
import { deleteNumber, getNumber, listNumbers, type StoredNumber, saveNumber } from '#runtime/store/numbers';
import { listTrunks } from '#runtime/store/trunks';
import { forgetKnownNumber, forgetUnknownNumber, listUnknownNumbers } from '#runtime/store/unknown-numbers';
import { actorOf } from './access.ts';
import { ApiError } from './api-error.ts';
import type { App, ServerContext } from './context.ts';
import { Nothing } from './fields.ts';

const { number: _, ...settings } = PhoneNumber.shape;
const Params = z.strictObject({ number: E164 });
const NumberInfo = z.strictObject({
  ...PhoneNumber.shape,
  trunkName: z.string(),
  inboundFlowName: z.string().optional(),
  outboundFlowName: z.string().optional(),
  updatedAt: z.date(),
  updatedBy: z.string(),
});
const Unknown = z.strictObject({
  dialled: z.string().meta({ description: 'As the carrier sent it: text from outside.' }),
  number: z.string().optional(),
  trunkId: z.string(),
  lastAt: z.date(),
  count: z.int(),
});

/** Telephone numbers: which trunk each comes by, and which flow answers it. */
export function numberRoutes(app: App, { store }: ServerContext): void {
  async function describe(stored: readonly StoredNumber[]): Promise<z.infer<typeof NumberInfo>[]> {
    const all = stored.map((one) => one.settings);
    const flowIds = all.flatMap(({ inboundFlow, outboundFlow }) => [inboundFlow, outboundFlow]);
    const names = await flowNames(store.db, [...new Set(flowIds.filter((id) => id !== undefined))]);
    const trunks = new Map((await listTrunks(store.db)).map((trunk) => [trunk.settings.id, trunk.settings.name]));
    return stored.map(({ settings: number, updatedAt, updatedBy }) => ({
      ...number,
      trunkName: trunks.get(number.trunkId) ?? number.trunkId,
      inboundFlowName: names.get(number.inboundFlow ?? ''),
      outboundFlowName: names.get(number.outboundFlow ?? ''),
      updatedAt,
      updatedBy,
    }));
  }
  async function one(number: string): Promise<z.infer<typeof NumberInfo>> {
    const [info] = await describe([await getNumber(store.db, number)]);
    if (info === undefined) throw new Error(`${number} is gone.`);
    return info;
  }
  async function save(number: PhoneNumber, by: string, isNew: boolean): Promise<void> {
    for (const field of ['inboundFlow', 'outboundFlow'] as const) {
      const id = number[field];
      if (id === undefined) continue;
      await requireFlow(store.db, id).catch(() => {
        throw new ApiError(422, 'flow-missing', `There is no flow '${id}'.`, { field, fix: 'Choose another flow.' });
      });
    }
    await saveNumber(store.db, number, by, isNew);
    await forgetKnownNumber(store.db, number.number);
  }

  app.get(
    '/api/numbers',
    {
      config: { access: 'user' },
      schema: {
        summary: 'All numbers, and those that were called and are not here',
        response: { 200: z.strictObject({ numbers: z.array(NumberInfo), unknown: z.array(Unknown) }) },
      },
    },
    async () => ({
      numbers: await describe(await listNumbers(store.db)),
      unknown: (await listUnknownNumbers(store.db)).map(({ number, ...rest }) => ({
        ...rest,
        ...(number === null ? {} : { number }),
      })),
    }),
  );

  app.post(
    '/api/numbers',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Add a number; its calls are answered at once',
        body: PhoneNumber,
        response: { 201: NumberInfo },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { number, trunkId } = request.body;
      await save(request.body, actor.userId, true);
      await writeAudit(store.db, actor, 'number.added', number, { trunkId });
      return reply.code(201).send(await one(number));
    },
  );

  app.get(
    '/api/numbers/:number',
    { config: { access: 'user' }, schema: { summary: 'A number', params: Params, response: { 200: NumberInfo } } },
    async (request) => one(request.params.number),
  );

  app.put(
    '/api/numbers/:number',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Change all of a number; live calls go on',
        params: Params,
        body: z.strictObject(settings),
        response: { 200: NumberInfo },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { number } = request.params;
      await save({ ...request.body, number }, actor.userId, false);
      const { trunkId, inboundFlow = null, outboundFlow = null } = request.body;
      await writeAudit(store.db, actor, 'number.changed', number, { trunkId, inboundFlow, outboundFlow });
      return one(number);
    },
  );

  app.delete(
    '/api/numbers/:number',
    {
      config: { access: 'user' },
      schema: { summary: 'Remove a number; its calls are turned away', params: Params, response: { 204: Nothing } },
    },
    async (request, reply) => {
      await deleteNumber(store.db, request.params.number);
      await writeAudit(store.db, actorOf(request), 'number.removed', request.params.number);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/api/unknown-numbers/:dialled',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Forget a number that was called and is not here',
        params: z.strictObject({ dialled: z.string().max(80) }),
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      if (!(await forgetUnknownNumber(store.db, request.params.dialled)))
        throw new ApiError(404, 'number-unknown', 'Nobody called that.', { fix: 'List the numbers.' });
      return reply.code(204).send();
    },
  );
}
