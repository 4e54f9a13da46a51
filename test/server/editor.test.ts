import { expect, test } from 'vitest';
import { useServer } from '../support/server.ts';

const newServer = useServer();

test('the editor answers at every address of its own, and its styles have a nonce that is new each time', async () => {
  const { app, cookie } = await newServer();
  const get = (url: string) => app.inject({ method: 'GET', url, headers: { cookie } });
  const nonces = new Set<string>();
  for (const url of ['/', '/flows', '/flows/reception', '/calls/c1', '/hours', '/settings/tokens']) {
    const { statusCode, body, headers } = await get(url);
    const nonce = /name="style-nonce" content="([^"]+)"/.exec(body)?.[1] ?? '';
    expect(statusCode, url).toBe(200);
    expect(headers['content-security-policy']).toContain(`'nonce-${nonce}'`);
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(6);
});

test('a built file is served for good, and nothing beside the built files is', async () => {
  const { app, cookie } = await newServer();
  const get = (url: string) => app.inject({ method: 'GET', url, headers: { cookie } });
  const script = /\/assets\/index-[\w-]+\.js/.exec((await get('/')).body)?.[0] ?? '';
  const answer = await get(script);
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['cache-control']).toContain('immutable');
  expect((await get('/assets/..%2f..%2fpackage.json')).statusCode).toBeGreaterThanOrEqual(400);
  expect((await get('/assets/nothing.js')).statusCode).toBe(404);
});
