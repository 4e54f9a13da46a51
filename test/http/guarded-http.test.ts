import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { HttpRequest } from '#runtime/flow/step';
import { parseAllowList } from '#runtime/http/allow-list';
import type { Resolve } from '#runtime/http/checked-addresses';
import { guardedHttp } from '#runtime/http/guarded-http';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

interface Listening {
  readonly port: number;
  readonly requests: { readonly line: string; readonly headers: IncomingMessage['headers']; readonly body: string }[];
}

async function listen(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Listening> {
  const requests: Listening['requests'] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      requests.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
      answer(request, response);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, requests };
}

const never = new AbortController().signal;
const local = parseAllowList('127.0.0.1');
const get = (request: HttpRequest | string, allow = local, resolve?: Resolve) =>
  guardedHttp({ allow, ...(resolve === undefined ? {} : { resolve }) })(
    typeof request === 'string' ? { url: request } : request,
    never,
  );

describe('a request', () => {
  it('carries its method, headers and body, and gives the answer whatever its status', async () => {
    const server = await listen((_, response) => response.writeHead(404, { 'x-reason': 'none' }).end('{"a":"ä"}'));
    const url = `http://127.0.0.1:${server.port}/path?q=1#part`;
    const answer = await get({ method: 'POST', url, headers: { 'X-Key': 'k' }, body: 'ä' });
    expect(answer).toMatchObject({ status: 404, headers: { 'x-reason': 'none' }, body: '{"a":"ä"}' });
    const [seen] = server.requests;
    expect(seen).toMatchObject({ line: 'POST /path?q=1', headers: { 'x-key': 'k', 'content-length': '2' }, body: 'ä' });
  });

  it('reads an answer that is compressed though it was not asked for', async () => {
    const server = await listen((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('words')),
    );
    expect((await get(`http://127.0.0.1:${server.port}`)).body).toBe('words');
  });

  it('ends at its time limit, also when the answer only trickles', async () => {
    const server = await listen((_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(timer));
    });
    const asked = get({ url: `http://127.0.0.1:${server.port}`, timeoutMs: 200 });
    await expect(asked).rejects.toMatchObject({ code: 'http-timeout' });
  });

  it('takes no more than a megabyte, also when that is hidden in a compressed answer', async () => {
    const large = await listen((_, response) => response.writeHead(200).end(Buffer.alloc(1_000_001)));
    await expect(get(`http://127.0.0.1:${large.port}`)).rejects.toMatchObject({ code: 'http-too-large' });
    const bomb = await listen((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50_000_000))),
    );
    await expect(get(`http://127.0.0.1:${bomb.port}`)).rejects.toMatchObject({ code: 'http-too-large' });
  });

  it('says in plain words why there is no answer', async () => {
    const { port } = await listen(() => {});
    servers.splice(0).forEach((server) => {
      server.close();
    });
    await expect(get(`http://127.0.0.1:${port}`)).rejects.toMatchObject({
      code: 'http-unreachable',
      message: `'127.0.0.1:${port}' could not be reached: nothing listens there.`,
    });
    const unknown = get('https://no-such-name.invalid/');
    await expect(unknown).rejects.toMatchObject({
      code: 'http-unreachable',
      message: expect.stringContaining('no-such-name.invalid'),
    });
  });

  it.each([
    ['an address that is no web address', { url: 'ftp://example.com' }, 'http-address-invalid'],
    ['an address with a password', { url: 'http://a:b@example.com' }, 'http-address-invalid'],
    ['a header of two lines', { url: 'http://example.com', headers: { a: 'b\r\nc: d' } }, 'http-request-invalid'],
    [
      'a header that says where the body ends',
      { url: 'http://example.com', headers: { 'Content-Length': '0' } },
      'http-request-invalid',
    ],
    ['another host in a header', { url: 'http://example.com', headers: { Host: 'a' } }, 'http-request-invalid'],
    ['a method that makes a tunnel', { url: 'http://example.com', method: 'CONNECT' }, 'http-request-invalid'],
  ])('is refused with %s', async (_, request, code) => {
    await expect(get(request)).rejects.toMatchObject({ code });
  });
});

describe('a redirect', () => {
  it('is followed, with the method it calls for', async () => {
    const server = await listen(({ url }, response) => {
      if (url === '/end') response.end('end');
      else response.writeHead(url === '/same' ? 307 : 303, { location: '/end' }).end();
    });
    const base = `http://127.0.0.1:${server.port}`;
    expect((await get({ url: `${base}/see-other`, method: 'POST', body: 'x' })).body).toBe('end');
    expect((await get({ url: `${base}/same`, method: 'POST', body: 'x' })).body).toBe('end');
    expect(server.requests.map(({ line, body }) => `${line} ${body}`)).toEqual([
      'POST /see-other x',
      'GET /end ',
      'POST /same x',
      'POST /end x',
    ]);
  });

  it('to another host does not take keys there', async () => {
    const other = await listen((_, response) => response.end('other'));
    const first = await listen((_, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${other.port}/` }).end(),
    );
    const headers = { authorization: 'Bearer key', 'x-key': 'key', cookie: 'key' };
    expect((await get({ url: `http://127.0.0.1:${first.port}/`, headers })).body).toBe('other');
    expect(JSON.stringify(other.requests[0]!.headers)).not.toContain('key');
  });

  it('to an address that is not allowed is refused, and chains end', async () => {
    const inner = await listen((_, response) => response.end('secret'));
    const outer = await listen(({ url }, response) =>
      response.writeHead(302, { location: url === '/loop' ? '/loop' : `http://localhost:${inner.port}/` }).end(),
    );
    const resolve: Resolve = async () => [{ address: '127.0.0.1', family: 4 }];
    const allow = parseAllowList('outer.test');
    const asked = get(`http://outer.test:${outer.port}/`, allow, resolve);
    await expect(asked).rejects.toMatchObject({ code: 'http-address-refused' });
    expect(inner.requests).toEqual([]);
    const loop = get(`http://outer.test:${outer.port}/loop`, allow, resolve);
    await expect(loop).rejects.toMatchObject({ code: 'http-redirects' });
    expect(outer.requests).toHaveLength(7);
  });
});

describe('a name', () => {
  it('is looked up once, so that it can not mean something else when it is connected to', async () => {
    const server = await listen((_, response) => response.end('inside'));
    let asked = 0;
    const rebinding: Resolve = async () => [{ address: asked++ === 0 ? '192.0.43.8' : '127.0.0.1', family: 4 }];
    const request = { url: `http://rebind.test:${server.port}/`, timeoutMs: 300 };
    await expect(get(request, parseAllowList(''), rebinding)).rejects.toThrow();
    expect(asked).toBe(1);
    expect(server.requests).toEqual([]);
  });

  it('with one inner address among its addresses is refused', async () => {
    const mixed: Resolve = async () => [
      { address: '93.184.215.14', family: 4 },
      { address: '10.0.0.7', family: 4 },
    ];
    await expect(get('http://mixed.test/', parseAllowList(''), mixed)).rejects.toMatchObject({
      code: 'http-address-refused',
      message:
        "'mixed.test' leads to 10.0.0.7, which is not on the open internet, so a flow may not connect to it. " +
        "If it shall, add 'mixed.test' to the setting httpAllow (PATCHCORD_HTTP_ALLOW).",
    });
  });
});
