import * as z from 'zod';
import { Trunk } from '#asterisk-config/trunk';
import { setSecret } from '#runtime/secrets/secrets';
import { writeAudit } from '#runtime/store/audit';
import { deleteTrunk, listNumbers, type StoredNumber } from '#runtime/store/numbers';
import { deleteSecretRow } from '#runtime/store/secrets';
import { getTrunk, listTrunkRevisions, listTrunks, type StoredTrunk, saveTrunk } from '#runtime/store/trunks';
import { actorOf } from './access.ts';
import { ApiError } from './api-error.ts';
import type { App, ServerContext } from './context.ts';
import { Nothing } from './fields.ts';
import { makeNamed } from './id-of-name.ts';
import { passwordSecretOf, TrunkBody, TrunkInfo, TrunkParams, TrunkRevisionInfo } from './trunk-fields.ts';

/** Carriers' trunks. The database is the truth: what is changed here is in Asterisk a moment later. */
export function trunkRoutes(app: App, { store, keyring, ports }: ServerContext): void {
  const describe = ({ settings, ...rest }: StoredTrunk, numbers: readonly StoredNumber[]): TrunkInfo => ({
    ...settings,
    ...rest,
    state: ports.trunks.state(settings),
    numbers: numbers.filter((one) => one.settings.trunkId === settings.id).map((one) => one.settings.number),
    problems: ports.trunks.problems(settings).map(({ clear, ...problem }) => ({
      ...problem,
      ...(clear === undefined ? {} : { clear: [...clear] }),
    })),
  });
  const one = async (id: string) => describe(await getTrunk(store.db, id), await listNumbers(store.db));

  /** A password in clear becomes a secret in the same transaction: there is no moment with one and without the other. */
  const save = (id: string, { password, ...settings }: TrunkBody, by: string, isNew: boolean): Promise<number> =>
    store.db.transaction(async (tx) => {
      const isClear = password !== undefined && 'value' in password;
      const name = isClear ? { secret: passwordSecretOf(id) } : password;
      const trunk = Trunk.parse({ ...settings, id, ...(name === undefined ? {} : { password: name }) });
      const revision = await saveTrunk(tx, trunk, by, isNew);
      if (isClear) await setSecret(tx, keyring, passwordSecretOf(id), password.value, by);
      return revision;
    });

  app.get(
    '/api/trunks',
    {
      config: { access: 'user' },
      schema: {
        summary: 'All trunks, each with its state in Asterisk and its numbers',
        response: { 200: z.strictObject({ trunks: z.array(TrunkInfo) }) },
      },
    },
    async () => {
      const [all, numbers] = [await listTrunks(store.db), await listNumbers(store.db)];
      return { trunks: all.map((trunk) => describe(trunk, numbers)) };
    },
  );

  app.post(
    '/api/trunks',
    {
      config: { access: 'user' },
      schema: { summary: 'Add a trunk; it is in Asterisk at once', body: TrunkBody, response: { 201: TrunkInfo } },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const make = async (id: string) => void (await save(id, request.body, actor.userId, true));
      const id = await makeNamed(request.body.name, 'trunk', make, { most: 32, letterFirst: true, not: /^(test|in)-/ });
      await writeAudit(store.db, actor, 'trunk.created', id);
      return reply.code(201).send(await one(id));
    },
  );

  app.get(
    '/api/trunks/:id',
    { config: { access: 'user' }, schema: { summary: 'A trunk', params: TrunkParams, response: { 200: TrunkInfo } } },
    async (request) => one(request.params.id),
  );

  app.put(
    '/api/trunks/:id',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Change all of a trunk; live calls go on',
        params: TrunkParams,
        body: TrunkBody,
        response: { 200: TrunkInfo },
      },
    },
    async (request) => {
      const { id } = request.params;
      const actor = actorOf(request);
      const revision = await save(id, request.body, actor.userId, false);
      await writeAudit(store.db, actor, 'trunk.changed', id, { revision });
      return one(id);
    },
  );

  app.delete(
    '/api/trunks/:id',
    {
      config: { access: 'user' },
      schema: { summary: 'Remove a trunk that carries no numbers', params: TrunkParams, response: { 204: Nothing } },
    },
    async (request, reply) => {
      const { id } = request.params;
      await store.db.transaction(async (tx) => {
        await deleteTrunk(tx, id);
        await deleteSecretRow(tx, passwordSecretOf(id));
      });
      await writeAudit(store.db, actorOf(request), 'trunk.removed', id);
      return reply.code(204).send();
    },
  );

  app.get(
    '/api/trunks/:id/revisions',
    {
      config: { access: 'user' },
      schema: {
        summary: 'All settings that a trunk has had, newest first; passedAt tells when they last passed the test',
        params: TrunkParams,
        response: { 200: z.strictObject({ revisions: z.array(TrunkRevisionInfo) }) },
      },
    },
    async (request) => {
      await getTrunk(store.db, request.params.id);
      return { revisions: await listTrunkRevisions(store.db, request.params.id) };
    },
  );

  app.post(
    '/api/trunks/:id/restore',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Settings of an earlier revision, as a new one',
        description: 'The password is not part of it: it stays as it is now.',
        params: TrunkParams,
        body: z.strictObject({ revision: z.int().min(1).max(2_147_483_647) }),
        response: { 200: TrunkInfo },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { revision } = request.body;
      await getTrunk(store.db, id);
      const found = (await listTrunkRevisions(store.db, id)).find(({ number }) => number === revision);
      if (found === undefined)
        throw new ApiError(404, 'trunk-revision-unknown', `Trunk '${id}' has no revision ${revision}.`, {
          fix: 'List its revisions.',
        });
      const actor = actorOf(request);
      await saveTrunk(store.db, Trunk.parse(found.settings), actor.userId, false);
      await writeAudit(store.db, actor, 'trunk.restored', id, { revision });
      return one(id);
    },
  );
}
