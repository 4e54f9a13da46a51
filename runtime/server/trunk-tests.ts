import * as z from 'zod';
import { E164, SecretName, TrunkId } from '#asterisk-config/sip-names';
import type { Trunk } from '#asterisk-config/trunk';
import { TrunkTest } from '#asterisk-config/trunk-test';
import { readSecret } from '#runtime/secrets/secrets';
import { writeAudit } from '#runtime/store/audit';
import { listNumbers } from '#runtime/store/numbers';
import { getTrunk } from '#runtime/store/trunks';
import { actorOf } from './access.ts';
import { ApiError, refused } from './api-error.ts';
import type { App, ServerContext } from './context.ts';
import { Nothing } from './fields.ts';
import type { TrunkTestPort } from './ports.ts';

const Params = z.strictObject({ id: z.string().regex(/^[0-9a-f]{1,64}$/) });
const Body = z.strictObject({
  trunkId: TrunkId.optional(),
  trunk: z
    .record(z.string(), z.json())
    .optional()
    .meta({ description: 'Settings that are not saved; what is wrong with them is the first rung to fail.' }),
  password: z
    .string()
    .max(1_024)
    .optional()
    .meta({ description: 'For settings that are not saved; kept for the test only.' }),
  to: E164.optional().meta({ description: 'The number to call. The dial gate must allow it.' }),
  from: E164.optional().meta({ description: 'The number that is shown; the first of the trunk by default.' }),
  hold: z.boolean().optional().meta({ description: 'Keep the call for 35 s.' }),
  callMe: z.strictObject({ number: E164 }).optional().meta({ description: 'Wait a minute for a call to this number.' }),
});
const InClear = z.object({ value: z.string().max(1_024) });

/** Tests of trunks, rung by rung. They are kept by the running process only: a restart forgets them. */
export function trunkTestRoutes(app: App, { store, keyring, ports }: ServerContext): void {
  const secretOf = async (value: unknown): Promise<string> => {
    const named = SecretName.safeParse(value);
    return named.success ? readSecret(store.db, keyring, named.data.secret) : '';
  };
  const numberOf = async (trunk: Trunk): Promise<E164 | undefined> =>
    (await listNumbers(store.db)).find(({ settings }) => settings.trunkId === trunk.id)?.settings.number;

  async function stored(id: string) {
    const { settings, revision } = await getTrunk(store.db, id);
    const from = await numberOf(settings);
    return {
      stored: { trunkId: id, revision },
      settings,
      password: await secretOf(settings.password),
      ...(from === undefined ? {} : { from }),
    };
  }

  async function unsaved(trunk: Readonly<Record<string, unknown>>, given: string | undefined) {
    const inClear = InClear.safeParse(trunk.password);
    const password = given ?? (inClear.success ? inClear.data.value : await secretOf(trunk.password));
    const hasOne = given !== undefined || inClear.success;
    return { settings: hasOne ? { ...trunk, password: { secret: 'of-this-test' } } : trunk, password };
  }

  app.post(
    '/api/trunk-tests',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Test the connection of a trunk, stored or not yet saved; GET tells how far it is',
        body: Body,
        response: { 201: TrunkTest },
      },
    },
    async (request, reply) => {
      const { trunkId, trunk, password: given, ...wanted } = request.body;
      const tests = required(ports.trunkTests);
      if ((trunkId === undefined) === (trunk === undefined))
        throw new ApiError(400, 'request-invalid', 'Either trunkId or trunk is needed.', {
          field: 'trunkId',
          fix: 'Name a stored trunk, or send settings.',
        });
      const { password, ...subject } =
        trunkId === undefined ? await unsaved(trunk ?? {}, given) : await stored(trunkId);
      const started = startOf(tests, { ...subject, ...wanted, secretOf: () => password });
      const tried = { to: wanted.to ?? null, callMe: wanted.callMe?.number ?? null };
      await writeAudit(store.db, actorOf(request), 'trunk.tested', trunkId ?? 'unsaved', tried);
      return reply.code(201).send(started);
    },
  );

  app.get(
    '/api/trunk-tests/:id',
    {
      config: { access: 'user' },
      schema: { summary: 'How far a test is, and what it has found', params: Params, response: { 200: TrunkTest } },
    },
    async (request) => {
      const test = ports.trunkTests?.get(request.params.id);
      if (test === undefined) throw testUnknown();
      return test;
    },
  );

  app.delete(
    '/api/trunk-tests/:id',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Cancel a test; answers when nothing of it is left in Asterisk',
        params: Params,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      if (!(await ports.trunkTests?.cancel(request.params.id))) throw testUnknown();
      return reply.code(204).send();
    },
  );
}

function startOf(tests: TrunkTestPort, request: Parameters<TrunkTestPort['start']>[0]): TrunkTest {
  try {
    return tests.start(request);
  } catch (error) {
    throw refused(error);
  }
}

const testUnknown = () =>
  new ApiError(404, 'trunk-test-unknown', 'There is no such test here; a restart forgets them.', {
    fix: 'Start it again.',
  });

function required(tests: TrunkTestPort | undefined): TrunkTestPort {
  if (tests !== undefined) return tests;
  throw new ApiError(503, 'asterisk-missing', 'There is no Asterisk on this machine, so nothing can be tested.', {
    fix: 'Run `patchcord doctor`.',
  });
}
