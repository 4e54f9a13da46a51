import * as z from 'zod';
import type { Flow } from '#runtime/flow/schema';
import { type Actor, writeAudit } from '#runtime/store/audit';
import { getDraft } from '#runtime/store/drafts';
import { requireFlow } from '#runtime/store/flows';
import { getRevision, listRevisions, type Pins, publishRevision } from '#runtime/store/revisions';
import { actorOf } from './access.ts';
import { ApiError, refused } from './api-error.ts';
import type { App, ServerContext } from './context.ts';
import { AnyObject, FlowParams, StoredFlow } from './fields.ts';
import { Issue, issueJson } from './issue.ts';

const Note = z.string().max(2_000).default('');
const RevisionInfo = z.strictObject({
  number: z.int(),
  note: z.string(),
  publishedAt: z.date(),
  publishedBy: z.string(),
  restoredFrom: z.int().nullable(),
});
const Published = z.strictObject({ number: z.int(), warnings: z.array(Issue) });
const RevisionParams = z.strictObject({
  ...FlowParams.shape,
  number: z.coerce.number().int().min(1).max(2_147_483_647),
});

interface Publishing {
  readonly note: string;
  readonly draftVersion?: number;
  /** Those of the revision that comes back; a draft gets its own. */
  readonly pins?: Pins;
  readonly restoredFrom?: number;
}

export function revisionRoutes(app: App, { store, ports }: ServerContext): void {
  /** Publishes a flow that passes all checks. */
  async function publish(flow: Flow, actor: Actor, publishing: Publishing) {
    const prepared = await ports.prepare(flow).catch((error: unknown) => {
      throw refused(error);
    });
    if (!prepared.ok)
      throw new ApiError(422, 'flow-has-errors', `Flow '${flow.id}' has errors, and was not published.`, {
        fix: 'Mend what the issues name, then publish again.',
        details: { issues: prepared.issues.map(issueJson) },
      });
    const number = await publishRevision(store.db, { pins: prepared.pins, ...publishing, flow, by: actor.userId });
    await writeAudit(store.db, actor, 'flow.published', flow.id, {
      number,
      ...(publishing.restoredFrom === undefined ? {} : { restoredFrom: publishing.restoredFrom }),
    });
    return { number, warnings: prepared.warnings.map((issue) => ({ ...issue })) };
  }

  app.post(
    '/api/flows/:id/publish',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Publish the draft as the next revision',
        description: 'draftVersion is the version you mean; when the draft has moved on the answer is draft-conflict.',
        params: FlowParams,
        body: z.strictObject({ note: Note, draftVersion: z.int().min(1).optional() }).nullish(),
        response: { 201: Published },
      },
    },
    async (request, reply) => {
      await requireFlow(store.db, request.params.id);
      const draft = await getDraft(store.db, request.params.id);
      const { note = '', draftVersion = draft.version } = request.body ?? {};
      return reply.code(201).send(await publish(draft.flow, actorOf(request), { note, draftVersion }));
    },
  );

  app.get(
    '/api/flows/:id/revisions',
    {
      config: { access: 'user' },
      schema: {
        summary: 'All revisions, newest first',
        params: FlowParams,
        response: { 200: z.strictObject({ revisions: z.array(RevisionInfo) }) },
      },
    },
    async (request) => {
      await requireFlow(store.db, request.params.id);
      return { revisions: await listRevisions(store.db, request.params.id) };
    },
  );

  app.get(
    '/api/flows/:id/revisions/:number',
    {
      config: { access: 'user' },
      schema: {
        summary: 'One revision with its flow',
        params: RevisionParams,
        response: { 200: z.strictObject({ ...RevisionInfo.shape, flow: StoredFlow, pins: AnyObject }) },
      },
    },
    async (request) => {
      const revision = await getRevision(store.db, request.params.id, request.params.number);
      return { ...revision, pins: { ...revision.pins } };
    },
  );

  app.post(
    '/api/flows/:id/revisions/:number/restore',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Go back to a revision: its content is published as a new one',
        params: RevisionParams,
        body: z.strictObject({ note: Note }).nullish(),
        response: { 201: Published },
      },
    },
    async (request, reply) => {
      const { id, number } = request.params;
      await requireFlow(store.db, id);
      const { flow, pins } = await getRevision(store.db, id, number);
      const note = request.body?.note || `Back to r${number}`;
      return reply.code(201).send(await publish(flow, actorOf(request), { note, pins, restoredFrom: number }));
    },
  );
}
