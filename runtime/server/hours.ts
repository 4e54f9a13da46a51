import * as z from 'zod';
import { Hours, HoursOverride, HoursState } from '#runtime/flow/hours';
import { FlowId } from '#runtime/flow/schema';
import { writeAudit } from '#runtime/store/audit';
import { changeHours, createHours, deleteHours, getHours, listHours, type StoredHours } from '#runtime/store/hours';
import { type SettingUse, settingUses } from '#runtime/store/setting-uses';
import { actorOf } from './access.ts';
import type { App, ServerContext } from './context.ts';
import { Nothing } from './fields.ts';
import { makeNamed } from './id-of-name.ts';

const Params = z.strictObject({ id: FlowId });
const { id: _, override: __, ...timetable } = Hours.shape;
/** Without `override` what is set for now stays as it is. */
const HoursBody = z.strictObject({ ...timetable, override: HoursOverride.nullable().optional() });
const NewHours = z.strictObject({
  ...HoursBody.shape,
  id: FlowId.optional().meta({ description: 'Made of the name when left out.' }),
});
const HoursInfo = z.strictObject({
  ...Hours.shape,
  updatedAt: z.date(),
  updatedBy: z.string(),
  now: z.strictObject({
    state: HoursState,
    until: z.string().nullable().meta({ description: 'When the state changes; null when not within two months.' }),
    holiday: z.string().meta({ description: 'Name of the day, on a holiday.' }),
  }),
  usedBy: z.array(z.strictObject({ flowId: z.string(), draft: z.boolean(), current: z.boolean() })),
});

/** Shared opening hours: every change acts at once on the flows that use them. */
export function hoursRoutes(app: App, { store, ports, now }: ServerContext): void {
  async function describe(hours: StoredHours, uses: readonly SettingUse[]): Promise<z.infer<typeof HoursInfo>> {
    const at = await ports.hoursAt(hours, now());
    const until = at.untilMs === null ? null : new Date(at.untilMs).toISOString();
    const usedBy = uses.filter(({ name }) => name === hours.id).map(({ name: _, ...use }) => use);
    return { ...hours, now: { state: at.state, until, holiday: at.holiday }, usedBy };
  }
  const one = async (id: string) => describe(await getHours(store.db, id), await settingUses(store.db, 'hours'));

  app.get(
    '/api/hours',
    {
      config: { access: 'user' },
      schema: {
        summary: 'All opening hours, what they are now, and which flows use them',
        response: { 200: z.strictObject({ hours: z.array(HoursInfo) }) },
      },
    },
    async () => {
      const [all, uses] = [await listHours(store.db), await settingUses(store.db, 'hours')];
      return { hours: await Promise.all(all.map((hours) => describe(hours, uses))) };
    },
  );

  app.post(
    '/api/hours',
    {
      config: { access: 'user' },
      schema: { summary: 'Make opening hours', body: NewHours, response: { 201: HoursInfo } },
    },
    async (request, reply) => {
      const { id, override = null, ...rest } = request.body;
      const actor = actorOf(request);
      const make = (free: string) => createHours(store.db, { ...rest, id: free, override }, actor.userId);
      if (id !== undefined) await make(id);
      const made = id ?? (await makeNamed(rest.name, 'hours', make));
      await writeAudit(store.db, actor, 'hours.created', made);
      return reply.code(201).send(await one(made));
    },
  );

  app.get(
    '/api/hours/:id',
    {
      config: { access: 'user' },
      schema: { summary: 'Opening hours', params: Params, response: { 200: HoursInfo } },
    },
    async (request) => one(request.params.id),
  );

  app.put(
    '/api/hours/:id',
    {
      config: { access: 'user' },
      schema: { summary: 'Change opening hours', params: Params, body: HoursBody, response: { 200: HoursInfo } },
    },
    async (request) => {
      const { id } = request.params;
      const { override, ...rest } = request.body;
      const actor = actorOf(request);
      await changeHours(store.db, id, { ...rest, ...(override === undefined ? {} : { override }) }, actor.userId);
      await writeAudit(store.db, actor, 'hours.changed', id, { ...request.body });
      return one(id);
    },
  );

  app.put(
    '/api/hours/:id/override',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Be open or closed from now on, whatever the week says; null takes it back',
        params: Params,
        body: z.strictObject({ override: HoursOverride.nullable() }),
        response: { 200: HoursInfo },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { override } = request.body;
      const actor = actorOf(request);
      await changeHours(store.db, id, { override }, actor.userId);
      await writeAudit(store.db, actor, 'hours.overridden', id, { override });
      return one(id);
    },
  );

  app.delete(
    '/api/hours/:id',
    {
      config: { access: 'user' },
      schema: { summary: 'Remove opening hours that no flow uses', params: Params, response: { 204: Nothing } },
    },
    async (request, reply) => {
      await deleteHours(store.db, request.params.id);
      await writeAudit(store.db, actorOf(request), 'hours.removed', request.params.id);
      return reply.code(204).send();
    },
  );
}
