import * as z from 'zod';
import { writeAudit } from '#runtime/store/audit';
import { closeSession, openSession, SESSION_MS } from '#runtime/store/sessions';
import { createSignInLink, useSignInLink } from '#runtime/store/sign-in-links';
import { actorOf, principalOf } from './access.ts';
import type { App, ServerContext } from './context.ts';
import { readCookie, writeCookie } from './cookie.ts';
import { badLinkPage, sendPage, signInPage } from './pages.ts';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** The address that signs a person in. */
export const signInUrl = (base: string, token: string): string => `${base}/sign-in?token=${token}`;

/** Sign-in by a one-time link, and sign-out. */
export async function signInRoutes(app: App, { store, cookie, publicUrl, sockets, now }: ServerContext): Promise<void> {
  const secure = publicUrl?.protocol === 'https:';

  app.get('/sign-in', { config: { access: 'open' }, schema: { hide: true } }, async (request, reply) => {
    const { token } = request.query as { token?: unknown };
    if (typeof token !== 'string' || !TOKEN.test(token)) return sendPage(reply.code(400), badLinkPage());
    return sendPage(reply, signInPage(token));
  });

  await app.register(async (forms) => {
    forms.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
      done(null, new URLSearchParams(String(body))),
    );

    forms.post(
      '/sign-in',
      {
        config: { access: 'open', rateLimit: { max: 20, timeWindow: 15 * 60_000 } },
        bodyLimit: 1_000,
        schema: { hide: true },
      },
      async (request, reply) => {
        const token = request.body instanceof URLSearchParams ? request.body.get('token') : null;
        const userId = token && TOKEN.test(token) ? await useSignInLink(store.db, token, now()) : undefined;
        if (userId === undefined) return sendPage(reply.code(400), badLinkPage());
        const session = await openSession(store.db, userId, now());
        await writeAudit(store.db, { userId, via: 'session' }, 'user.signed-in', userId);
        reply.header('set-cookie', writeCookie(cookie, session, SESSION_MS / 1_000, secure));
        return reply.redirect('/', 303);
      },
    );

    forms.post('/sign-out', { config: { access: 'user' }, schema: { hide: true } }, async (request, reply) => {
      const session = readCookie(request.headers.cookie, cookie);
      if (session !== undefined) await closeSession(store.db, session);
      sockets.closeFor(principalOf(request).credential);
      reply.header('set-cookie', writeCookie(cookie, '', 0, secure));
      return reply.redirect('/', 303);
    });
  });

  app.post(
    '/api/sign-in-links',
    {
      config: { access: 'cli' },
      schema: {
        summary: 'Make a link that signs in once; only for the command line of this machine',
        response: { 201: z.strictObject({ url: z.string(), expiresAt: z.date() }) },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { token, expiresMs } = await createSignInLink(store.db, actor.userId, now());
      await writeAudit(store.db, actor, 'sign-in-link.created', actor.userId);
      const base = publicUrl?.origin ?? `http://${request.headers.host}`;
      return reply.code(201).send({ url: signInUrl(base, token), expiresAt: new Date(expiresMs) });
    },
  );
}
