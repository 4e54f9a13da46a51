import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { userOfApiToken } from '#runtime/store/api-tokens';
import type { Actor } from '#runtime/store/audit';
import { userOfSession } from '#runtime/store/sessions';
import { tokenHash } from '#runtime/store/token';
import { ensureOwner, type User } from '#runtime/store/users';
import { ApiError } from './api-error.ts';
import type { App, ServerContext } from './context.ts';
import { readCookie } from './cookie.ts';
import { checkHost, checkOrigin } from './origin.ts';
import { sendPage, signedOutPage } from './pages.ts';

/**
 * Who may use a route: `open` everybody, `user` whoever is signed in, `person` not an API token (which could otherwise
 * make itself successors), `cli` only the command line of this machine.
 */
export type Access = 'open' | 'user' | 'person' | 'cli';

export interface Principal {
  readonly user: User;
  readonly kind: 'session' | 'token' | 'cli';
  /** Names the credential without giving it away: `cli`, `token:<id>` or `session:<hash>`. */
  readonly credential: string;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
    /** Answers people with a page, also when they are not signed in. */
    page?: boolean;
  }
  interface FastifyRequest {
    principal: Principal | null;
  }
}

/** The signed-in user of a route that is not open. */
export function principalOf(request: FastifyRequest): Principal {
  if (!request.principal) throw signInNeeded();
  return request.principal;
}

/** For the audit: who, and by which way in. */
export function actorOf(request: FastifyRequest): Actor {
  const { user, kind, credential } = principalOf(request);
  return { userId: user.id, via: kind === 'session' ? kind : credential };
}

/** Denies by default: a route that declares no access keeps the server from starting. */
export function requireAccess(app: App, context: ServerContext): void {
  app.addHook('onRoute', (route) => {
    if (route.config?.access === undefined)
      throw new Error(`${route.method} ${route.url} declares no access (config: { access: ... }).`);
  });
  app.decorateRequest('principal', null);
  const guesses = app.createRateLimit({ max: 300, timeWindow: 60_000, keyGenerator: (request) => request.ip });

  app.addHook('onRequest', async (request, reply) => {
    checkHost(request, context.publicUrl);
    if (request.is404) return;
    const { access, page } = request.routeOptions.config;
    const bearer = bearerOf(request);
    if (bearer === undefined) checkOrigin(request);
    if (access === 'open') return;
    request.principal = await identify(request, bearer, context);
    if (!request.principal) {
      const guess = await guesses(request);
      if (!guess.isAllowed && guess.isExceeded) throw tooManyRequests();
      if (page) return sendPage(reply.code(401), signedOutPage());
      reply.header('www-authenticate', 'Bearer');
      throw signInNeeded();
    }
    if (!allows(access, request.principal))
      throw new ApiError(403, 'access-denied', 'This needs another way to sign in.');
  });
}

const signInNeeded = () =>
  new ApiError(401, 'sign-in-needed', 'Sign in first.', {
    fix: 'Open a sign-in link (npx patchcord start prints one), or send an API token as Bearer.',
  });

export const tooManyRequests = (): ApiError =>
  new ApiError(429, 'too-many-requests', 'Too many requests.', { fix: 'Wait a minute.' });

function allows(access: Access | undefined, { kind }: Principal): boolean {
  if (access === 'user') return true;
  if (access === 'person') return kind !== 'token';
  return access === 'cli' && kind === 'cli';
}

const bearerOf = (request: FastifyRequest): string | undefined =>
  /^Bearer ([A-Za-z0-9_-]{20,200})$/i.exec(request.headers.authorization ?? '')?.[1];

async function identify(
  request: FastifyRequest,
  bearer: string | undefined,
  { store, cookie, cliTokenHash, now }: ServerContext,
): Promise<Principal | null> {
  if (bearer !== undefined) {
    if (timingSafeEqual(Buffer.from(tokenHash(bearer)), Buffer.from(cliTokenHash)))
      return { user: await ensureOwner(store.db), kind: 'cli', credential: 'cli' };
    const found = await userOfApiToken(store.db, bearer);
    return found ? { user: found.user, kind: 'token', credential: `token:${found.id}` } : null;
  }
  const session = readCookie(request.headers.cookie, cookie);
  if (session === undefined) return null;
  const user = await userOfSession(store.db, session, now());
  return user ? { user, kind: 'session', credential: `session:${tokenHash(session)}` } : null;
}
