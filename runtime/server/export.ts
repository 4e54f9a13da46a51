import * as z from 'zod';
import { writeAudit } from '#runtime/store/audit';
import { actorOf } from './access.ts';
import { ApiError, refused } from './api-error.ts';
import type { App, ServerContext } from './context.ts';

const Request = {
  existing: z
    .strictObject({ pjsip: z.string().max(450_000), extensions: z.string().max(450_000) })
    .optional()
    .meta({ description: 'pjsip.conf and extensions.conf of the Asterisk that it is for: collisions are looked for.' }),
  publicAddress: z
    .string()
    .max(253)
    .regex(/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/, 'Enter an address or a host name.')
    .optional()
    .meta({ description: 'Where carriers reach that Asterisk.' }),
};
const Preview = z.strictObject({ ...Request, diff: z.boolean().default(false) });
const Write = z.strictObject({ ...Request, out: z.string().min(1).max(4_000) });

const Answer = {
  files: z.array(
    z.strictObject({
      name: z.string(),
      mode: z.string().meta({ description: 'Octal: 0600 for what holds passwords.' }),
      text: z.string().meta({ description: 'Passwords are taken out.' }),
    }),
  ),
  collisions: z.array(
    z.strictObject({ severity: z.enum(['error', 'note']), code: z.string(), message: z.string(), fix: z.string() }),
  ),
};
const Difference = z.strictObject({
  type: z.string(),
  id: z.string(),
  kind: z.enum(['missing', 'different', 'surplus']),
  fields: z.array(z.strictObject({ name: z.string(), wanted: z.string(), held: z.string() })),
});

type Made = Awaited<ReturnType<ServerContext['ports']['export']['preview']>>;
const answer = ({ files, collisions }: Made) => ({
  files: files.map(({ name, mode, text }) => ({ name, mode: mode.toString(8).padStart(4, '0'), text })),
  collisions: [...collisions],
});

/** Configuration for an Asterisk of somebody's own. */
export function exportRoutes(app: App, { store, ports }: ServerContext): void {
  app.post(
    '/api/export/asterisk',
    {
      config: { access: 'user' },
      schema: {
        summary: 'The configuration of all trunks for an Asterisk of your own, without its passwords',
        body: Preview,
        response: { 200: z.strictObject({ ...Answer, diff: z.array(Difference).optional() }) },
      },
    },
    async ({ body: { diff, ...request } }) => {
      const made = await ports.export.preview(request).catch(rethrow);
      if (!diff) return answer(made);
      const found = await ports.export.diff().catch(rethrow);
      if (found === undefined)
        throw new ApiError(422, 'asterisk-missing', 'No Asterisk runs here.', { fix: 'Leave the comparison out.' });
      return { ...answer(made), diff: found.map(({ fields, ...rest }) => ({ ...rest, fields: [...fields] })) };
    },
  );

  app.post(
    '/api/export/asterisk/files',
    {
      config: { access: 'cli' },
      schema: {
        summary: 'Write that configuration into a folder of this machine, its passwords in a file of mode 0600',
        body: Write,
        response: { 200: z.strictObject(Answer) },
      },
    },
    async (request) => {
      const { out, ...rest } = request.body;
      const made = await ports.export.write(out, rest).catch(rethrow);
      await writeAudit(store.db, actorOf(request), 'asterisk.exported', out);
      return answer(made);
    },
  );
}

function rethrow(error: unknown): never {
  throw refused(error);
}
