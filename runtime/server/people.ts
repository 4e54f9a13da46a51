import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { Person } from '#asterisk-config/person';
import { personEndpoint, personSecret } from '#asterisk-config/person-phone';
import { setSecret } from '#runtime/secrets/secrets';
import { writeAudit } from '#runtime/store/audit';
import { deletePerson, getPerson, listPeople, type StoredPerson, savePerson } from '#runtime/store/people';
import { deleteSecretRow } from '#runtime/store/secrets';
import { actorOf } from './access.ts';
import { ApiError } from './api-error.ts';
import type { App, ServerContext } from './context.ts';
import { Nothing } from './fields.ts';
import { makeNamed } from './id-of-name.ts';
import { softphones } from './softphones.ts';

const { id: _, ...settings } = Person.shape;
const PersonBody = z.strictObject(settings);
const Params = z.strictObject({ id: Person.shape.id });
const PhoneParams = z.strictObject({ id: Person.shape.id, phoneId: z.string().regex(/^[a-z0-9]{4,20}$/) });
const PersonInfo = z.strictObject({
  ...Person.shape,
  updatedAt: z.date(),
  updatedBy: z.string(),
  live: z.strictObject({
    registered: z.array(z.string()).meta({ description: 'Ids of the SIP phones that are registered now.' }),
  }),
});
const Account = z.strictObject({
  username: z.string(),
  password: z.string().meta({ description: 'Shown this once: it can only be replaced.' }),
  server: z.string(),
  port: z.int(),
  transport: z.literal('udp'),
  softphones: z
    .array(
      z.strictObject({
        name: z.string(),
        steps: z.array(z.string()),
        fields: z.array(z.strictObject({ label: z.string(), value: z.string() })),
      }),
    )
    .meta({ description: 'What to enter where, in the words of each program.' }),
});

/** Those whom calls can be put through to, and their telephones. */
export function peopleRoutes(app: App, { store, keyring, ports }: ServerContext): void {
  async function describe(all: readonly StoredPerson[]): Promise<z.infer<typeof PersonInfo>[]> {
    const registered = all.length === 0 ? new Set<string>() : await ports.people.registered();
    return all.map(({ settings: person, updatedAt, updatedBy }) => ({
      ...person,
      updatedAt,
      updatedBy,
      live: {
        registered: person.phones
          .filter(({ id }) => registered.has(personEndpoint(person.id, id)))
          .map((phone) => phone.id),
      },
    }));
  }
  async function one(id: string): Promise<z.infer<typeof PersonInfo>> {
    const [info] = await describe([await getPerson(store.db, id)]);
    if (info === undefined) throw new Error(`The person '${id}' is gone.`);
    return info;
  }
  function check({ phones }: Pick<Person, 'phones'>): void {
    if (new Set(phones.map(({ id }) => id)).size < phones.length)
      throw new ApiError(422, 'phone-id-taken', 'Two phones have the same id.', {
        field: 'phones',
        fix: 'Give each phone an id of its own.',
      });
  }

  app.get(
    '/api/people',
    {
      config: { access: 'user' },
      schema: { summary: 'All people', response: { 200: z.strictObject({ people: z.array(PersonInfo) }) } },
    },
    async () => ({ people: await describe(await listPeople(store.db)) }),
  );

  app.post(
    '/api/people',
    {
      config: { access: 'user' },
      schema: { summary: 'Add a person; the id is made of the name', body: PersonBody, response: { 201: PersonInfo } },
    },
    async (request, reply) => {
      check(request.body);
      const actor = actorOf(request);
      const make = (id: string) => savePerson(store.db, { id, ...request.body }, actor.userId, true);
      const id = await makeNamed(request.body.name, 'person', make, { most: 32, letterFirst: true });
      await writeAudit(store.db, actor, 'person.created', id);
      return reply.code(201).send(await one(id));
    },
  );

  app.get(
    '/api/people/:id',
    { config: { access: 'user' }, schema: { summary: 'A person', params: Params, response: { 200: PersonInfo } } },
    async (request) => one(request.params.id),
  );

  app.put(
    '/api/people/:id',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Change all of a person; live calls go on',
        params: Params,
        body: PersonBody,
        response: { 200: PersonInfo },
      },
    },
    async (request) => {
      const { id } = request.params;
      check(request.body);
      const actor = actorOf(request);
      const before = (await getPerson(store.db, id)).settings;
      const kept = new Set(request.body.phones.filter(({ kind }) => kind === 'sip').map((phone) => phone.id));
      await store.db.transaction(async (tx) => {
        await savePerson(tx, { id, ...request.body }, actor.userId, false);
        for (const phone of before.phones)
          if (!kept.has(phone.id)) await deleteSecretRow(tx, personSecret(id, phone.id));
      });
      await writeAudit(store.db, actor, 'person.changed', id);
      return one(id);
    },
  );

  app.delete(
    '/api/people/:id',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Remove a person and the accounts of their phones',
        params: Params,
        response: { 204: Nothing },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      await store.db.transaction(async (tx) => {
        const { phones } = (await getPerson(tx, id)).settings;
        await deletePerson(tx, id);
        for (const phone of phones) await deleteSecretRow(tx, personSecret(id, phone.id));
      });
      await writeAudit(store.db, actorOf(request), 'person.removed', id);
      return reply.code(204).send();
    },
  );

  app.post(
    '/api/people/:id/phones/:phoneId/password',
    {
      config: { access: 'person' },
      schema: {
        summary: 'Make the account of a SIP phone, or a new password for it; shown this once',
        params: PhoneParams,
        response: { 201: Account },
      },
    },
    async (request, reply) => {
      const { id, phoneId } = request.params;
      const { phones } = (await getPerson(store.db, id)).settings;
      const phone = phones.find((other) => other.id === phoneId);
      if (phone === undefined)
        throw new ApiError(404, 'phone-unknown', `There is no phone '${phoneId}'.`, {
          fix: "List the person's phones.",
        });
      if (phone.kind !== 'sip')
        throw new ApiError(422, 'phone-without-account', 'Only a SIP phone has a name and password.', {
          fix: 'Choose a phone of the kind sip.',
        });
      const { sip } = ports.people;
      if (sip === undefined)
        throw new ApiError(422, 'phone-no-asterisk', 'There is no Asterisk here that a phone could register at.');
      const actor = actorOf(request);
      const password = randomBytes(24).toString('base64url');
      await setSecret(store.db, keyring, personSecret(id, phoneId), password, actor.userId);
      await writeAudit(store.db, actor, 'phone-password.made', `${id}/${phoneId}`);
      await ports.people.apply();
      const account = { username: personEndpoint(id, phoneId), password, ...sip, transport: 'udp' as const };
      return reply.code(201).send({ ...account, softphones: softphones(account) });
    },
  );
}
