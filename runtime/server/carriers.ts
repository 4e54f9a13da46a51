import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { carriers } from '#asterisk-config/carriers';
import { parseCarrierSettings } from '#asterisk-config/parse-carrier-settings';
import { trunkFields } from '#asterisk-config/trunk-fields';
import { SecretValue, setSecret } from '#runtime/secrets/secrets';
import { writeAudit } from '#runtime/store/audit';
import { actorOf } from './access.ts';
import { ApiError } from './api-error.ts';
import type { App, ServerContext } from './context.ts';

const Carrier = z.looseObject({ id: z.string(), title: z.string(), kinds: z.array(z.string()) });
const Words = z.strictObject({ label: z.string(), help: z.string() });
const Problem = z.strictObject({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  field: z.string().optional(),
  message: z.string(),
  fix: z.string(),
  suggestion: z.looseObject({}).optional(),
  clear: z.array(z.string()).optional(),
});

/** What is known of carriers, and settings as they show them. */
export function carrierRoutes(app: App, { store, keyring }: ServerContext): void {
  app.get(
    '/api/carriers',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Presets of carriers, and every field of a trunk in plain words',
        response: { 200: z.strictObject({ carriers: z.array(Carrier), fields: z.record(z.string(), Words) }) },
      },
    },
    async () => ({
      carriers: carriers.map((preset) => ({ ...preset, kinds: [...preset.kinds] })),
      fields: trunkFields,
    }),
  );

  app.post(
    '/api/carriers/parse',
    {
      config: { access: 'user' },
      schema: {
        summary: "Settings of a trunk from a block of YAML, JSON or lines that was copied from a carrier's page",
        description: 'A password in it is kept as a new secret, and only its name comes back.',
        body: z.strictObject({ text: z.string().min(1).max(32_000) }),
        response: {
          200: z.strictObject({
            settings: z.looseObject({}),
            password: z.strictObject({ secret: z.string() }).nullable(),
            unknown: z.array(z.string()),
            problems: z.array(Problem),
          }),
        },
      },
    },
    async (request) => {
      const { settings, secrets, unknown, problems } = parseCarrierSettings(request.body.text);
      const shown = { settings, unknown: [...unknown], problems: problems.map(withList) };
      if (secrets.password === undefined) return { ...shown, password: null };
      const value = SecretValue.safeParse(secrets.password);
      if (!value.success)
        throw new ApiError(422, 'password-unusable', 'The pasted password is too long.', {
          fix: 'Copy only the password.',
        });
      const actor = actorOf(request);
      const secret = `pasted-${randomBytes(6).toString('hex')}`;
      await setSecret(store.db, keyring, secret, value.data, actor.userId);
      await writeAudit(store.db, actor, 'secret.set', secret);
      return { ...shown, password: { secret } };
    },
  );
}

const withList = <T extends { readonly clear?: readonly string[] }>({ clear, ...problem }: T) =>
  clear === undefined ? problem : { ...problem, clear: [...clear] };
