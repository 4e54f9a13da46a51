import { describe, expect, it } from 'vitest';
import { openStore } from '#runtime/store/database';
import { migrateStore } from '#runtime/store/migrate';
import { startPrivatePostgres } from '../support/postgres.ts';
import { origin, useServer } from '../support/server.ts';
import { smallFlow } from '../support/store.ts';

const newServer = useServer();
const error = { severity: 'error' as const, code: 'exit-unwired', nodeId: 'start', message: 'Nothing follows.' };

describe('flows', () => {
  it('are made by a name or whole, listed, binned and restored', async () => {
    const { request } = await newServer();
    const named = await request('POST', '/api/flows', { name: 'Réception & more' });
    expect(named.statusCode).toBe(201);
    expect(named.json()).toMatchObject({ id: 'reception-more', revision: null, draftVersion: 1, extensions: [] });
    expect((await request('POST', '/api/flows', { name: 'Réception & more' })).json().id).toBe('reception-more-2');
    expect((await request('POST', '/api/flows', { flow: smallFlow('whole'), folder: 'Front' })).json()).toMatchObject({
      id: 'whole',
      folder: 'Front',
    });
    const taken = await request('POST', '/api/flows', { flow: smallFlow('whole') });
    expect([taken.statusCode, taken.json().code]).toEqual([409, 'flow-exists']);
    const draft = (await request('GET', '/api/flows/reception-more/draft')).json();
    expect(draft).toMatchObject({ version: 1, savedBy: 'Ada' });
    expect(draft.flow.nodes).toMatchObject([{ id: 'start', step: 'incoming-call' }]);
    expect((await request('DELETE', '/api/flows/whole')).statusCode).toBe(204);
    const ids = async (url: string) => (await request('GET', url)).json().flows.map((flow: { id: string }) => flow.id);
    expect(await ids('/api/flows')).toEqual(['reception-more', 'reception-more-2']);
    expect(await ids('/api/flows?bin=true')).toEqual(['whole']);
    expect((await request('POST', '/api/flows/whole/publish')).statusCode).toBe(404);
    expect((await request('POST', '/api/flows/whole/restore')).statusCode).toBe(204);
    expect(await ids('/api/flows?bin=true')).toEqual([]);
  });

  it('tell the second of two editors who changed what', async () => {
    const { request } = await newServer();
    await request('POST', '/api/flows', { flow: smallFlow('a') });
    const save = (name: string, basedOn: number) =>
      request('PUT', '/api/flows/a/draft', { flow: smallFlow('a', { name }), basedOn });
    expect((await save('mine', 1)).json()).toMatchObject({ version: 2 });
    const conflict = await save('yours', 1);
    expect(conflict.statusCode).toBe(409);
    expect(conflict.json()).toMatchObject({
      code: 'draft-conflict',
      fix: expect.any(String),
      details: { version: 2, basedOn: 1, saves: [{ version: 2, savedBy: 'Ada', changes: { other: ['name'] } }] },
    });
    expect((await save('yours', 2)).statusCode).toBe(200);
    const other = await request('PUT', '/api/flows/a/draft', { flow: smallFlow('b'), basedOn: 3 });
    expect([other.statusCode, other.json().field]).toEqual([400, 'flow.id']);
  });

  it('are published only without errors, and go back by publishing an old revision again', async () => {
    const { request, ports } = await newServer();
    await request('POST', '/api/flows', { flow: smallFlow('a', { name: 'first' }) });
    ports.issues = [error];
    expect((await request('POST', '/api/flows/a/validate')).json()).toEqual({ issues: [error] });
    const refused = await request('POST', '/api/flows/a/publish', { note: 'x' });
    expect(refused.statusCode).toBe(422);
    expect(refused.json()).toMatchObject({ code: 'flow-has-errors', details: { issues: [error] } });
    expect((await request('GET', '/api/flows/a/revisions')).json()).toEqual({ revisions: [] });

    ports.issues = [{ ...error, severity: 'warning' }];
    const published = await request('POST', '/api/flows/a/publish', { note: 'one' });
    expect(published.statusCode).toBe(201);
    expect(published.json()).toEqual({ number: 1, warnings: ports.issues });
    await request('PUT', '/api/flows/a/draft', { flow: smallFlow('a', { name: 'second' }), basedOn: 1 });
    const stale = await request('POST', '/api/flows/a/publish', { draftVersion: 1 });
    expect([stale.statusCode, stale.json().code]).toEqual([409, 'draft-conflict']);
    expect((await request('POST', '/api/flows/a/publish')).json().number).toBe(2);
    const back = await request('POST', '/api/flows/a/revisions/1/restore');
    expect(back.json().number).toBe(3);
    expect((await request('GET', '/api/flows/a/revisions/3')).json()).toMatchObject({
      number: 3,
      note: 'Back to r1',
      restoredFrom: 1,
      publishedBy: 'Ada',
      flow: { name: 'first' },
      pins: { steps: { 'incoming-call': 1 } },
    });
    expect((await request('GET', '/api/flows/a/revisions/9')).json().code).toBe('revision-unknown');
    expect((await request('GET', '/api/flows/a')).json().revision).toBe(3);
  });

  it('published by two at once get two numbers', async () => {
    const { request } = await newServer();
    await request('POST', '/api/flows', { flow: smallFlow('a') });
    const both = await Promise.all([1, 2].map(() => request('POST', '/api/flows/a/publish')));
    expect(both.map((answer) => answer.json().number).sort()).toEqual([1, 2]);
  });

  it('answer extensions', async () => {
    const { request } = await newServer();
    await request('POST', '/api/flows', { flow: smallFlow('a') });
    expect((await request('PUT', '/api/extensions/100', { flowId: 'a' })).json()).toMatchObject({ flowId: 'a' });
    expect((await request('GET', '/api/extensions')).json().extensions).toMatchObject([{ extension: '100' }]);
    expect((await request('PUT', '/api/extensions/101', { flowId: 'none' })).statusCode).toBe(404);
    expect((await request('PUT', '/api/extensions/a%3Bb', { flowId: 'a' })).json().field).toBe('extension');
    const used = await request('DELETE', '/api/flows/a');
    expect([used.statusCode, used.json().code]).toEqual([409, 'flow-in-use']);
    expect((await request('DELETE', '/api/extensions/100')).statusCode).toBe(204);
    expect((await request('DELETE', '/api/extensions/100')).statusCode).toBe(404);
    expect((await request('DELETE', '/api/flows/a')).statusCode).toBe(204);
  });
});

