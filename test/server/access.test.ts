import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCliToken, writeCliToken } from '#runtime/server/cli-token';
import type { App } from '#runtime/server/context';
import { createSignInLink, LINK_MS } from '#runtime/store/sign-in-links';
import { newToken } from '#runtime/store/token';
import { origin, useServer } from '../support/server.ts';

const newServer = useServer();

/** Every route, as the router prints it: a tree whose branches are four characters deep. */
function routesOf(app: App): { method: 'GET'; url: string }[] {
  const path: string[] = [];
  return app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', part = '', methods = ''] = /^([│ ]*)[├└]── (\S+)(?: \((.*)\))?$/.exec(line) ?? [];
      path.length = indent.length / 4;
      path.push(part);
      const url = path.join('');
      return methods === '' ? [] : methods.split(', ').map((method) => ({ method: method as 'GET', url }));
    });
}

const open = new Set(['GET /api/health', 'HEAD /api/health', 'GET /sign-in', 'HEAD /sign-in', 'POST /sign-in']);

describe('access', () => {
  it('is denied on every route but health and sign-in to whoever is not signed in', async () => {
    const { app } = await newServer();
    const routes = routesOf(app);
    expect(routes.length).toBeGreaterThan(50);
    const seen = new Set<string>();
    for (const [n, { method, url }] of routes.entries()) {
      const path = url.replace(/:\w+/g, 'x1');
      // From many addresses, for who guesses from one is stopped after 300 tries.
      const inject = { method, url: path, headers: { origin }, remoteAddress: `192.0.2.${n % 250}` };
      const { statusCode } = await app.inject(inject);
      if (open.has(`${method} ${url}`)) {
        seen.add(`${method} ${url}`);
        expect([200, 400, 415], `${method} ${url}`).toContain(statusCode);
      } else {
        expect(statusCode, `${method} ${url}`).toBe(401);
        const forged = await app.inject({ ...inject, headers: { authorization: `Bearer ${newToken()}` } });
        expect(forged.statusCode, `${method} ${url}`).toBe(401);
      }
    }
    expect(seen).toEqual(open);
  });

  it('must be declared by every route, or the server does not start', async () => {
    const forgetful = newServer({}, (app) => void app.get('/api/forgotten', async () => 'all of it'));
    await expect(forgetful).rejects.toThrow('GET /api/forgotten declares no access');
  });

  it('by a cookie needs our own Origin to change something', async () => {
    const { app, cookie } = await newServer();
    const post = async (headers: Record<string, string>) =>
      (await app.inject({ method: 'POST', url: '/api/flows', headers: { cookie, ...headers }, payload: { name: 'a' } }))
        .statusCode;
    expect(await post({})).toBe(403);
    expect(await post({ origin: 'https://evil.example' })).toBe(403);
    expect(await post({ origin: 'http://localhost:8081' })).toBe(403);
    expect(await post({ origin: 'null' })).toBe(403);
    expect(await post({ origin })).toBe(201);
  });

  it('is refused under a foreign name, as DNS rebinding would use', async () => {
    const { app, cookie } = await newServer();
    const get = async (host: string) =>
      (await app.inject({ method: 'GET', url: '/api/me', headers: { cookie, host } })).statusCode;
    expect(await get('evil.example')).toBe(421);
    expect(await get('127.0.0.1.evil.example:80')).toBe(421);
    expect(await get('127.0.0.1:4000')).toBe(200);
    expect(await get('[::1]:4000')).toBe(200);
  });

  it('under the public address is given, with a cookie for https only', async () => {
    const { app, store } = await newServer({ publicUrl: 'https://calls.example.org' });
    const host = 'calls.example.org';
    const { token } = await createSignInLink(store.db, store.owner.id, Date.now());
    const answer = await app.inject({
      method: 'POST',
      url: '/sign-in',
      headers: { host, origin: `https://${host}`, 'content-type': 'application/x-www-form-urlencoded' },
      payload: `token=${token}`,
    });
    expect(answer.statusCode).toBe(303);
    expect(answer.headers['set-cookie']).toContain('Secure');
    expect(answer.headers['strict-transport-security']).toBeDefined();
  });
});

