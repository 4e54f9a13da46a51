import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { packageRoot } from '#runtime/package-root';
import type { App } from './context.ts';
import { homePage, sendPage } from './pages.ts';

/** Names of built files hold a hash of their content. */
const ASSET_LIFE = 'private, max-age=31536000, immutable';
/** Addresses of the editor's own pages: it routes them itself, with up to two names behind each. */
const PLACES = [
  'flows',
  'calls',
  'messages',
  'numbers',
  'trunks',
  'people',
  'export',
  'hours',
  'connections',
  'secrets',
  'settings',
];
const PAGES = ['/', ...PLACES.flatMap((place) => [`/${place}`, `/${place}/:one`, `/${place}/:one/:two`])];

/**
 * The editor: its built files, and its one page at every address of its own. Styles that libraries make in the page are
 * allowed by a nonce that is new each time.
 */
export async function editorRoutes(app: App): Promise<void> {
  const folder = join(packageRoot(), 'dist', 'editor');
  const file = join(folder, 'index.html');
  const answer = (_request: FastifyRequest, reply: FastifyReply) => {
    // Read each time: in a checkout the editor may be built anew under a running server.
    if (!existsSync(file)) return sendPage(reply, homePage());
    const page = readFileSync(file, 'utf8');
    const nonce = randomBytes(16).toString('base64');
    const policy = String(reply.getHeader('content-security-policy'));
    reply.header('content-security-policy', policy.replace("style-src 'self'", `style-src 'self' 'nonce-${nonce}'`));
    return sendPage(reply, page.replace('</head>', `<meta name="style-nonce" content="${nonce}"></head>`));
  };
  for (const path of PAGES)
    app.get(path, { config: { access: 'user', page: true, rateLimit: false }, schema: { hide: true } }, answer);
  if (!existsSync(folder)) return;
  await app.register(fastifyStatic, { root: folder, serve: false, cacheControl: false });
  const open = { config: { access: 'user', rateLimit: false }, schema: { hide: true } } as const;
  app.get('/assets/:name', open, (request, reply) =>
    reply.header('cache-control', ASSET_LIFE).sendFile(`assets/${(request.params as { name: string }).name}`),
  );
  app.get('/patchcord.svg', open, (_request, reply) => reply.sendFile('patchcord.svg'));
}