describe('what describes the API', () => {
  it('lists every route that is there, with a form for every answer', async () => {
    const { app, request } = await newServer();
    const openapi = (await request('GET', '/api/openapi.json')).json();
    expect(openapi.openapi).toBe('3.1.0');
    const paths = Object.keys(openapi.paths);
    expect(paths.length).toBeGreaterThan(25);
    for (const [path, methods] of Object.entries<Record<string, { summary?: string; responses?: object }>>(
      openapi.paths,
    ))
      for (const [method, operation] of Object.entries(methods)) {
        const url = path.replace(/\{(\w+)\}/g, ':$1');
        expect(app.hasRoute({ method: method.toUpperCase() as 'GET', url }), `${method} ${url}`).toBe(true);
        expect(operation.summary, `${method} ${path}`).toBeTruthy();
        expect(Object.keys(operation.responses ?? {}).length, `${method} ${path}`).toBeGreaterThan(0);
      }
    expect(openapi.paths['/api/flows/{id}/draft'].put.requestBody.content['application/json'].schema.required).toEqual([
      'flow',
      'basedOn',
    ]);
    expect(JSON.stringify(openapi)).not.toContain('sign-in?token');
  });

  it('gives the catalogue and the JSON Schema of a flow', async () => {
    const { request } = await newServer();
    expect((await request('GET', '/api/catalogue')).json().steps).toMatchObject([
      { type: 'incoming-call', traits: { entry: 'call' }, exits: [{ name: 'next' }] },
    ]);
    const schema = (await request('GET', '/api/flow.schema.json')).json();
    expect(schema.properties).toHaveProperty('nodes');
    expect(schema.additionalProperties).toBe(false);
    const status = (await request('GET', '/api/status')).json();
    expect(status).toEqual({
      asterisk: 'up',
      store: { rowsWaiting: 0, rowsDropped: 0 },
      jobs: { waiting: 0, failed: 0 },
      watchers: 0,
    });
    expect((await request('GET', '/api/health')).json()).toEqual({ ok: true });
  });
});