describe('a sign-in link', () => {
  const press = (app: App, token: string) =>
    app.inject({
      method: 'POST',
      url: '/sign-in',
      headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
      payload: `token=${token}`,
    });

  it('is made for the command line, survives a preview, signs in once, and not twice', async () => {
    const { app, cliToken } = await newServer();
    const made = await app.inject({
      method: 'POST',
      url: '/api/sign-in-links',
      headers: { authorization: `Bearer ${cliToken}` },
    });
    expect(made.statusCode).toBe(201);
    const url = new URL(made.json().url);
    for (let preview = 0; preview < 3; preview += 1)
      expect((await app.inject({ method: 'GET', url: url.pathname + url.search })).statusCode).toBe(200);
    const token = url.searchParams.get('token') ?? '';
    const signedIn = await press(app, token);
    expect(signedIn.statusCode).toBe(303);
    const cookie = String(signedIn.headers['set-cookie']);
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/);
    const again = await press(app, token);
    expect(again.statusCode).toBe(400);
    expect(again.headers['set-cookie']).toBeUndefined();
    const session = cookie.split(';')[0] ?? '';
    const me = await app.inject({ method: 'GET', url: '/api/me', headers: { cookie: session } });
    expect(me.json()).toMatchObject({ user: { name: 'Ada', role: 'owner' }, kind: 'session' });
    expect((await app.inject({ method: 'GET', url: '/', headers: { cookie: session } })).body).toContain('id="root"');
    const out = await app.inject({ method: 'POST', url: '/sign-out', headers: { cookie: session, origin } });
    expect(out.statusCode).toBe(303);
    expect((await app.inject({ method: 'GET', url: '/api/me', headers: { cookie: session } })).statusCode).toBe(401);
  });

  it('pressed by two at once signs in one', async () => {
    const { app, store } = await newServer();
    const { token } = await createSignInLink(store.db, store.owner.id, Date.now());
    const answers = await Promise.all([1, 2, 3, 4].map(() => press(app, token)));
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([303, 400, 400, 400]);
  });

  it('ends after 15 minutes, a session after 30 days', async () => {
    let now = Date.now();
    const { app, store } = await newServer({ now: () => now });
    const { token } = await createSignInLink(store.db, store.owner.id, now);
    const late = await createSignInLink(store.db, store.owner.id, now);
    const answer = await press(app, token);
    const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? '';
    now += LINK_MS + 1;
    expect((await press(app, late.token)).statusCode).toBe(400);
    now += 31 * 24 * 3_600_000;
    expect((await app.inject({ method: 'GET', url: '/api/me', headers: { cookie } })).statusCode).toBe(401);
  });

  it('can not be guessed: rubbish is refused, and after 20 tries everything', async () => {
    const { app } = await newServer();
    for (const token of ['', 'x', '%22%3E%3Cscript%3E', newToken()]) {
      expect((await press(app, token)).statusCode).toBe(400);
      expect((await app.inject({ method: 'GET', url: `/sign-in?token=${token}x` })).body).not.toContain('<script>');
    }
    let last = 0;
    for (let n = 0; n < 20; n += 1) last = (await press(app, newToken())).statusCode;
    expect(last).toBe(429);
  });

  it('is not made for a browser or an API token', async () => {
    const { app, request } = await newServer();
    expect((await request('POST', '/api/sign-in-links')).statusCode).toBe(403);
    const { token } = (await request('POST', '/api/tokens', { name: 'ci' })).json();
    const headers = { authorization: `Bearer ${token}` };
    expect((await app.inject({ method: 'POST', url: '/api/sign-in-links', headers })).statusCode).toBe(403);
  });
});

describe('an API token', () => {
  it('works without Origin, is never shown again, and stops at once when revoked', async () => {
    const { app, request } = await newServer();
    const made = await request('POST', '/api/tokens', { name: 'ci' });
    expect(made.statusCode).toBe(201);
    const { id, token } = made.json();
    const headers = { authorization: `Bearer ${token}` };
    const post = () => app.inject({ method: 'POST', url: '/api/flows', headers, payload: { name: 'a' } });
    expect((await post()).statusCode).toBe(201);
    const list = await request('GET', '/api/tokens');
    expect(list.json().tokens).toMatchObject([{ id, name: 'ci', revokedAt: null, lastUsedAt: expect.any(String) }]);
    expect(list.body).not.toContain(token);
    expect((await request('DELETE', `/api/tokens/${id}`)).statusCode).toBe(204);
    expect((await post()).statusCode).toBe(401);
    expect((await request('DELETE', `/api/tokens/${id}`)).statusCode).toBe(404);
  });

  it('can not make more tokens', async () => {
    const { app, request } = await newServer();
    const { token } = (await request('POST', '/api/tokens', { name: 'ci' })).json();
    const headers = { authorization: `Bearer ${token}` };
    const more = await app.inject({ method: 'POST', url: '/api/tokens', headers, payload: { name: 'more' } });
    expect(more.statusCode).toBe(403);
    expect(more.json().code).toBe('access-denied');
  });
});

describe("the command line's token", () => {
  it('lies in a file only its owner can read, and is new at each start', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'patchcord-cli-'));
    expect(await readCliToken(folder)).toBeUndefined();
    const first = await writeCliToken(folder);
    expect(await readCliToken(folder)).toBe(first);
    expect((await stat(join(folder, 'cli-token'))).mode & 0o777).toBe(0o600);
    expect(await writeCliToken(folder)).not.toBe(first);
    await rm(folder, { recursive: true });
  });
});

describe('every answer', () => {
  it('carries a strict content policy and is not kept by caches', async () => {
    const { app } = await newServer();
    for (const url of ['/', '/sign-in', '/api/health', '/api/nothing']) {
      const { headers, body } = await app.inject({ method: 'GET', url });
      expect(headers['content-security-policy']).toMatch(/^default-src 'self';/);
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['cache-control']).toBe('no-store');
      expect(body).not.toMatch(/<script|\son\w+=|\sstyle=/);
    }
  });

  it('to a person who is not signed in says how to', async () => {
    const { app } = await newServer();
    const answer = await app.inject({ method: 'GET', url: '/' });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['content-type']).toContain('text/html');
    expect(answer.body).toContain('npx patchcord sign-in');
  });
});
