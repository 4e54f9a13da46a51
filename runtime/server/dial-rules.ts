import * as z from 'zod';
import { DialRules } from '#asterisk-config/dial-rules';
import { writeAudit } from '#runtime/store/audit';
import { getDialRules, saveDialRules } from '#runtime/store/dial-rules';
import { getDialUsage } from '#runtime/store/dial-usage';
import { actorOf } from './access.ts';
import type { App, ServerContext } from './context.ts';

const Usage = z.strictObject({
  callsToday: z.int().meta({ description: 'Outside calls that were begun on this day (UTC).' }),
  minutesToday: z.number(),
  concurrent: z.int().meta({ description: 'Outside calls that go on.' }),
});
const Answer = z.strictObject({ rules: DialRules, usage: Usage });
/** Any text: what is wrong with it is for the gate to say. */
const text = z.string().max(10_000);
const Destination = z.union([
  text,
  z.strictObject({ number: text }),
  z.strictObject({ sip: text }),
  z.strictObject({ extension: text }),
  z.strictObject({ person: text }),
]);

/** What may be dialled. Nothing may, until these rules say so. */
export function dialRuleRoutes(app: App, { store, ports }: ServerContext): void {
  const answer = async () => ({ rules: await getDialRules(store.db), usage: await getDialUsage(store.db) });

  app.get(
    '/api/dial-rules',
    {
      config: { access: 'user' },
      schema: { summary: 'What may be dialled, and how much was', response: { 200: Answer } },
    },
    answer,
  );

  app.put(
    '/api/dial-rules',
    {
      // A token in some script must not be able to open the way to dear numbers.
      config: { access: 'person' },
      schema: { summary: 'Say what may be dialled', body: DialRules, response: { 200: Answer } },
    },
    async (request) => {
      const actor = actorOf(request);
      const before = await getDialRules(store.db);
      await saveDialRules(store.db, request.body, actor.userId);
      await writeAudit(store.db, actor, 'dial-rules.changed', 'dial-rules', { before, after: request.body });
      return answer();
    },
  );

  app.post(
    '/api/dial-rules/check',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Whether a number, SIP address, extension or person may be called; nothing is dialled',
        body: z.strictObject({ to: Destination, from: text.optional() }),
        response: {
          200: z.strictObject({
            allowed: z.boolean(),
            code: z.string().optional(),
            message: z.string().optional(),
            fix: z.string().optional(),
          }),
        },
      },
    },
    async ({ body: { to, from } }) => {
      const asked = typeof to !== 'string' ? to : /^sips?:|^[^+0-9*#(]/i.test(to) ? { sip: to } : { number: to };
      const checked = await ports.dialGate.check(asked, from);
      return checked.allowed ? { allowed: true } : checked;
    },
  );
}