describe('a request', () => {
  const deep = (levels: number) => `{"name":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;

  it.each([
    ['not JSON', '{', 400, 'json-invalid'],
    ['a number', '1', 400, 'request-invalid'],
    ['nothing', '', 400, 'request-invalid'],
    ['__proto__', '{"name":"a","__proto__":{"x":1}}', 400, 'json-invalid'],
    ['an escaped __proto__', '{"name":"a","\\u005f_proto__":{"x":1}}', 400, 'json-invalid'],
    ['constructor.prototype', '{"name":"a","constructor":{"prototype":{}}}', 400, 'json-invalid'],
    ['depth', deep(65), 400, 'json-too-deep'],
    ['a bomb', '['.repeat(900_000), 400, 'json-too-deep'],
    ['a bomb in a string is none', JSON.stringify({ name: '['.repeat(70) }), 201, undefined],
    ['NUL', '{"name":"a\\u0000b"}', 400, 'text-unstorable'],
    ['half a pair', '{"name":"a\\ud800"}', 400, 'text-unstorable'],
    ['a whole pair', '{"name":"a\\ud83d\\ude00"}', 201, undefined],
    ['an escaped backslash', '{"name":"a\\\\u0000b"}', 201, undefined],
    ['more than 5 MB', JSON.stringify({ name: 'a'.repeat(5_000_001) }), 413, 'body-too-large'],
    ['an unknown field', '{"name":"a","nmae":"b"}', 400, 'request-invalid'],
  ])('with %s is answered with its code', async (_what, body, status, code) => {
    const { request } = await newServer();
    const answer = await request('POST', '/api/flows', body === '' ? undefined : body, {
      'content-type': 'application/json',
    });
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    expect(answer.body).not.toMatch(/node_modules|\.ts:|at .*\(/);
  });

  it('is at most 1 MB and 32 levels deep where it carries no flow', async () => {
    const { request } = await newServer();
    const big = await request('POST', '/api/tokens', { name: 'a'.repeat(1_000_001) });
    expect([big.statusCode, big.json().code]).toEqual([413, 'body-too-large']);
    expect((await request('POST', '/api/tokens', deep(33))).json().code).toBe('json-too-deep');
    expect((await request('POST', '/api/tokens', deep(32))).json().code).toBe('request-invalid');
  });

  it('must be declared as JSON', async () => {
    const { request } = await newServer();
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const answer = await request('POST', '/api/flows', '{"name":"a"}', { 'content-type': type });
      expect([answer.statusCode, answer.json().code], type).toEqual([415, 'media-type-unsupported']);
    }
  });

  it.each([
    ['POST', '/api/flows', { name: 7 }, 'name'],
    ['POST', '/api/flows', {}, 'name'],
    ['POST', '/api/flows', { nam: 'x' }, 'nam'],
    ['POST', '/api/flows', { name: 'x', id: 'Not An Id' }, 'id'],
    ['PUT', '/api/flows/a/draft', { flow: smallFlow('a'), basedOn: 'one' }, 'basedOn'],
    ['PUT', '/api/flows/a/draft', { flow: { ...smallFlow('a'), nmae: 1 }, basedOn: 1 }, 'flow.nmae'],
    ['PUT', '/api/flows/a/draft', { flow: smallFlow('a', { name: '' }), basedOn: 1 }, 'flow.name'],
    ['PUT', '/api/secrets/CRM', { value: '' }, 'value'],
    ['PUT', '/api/secrets/9bad', { value: 'x' }, 'name'],
    ['GET', '/api/calls?limit=1000', undefined, 'limit'],
    ['GET', '/api/calls?order=caller', undefined, 'order'],
    ['GET', '/api/calls?from=yesterday', undefined, 'from'],
    ['GET', '/api/calls?cursor=xyz', undefined, 'cursor'],
    ['GET', '/api/calls?party=%00', undefined, 'party'],
    ['GET', '/api/flows/..%2f..%2fetc', undefined, 'id'],
    ['GET', '/api/flows/a/revisions/0', undefined, 'number'],
    ['GET', '/api/assets/sha256:zz', undefined, 'hash'],
    ['DELETE', '/api/tokens/1', undefined, 'id'],
  ] as const)('%s %s with a wrong field is a 400 that names it', async (method, url, body, field) => {
    const { request } = await newServer();
    const answer = await request(method, url, body);
    expect([answer.statusCode, answer.json().field]).toEqual([400, field]);
    expect(answer.json().message).toBeTruthy();
  });

  it('to an address that is not there, or malformed, is no failure of ours', async () => {
    const { request, app, cookie } = await newServer();
    expect((await request('GET', '/api/nothing')).json()).toEqual({ code: 'not-found', message: expect.any(String) });
    for (const url of ['/%', '/api/flows/%ff', '/api/flows/%00', `/api/flows/${'a'.repeat(5_000)}`]) {
      const { statusCode } = await app.inject({ method: 'GET', url, headers: { cookie, origin } });
      expect(statusCode, url).toBeGreaterThanOrEqual(400);
      expect(statusCode, url).toBeLessThan(500);
    }
  });

  it('while Postgres is away is answered with 503, not with a stack', async () => {
    const postgres = await startPrivatePostgres();
    const store = openStore({ url: postgres.url });
    await migrateStore(store.pool);
    const { app, cliToken } = await newServer({ store });
    const headers = { authorization: `Bearer ${cliToken}` };
    expect((await app.inject({ url: '/api/flows', headers })).statusCode).toBe(200);
    expect((await app.inject({ url: '/api/health' })).statusCode).toBe(200);
    await postgres.stop();
    const answer = await app.inject({ url: '/api/flows', headers });
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'store-away']);
    expect(answer.body).not.toMatch(/postgres|socket|ENOENT/i);
    expect((await app.inject({ url: '/api/health' })).statusCode).toBe(503);
    await store.close();
  });
});
