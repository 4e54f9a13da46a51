import * as z from 'zod';
import { flowAssets } from '#runtime/flow/flow-assets';
import { AssetHash } from '#runtime/flow/prompt';
import { assetHash, getAsset, putAsset } from '#runtime/store/assets';
import { type Actor, writeAudit } from '#runtime/store/audit';
import { getDraft } from '#runtime/store/drafts';
import { createFlow, getFlow } from '#runtime/store/manage-flows';
import { getRevision } from '#runtime/store/revisions';
import { StoreError } from '#runtime/store/store-error';
import { actorOf } from './access.ts';
import { ApiError, refused } from './api-error.ts';
import type { App, ServerContext } from './context.ts';
import { FlowParams, Folder, folderOf } from './fields.ts';
import { FLOW_DEPTH, flowOf, RawFlow } from './flow-body.ts';
import { describeFlow, FlowInfo } from './flow-info.ts';
import { makeNamed } from './id-of-name.ts';
import { Issue, issueJson } from './issue.ts';
import type { FlowIssue } from './ports.ts';

/** A file that is read whole: more would hold up the calls meanwhile. */
const FILE_BYTES = 32_000_000;

const FileAsset = z.strictObject({
  hash: AssetHash,
  mediaType: z.string().max(100),
  base64: z.base64().max(FILE_BYTES),
});
/** A flow that travels from one Patchcord to another, with the recordings it plays. Secrets stay where they are. */
const FlowFile = z.strictObject({
  patchcord: z.literal(1),
  flow: RawFlow,
  assets: z.array(FileAsset).max(2_000).default([]),
});
type FlowFile = z.infer<typeof FlowFile>;

export function flowFileRoutes(app: App, context: ServerContext): void {
  const { store, ports } = context;

  app.get(
    '/api/flows/:id/export',
    {
      config: { access: 'user' },
      schema: {
        summary: 'A flow as a file, with its recordings: the draft, or a revision',
        params: FlowParams,
        querystring: z.strictObject({ revision: z.coerce.number().int().min(1).max(2_147_483_647).optional() }),
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { revision } = request.query;
      const { flow } = await (revision === undefined ? getDraft(store.db, id) : getRevision(store.db, id, revision));
      const assets: FlowFile['assets'] = [];
      let bytes = 0;
      for (const hash of flowAssets(flow)) {
        const asset = await getAsset(store.db, hash);
        if (!asset) continue;
        bytes += Math.ceil(asset.bytes / 3) * 4;
        if (bytes > FILE_BYTES * 0.9)
          throw new ApiError(422, 'export-too-large', 'The recordings of this flow are too large for one file.', {
            fix: 'Shorten them, or take the flow and its sounds from the API one by one.',
          });
        assets.push({ hash, mediaType: asset.mediaType, base64: asset.content.toString('base64') });
      }
      const file = { patchcord: 1, flow, assets } satisfies FlowFile;
      const name = `${id}${revision === undefined ? '' : `-r${revision}`}.patchcord.json`;
      return reply
        .header('content-disposition', `attachment; filename="${name}"`)
        .type('application/json; charset=utf-8')
        .send(Buffer.from(JSON.stringify(file)));
    },
  );

  app.post(
    '/api/flows/import',
    {
      bodyLimit: FILE_BYTES,
      config: { access: 'user', jsonDepth: FLOW_DEPTH + 2, rateLimit: { max: 30, timeWindow: 60_000 } },
      schema: {
        summary: 'Make a flow of a file: of an export, or of a flow as it is',
        body: z.strictObject({
          file: RawFlow.meta({ description: 'What an export gives, or a flow.' }),
          folder: Folder.optional(),
        }),
        response: { 201: z.strictObject({ flow: FlowInfo, issues: z.array(Issue) }) },
      },
    },
    async (request, reply) => {
      const { folder = '' } = request.body;
      const file = fileOf(request.body.file);
      const flow = flowOf(file.flow);
      const actor = actorOf(request);
      const wanted = new Set<string>(flowAssets(flow));
      for (const asset of file.assets) if (wanted.has(asset.hash)) await keep(asset, actor);
      const make = (id: string) =>
        createFlow(store.db, { ...flow, id }, { by: actor.userId, folder: folderOf(folder) });
      const made = await make(flow.id).then(
        () => flow.id,
        (error: unknown) => {
          if (error instanceof StoreError && error.code === 'flow-exists') return makeNamed(flow.id, 'flow', make);
          throw error;
        },
      );
      await writeAudit(store.db, actor, 'flow.imported', made);
      const issues = [...(await ports.validate({ ...flow, id: made })), ...(await missing(wanted))].map(issueJson);
      const info = await describeFlow(context, await getFlow(store.db, made));
      return reply.code(201).send({ flow: info, issues: issues as z.infer<typeof Issue>[] });
    },
  );

  /** Under its own hash, or the flow would not find it. The bytes are checked as an upload's are. */
  async function keep({ hash, base64 }: FlowFile['assets'][number], actor: Actor): Promise<void> {
    if (await getAsset(store.db, hash)) return;
    const content = Buffer.from(base64, 'base64');
    if (assetHash(content) !== hash)
      throw new ApiError(422, 'asset-corrupt', `The recording ${hash.slice(0, 15)}… in this file is damaged.`, {
        field: 'file.assets',
        fix: 'Export the flow again.',
      });
    const { durationMs } = await ports.convertSound(content, 'audio/wav').catch((error: unknown) => {
      throw refused(error);
    });
    const origin = { by: actor.userId, imported: true };
    await putAsset(store.db, { content, mediaType: 'audio/wav', durationMs, origin });
  }

  async function missing(hashes: ReadonlySet<string>): Promise<FlowIssue[]> {
    const issues: FlowIssue[] = [];
    for (const hash of hashes)
      if (!(await getAsset(store.db, hash)))
        issues.push({
          code: 'asset-missing',
          severity: 'error',
          message: `The recording ${hash.slice(0, 15)}… was not in the file.`,
          fix: 'Upload the recording again, or let a voice speak the words.',
        });
    return issues;
  }
}

/** An export, or a flow as it is in `flow.json`. What is neither is refused for what it misses as a flow. */
function fileOf(raw: unknown): FlowFile {
  const file = FlowFile.safeParse(raw);
  if (file.success) return file.data;
  if (typeof raw === 'object' && raw !== null && 'patchcord' in raw) {
    const [issue] = file.error.issues;
    throw new ApiError(400, 'file-invalid', `file.${issue?.path.join('.')}: ${issue?.message}`, {
      field: `file.${issue?.path.join('.')}`,
      fix: 'Choose a file that was exported by Patchcord, and not changed since.',
    });
  }
  return { patchcord: 1, flow: raw as Record<string, unknown>, assets: [] };
}
