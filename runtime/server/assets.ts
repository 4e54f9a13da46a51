import * as z from 'zod';
import { AssetHash } from '#runtime/flow/prompt';
import { getAsset, listAssets, putAsset } from '#runtime/store/assets';
import { writeAudit } from '#runtime/store/audit';
import { actorOf } from './access.ts';
import { ApiError, refused } from './api-error.ts';
import type { App, ServerContext } from './context.ts';
import { AnyObject, Line } from './fields.ts';
import { bytesOf, sendBytes } from './send-bytes.ts';

const MOST_BYTES = 20_000_000;
const AssetInfo = z.strictObject({
  hash: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
  durationMs: z.int(),
  origin: AnyObject,
  createdAt: z.date(),
});

export async function assetRoutes(app: App, { store, ports }: ServerContext): Promise<void> {
  await app.register(async (uploads: App) => {
    uploads.removeAllContentTypeParsers();
    const sound = /^(audio\/[\w.+-]+|application\/octet-stream)$/;
    uploads.addContentTypeParser(sound, { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    uploads.post(
      '/api/assets',
      {
        config: { access: 'user' },
        bodyLimit: MOST_BYTES,
        schema: {
          summary: 'Upload a sound: the file itself is the body',
          querystring: z.strictObject({ name: Line(200).optional() }),
          response: { 201: AssetInfo },
        },
      },
      async (request, reply) => {
        const { body } = request;
        if (!Buffer.isBuffer(body) || body.length === 0)
          throw new ApiError(400, 'request-invalid', 'body: Send the bytes of a sound file.', { field: 'body' });
        const actor = actorOf(request);
        const mediaType = request.headers['content-type']?.split(';')[0]?.trim() ?? 'application/octet-stream';
        const converted = await ports.convertSound(body, mediaType).catch((error: unknown) => {
          throw refused(error);
        });
        const { name } = request.query;
        const origin = { by: actor.userId, ...(name === undefined ? {} : { file: name }) };
        const info = await putAsset(store.db, { ...converted, origin });
        await writeAudit(store.db, actor, 'asset.uploaded', info.hash);
        return reply.code(201).send({ ...info, origin: { ...info.origin } });
      },
    );
  });

  app.get(
    '/api/assets',
    {
      config: { access: 'user' },
      schema: {
        summary: 'Sounds, newest first',
        querystring: z.strictObject({ limit: z.coerce.number().int().min(1).max(500).default(100) }),
        response: { 200: z.strictObject({ assets: z.array(AssetInfo) }) },
      },
    },
    async (request) => {
      const assets = await listAssets(store.db, request.query.limit);
      return { assets: assets.map((asset) => ({ ...asset, origin: { ...asset.origin } })) };
    },
  );

  app.get(
    '/api/assets/:hash',
    {
      config: { access: 'user' },
      schema: { summary: 'The bytes of a sound, or a range of them', params: z.strictObject({ hash: AssetHash }) },
    },
    async (request, reply) => {
      const asset = await getAsset(store.db, request.params.hash);
      if (!asset) throw new ApiError(404, 'asset-unknown', 'There is no such sound.');
      reply.header('cache-control', 'private, max-age=31536000, immutable');
      return sendBytes(request, reply, bytesOf(asset.content), asset.mediaType);
    },
  );
}
